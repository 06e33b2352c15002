(function () {
  var status = document.querySelector("[data-share-status]");
  var say = status.dataset;
  document.querySelectorAll("[data-copy-text], [data-copy-post]").forEach(function (button) {
    if (!navigator.clipboard) return;
    var text = button.dataset.copyText || button.parentNode.querySelector(".post").textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      var near = button.parentNode.querySelector("[data-said]") || status;
      navigator.clipboard.writeText(text).then(
        function () { near.textContent = near === status ? say.done : say.text; },
        function () { near.textContent = say.failed + " " + text; }
      );
    });
  });
  var share = document.querySelector("[data-web-share]");
  if (share && navigator.share) {
    share.hidden = false;
    share.addEventListener("click", function () {
      navigator.share({ title: share.dataset.title, url: share.dataset.webShare }).catch(function () {});
    });
  }
})();

(function () {
  var status = document.querySelector("[data-share-status]");
  var say = status.dataset;
  document.querySelectorAll("[data-copy-text]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var near = button.parentNode.querySelector("[data-said]") || status;
      navigator.clipboard.writeText(button.dataset.copyText).then(
        function () { near.textContent = near === status ? say.done : say.text; },
        function () { near.textContent = say.failed + " " + button.dataset.copyText; }
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

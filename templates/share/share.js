(function () {
  var copy = document.querySelector("[data-copy]");
  var share = document.querySelector("[data-web-share]");
  var status = document.querySelector("[data-share-status]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", function () {
      navigator.clipboard.writeText(copy.dataset.copy).then(
        function () { status.textContent = copy.dataset.done; },
        function () { status.textContent = copy.dataset.failed + " " + copy.dataset.copy; }
      );
    });
  }
  if (share && navigator.share) {
    share.hidden = false;
    share.addEventListener("click", function () {
      navigator.share({ title: share.dataset.title, url: share.dataset.webShare }).catch(function () {});
    });
  }
})();

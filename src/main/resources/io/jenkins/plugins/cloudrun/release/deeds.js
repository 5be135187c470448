/*
 * Opens the form of a link in a dialog instead of on its own page. Without this file the link goes
 * to that page.
 *
 * <a href=".../act/abort/" data-cloud-run-dialog="true">     the form is at .../act/abort/form
 */
(function () {
  "use strict";

  function open(link) {
    const url = new URL("form", link.href);
    fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } })
      .then((answer) => {
        if (!answer.ok || answer.redirected) {
          throw new Error("status " + answer.status);
        }
        return answer.text();
      })
      .then((text) => show(text, link))
      .catch(() => {
        // Its page says why.
        window.location.href = link.href;
      });
  }

  function show(text, link) {
    const form = new DOMParser().parseFromString(text, "text/html").querySelector(".cloud-run-deed");
    if (form === null) {
      throw new Error("no form");
    }
    const dialog = document.createElement("dialog");
    const title = document.createElement("h1");
    const contents = document.createElement("div");
    dialog.className = "jenkins-dialog cloud-run-dialog";
    title.className = "jenkins-dialog__title";
    title.id = "cloud-run-dialog-title";
    title.textContent = form.getAttribute("data-cloud-run-title");
    contents.className = "jenkins-dialog__contents";
    contents.append(document.importNode(form, true));
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.append(title, contents);
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-cloud-run-close]")) {
        event.preventDefault();
        dialog.close();
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      const there = now(link);
      if (there !== undefined) {
        there.focus();
      }
    });
    document.body.append(dialog);
    dialog.showModal();
    const first = dialog.querySelector("select, textarea, button, a");
    if (first !== null) {
      first.focus();
    }
  }

  /* The page may have been brought up to date behind the dialog, with a new link in it. */
  function now(link) {
    return link.isConnected
      ? link
      : Array.from(document.querySelectorAll("a[data-cloud-run-dialog]")).find(
          (one) => one.href === link.href,
        );
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-cloud-run-dialog]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link !== null && plain && !event.defaultPrevented) {
      event.preventDefault();
      open(link);
    }
  });
})();

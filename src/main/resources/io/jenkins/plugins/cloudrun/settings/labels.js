/*
 * Tells those who cannot see a form which name belongs to which field: in Jenkins' forms the name
 * only stands above it. Fields of this plugin alone; those that have a name already keep it.
 */
(function () {
  "use strict";

  const FIELDS = "input:not([type=hidden]):not([type=radio]), select, textarea";
  const OURS = "plugins.cloudrun";

  function text(label) {
    const copy = label.cloneNode(true);
    copy.querySelectorAll(".jenkins-help-button").forEach((one) => one.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  function ours(field, item) {
    const help = item.querySelector("[helpurl]");
    return (
      ["checkurl", "fillurl", "autocompleteurl"].some((name) =>
        (field.getAttribute(name) || "").includes(OURS),
      ) ||
      (help !== null && help.getAttribute("helpurl").includes(OURS))
    );
  }

  function name(field, item) {
    const beside = field.nextElementSibling;
    if (field.type === "checkbox" && beside !== null && beside.tagName === "LABEL" && text(beside)) {
      return text(beside);
    }
    const above = item.querySelector(":scope > .jenkins-form-label");
    return above === null ? "" : text(above);
  }

  Behaviour.specify(".jenkins-form-item", "cloud-run-labels", 100, function (item) {
    item.querySelectorAll(FIELDS).forEach((field) => {
      const named =
        field.hasAttribute("aria-label") ||
        field.hasAttribute("aria-labelledby") ||
        (field.labels !== null && field.labels.length > 0);
      if (!named && field.closest(".jenkins-form-item") === item && ours(field, item)) {
        const found = name(field, item);
        if (found) {
          field.setAttribute("aria-label", found);
        }
      }
    });
  });
})();

/* The button that asks Google as whoever is in the form, saved or not. */
Behaviour.specify(".cloud-run-ask", "cloud-run-ask", 0, function (element) {
  const button = element.querySelector(".cloud-run-ask__button");
  const answer = element.querySelector(".cloud-run-ask__answer");

  function show(kind, text) {
    const line = document.createElement("div");
    line.className = kind;
    line.textContent = text;
    answer.replaceChildren(line);
  }

  async function ask() {
    const form = element.closest("form");
    buildFormTree(form);
    const response = await fetch(element.dataset.url, {
      method: "POST",
      headers: crumb.wrap({}),
      body: new URLSearchParams({ json: form.elements.json.value }),
    });
    if (!response.ok) {
      throw new Error(response.statusText);
    }
    const area = document.createElement("div");
    area.className = "validation-error-area";
    answer.replaceChildren(area);
    updateValidationArea(area, await response.text());
  }

  if (button.dataset.ready) {
    return;
  }
  button.dataset.ready = "true";
  button.addEventListener("click", function () {
    button.disabled = true;
    show("info", element.dataset.asking);
    ask()
      .catch(function () {
        show("error", element.dataset.failed);
      })
      .finally(function () {
        button.disabled = false;
      });
  });
});

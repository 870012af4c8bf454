(() => {
  const form = document.getElementById("filter");
  const cases = [...document.querySelectorAll("details.case")];
  const apply = () => {
    const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const domain = form.elements.domain.value;
    const critical = form.elements.critical.checked;
    let shown = 0;
    for (const one of cases) {
      const fits = words.every((word) => one.dataset.find.includes(word))
        && (!domain || one.dataset.domain === domain) && (!critical || one.dataset.critical);
      one.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    form.elements.shown.value = shown === cases.length ? "" : `${shown} of ${cases.length} cases`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
})();

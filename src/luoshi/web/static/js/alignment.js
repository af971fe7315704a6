/** Both quotes of a cell come in a dialog; the chart is drawn when it is opened. Without scripts cells are links. */

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id !== "beside-body") return;
  const dialog = target.closest("dialog");
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
});

document.addEventListener(
  "toggle",
  async ({ target }) => {
    const figure = target.open && target.matches("[data-chart-later]") && target.querySelector("[data-chart-href]");
    if (!figure || figure.dataset.chart) return;
    figure.dataset.chart = figure.dataset.chartHref;
    await import("./chart.js");
    // chart.js draws what is there when it is first loaded, and later what htmx brings
    figure.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: figure } }));
  },
  true,
);

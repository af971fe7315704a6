/** The rows behind a number come in a dialog; without scripts its link leads to a page of them. */
const htmx = window.htmx;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('.compared a[href^="/compare/rows"]');
  if (!link || !htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { source: link, target: "#behind-body", swap: "innerHTML" });
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id !== "behind-body") return;
  const dialog = target.closest("dialog");
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
});

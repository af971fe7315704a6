/**
 * The table of rows: a button of a row (form="act") posts by itself and only its row is made new; the form of a
 * step ([data-form]) opens in the dialog #desk; boxes are counted. Without scripts all of it are plain forms.
 */
const htmx = window.htmx;
const desk = () => document.getElementById("desk");
const here = () => location.pathname + location.search;

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[form=act][formaction]");
  const link = event.target.closest("a[data-form]");
  const row = (button ?? link)?.closest("tr");
  if (!htmx || !row || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (button) {
    const values = { version: button.value, next: here() };
    htmx.ajax("POST", button.getAttribute("formaction"), { source: button, target: row, swap: "outerHTML", values });
  } else {
    htmx.ajax("GET", link.getAttribute("href"), { source: link, target: "#desk-body", swap: "innerHTML" });
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "desk-body" || !desk()) return;
  for (const field of desk().querySelectorAll("[data-here]")) field.value = here();
  if (!desk().open) desk().showModal();
  desk().querySelector(".dialog-body select, .dialog-body textarea, .dialog-body input:not([type=hidden])")?.focus();
});

// a step that was taken in the dialog closes it; its row is made new by the answer
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, xhr } = event.detail;
  if (elt?.closest?.("#desk form") && (xhr?.status < 300 || xhr?.status === 409)) desk().close();
});

// the row goes on where it was left: the one that the dialog came from may have been made new meanwhile
desk()?.addEventListener("close", () => {
  setTimeout(() => document.querySelector('[data-items] [data-item][aria-current="true"]')?.focus());
});

// what was said of the boxes ticked
const bulk = document.querySelector("[data-bulk]");
const boxes = () => [...document.querySelectorAll("input[form=bulk][name=row]")];

function count() {
  const said = bulk?.querySelector("[data-bulk-count]");
  if (!said) return;
  const number = boxes().filter((box) => box.checked).length;
  said.textContent = number ? said.dataset.some.replace("#", number) : said.dataset.none;
  bulk.classList.toggle("some", number > 0);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches("[data-tick-all], input[form=bulk]")) count();
});

bulk?.addEventListener("submit", (event) => {
  const address = event.submitter?.getAttribute("formaction");
  if (!htmx || !address) return;
  event.preventDefault();
  htmx.ajax("POST", address, { source: bulk, target: "#bulk-fault", swap: "innerHTML" });
});

for (const all of document.querySelectorAll("[data-tick-all]")) all.hidden = false;
count();

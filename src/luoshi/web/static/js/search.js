/**
 * Searching as one types. What an input method is still composing is not asked for: the letters of 拼音 would be
 * searched. htmx asks 250 ms after the last change; the page's own address follows.
 */
const field = document.getElementById("q");

document.addEventListener(
  "input",
  (event) => {
    if (event.target === field && event.isComposing) event.stopImmediatePropagation();
  },
  true,
);

field?.addEventListener("compositionend", () => {
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// what is wrong is told of the field too; a search that goes on takes it away
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "found") return;
  const told = event.target.querySelector("[data-told], .empty strong");
  document.getElementById("told").textContent = told?.textContent ?? "";
  if (told) document.querySelector(".helping")?.removeAttribute("open");
  const wrong = event.target.querySelector("#fault");
  if (wrong) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "fault");
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
});

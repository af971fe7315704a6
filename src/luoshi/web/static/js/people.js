/** Secrets that are copied by a button, and the unit that only a reporter must have. */
import { toast } from "./toasts.js";

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = !field;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // pages without TLS have no clipboard of their own
    }
    toast(button.dataset.copied, "done");
  });
}

for (const form of document.querySelectorAll("form[data-unit-for]")) {
  const { role, unit } = form.elements;
  const minded = () => { unit.required = role.value === form.dataset.unitFor; };
  role.addEventListener("change", minded);
  minded();
}

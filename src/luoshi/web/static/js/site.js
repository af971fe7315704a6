/** What every page does with scripts; without them links and forms do the work. */
import "./answers.js";
import "./dialogs.js";
import "./keys.js";
import "./marks.js";
import { flashes, toast } from "./toasts.js";

flashes();

// filters take hold as they are chosen
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-submit-on-change]");
  if (form) form.requestSubmit();
});

// files dropped on .drop[data-drop] go to the input inside it
function drop(event) {
  const area = event.target.closest?.("[data-drop]");
  if (!area) return;
  event.preventDefault();
  area.classList.toggle("over", event.type === "dragover");
  const input = area.querySelector("input[type=file]");
  if (event.type !== "drop" || !input || !event.dataTransfer?.files.length) return;
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, drop);

// for scripts of single pages, and for answers that carry HX-Trigger: {"told": {"sentence": "…", "kind": "done"}}
document.addEventListener("told", (event) => toast(event.detail?.sentence ?? event.detail?.value, event.detail?.kind));

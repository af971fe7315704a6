/** Outcomes told in passing, in the live region #toasts; errors stay until closed. */
import { word } from "./words.js";

const STAYS = 6000;

/** Tell a sentence; kind is note, done, warning or error. */
export function toast(sentence, kind = "note") {
  const region = document.getElementById("toasts");
  if (!region || !sentence) return;
  const box = document.createElement("div");
  box.className = `toast toast-${kind}`;
  const text = document.createElement("p");
  text.textContent = sentence;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet tiny";
  close.textContent = word("close");
  close.addEventListener("click", () => box.remove());
  box.append(text, close);
  region.append(box);
  while (region.children.length > 4) region.firstElementChild.remove();
  if (kind !== "error") setTimeout(() => leave(box), STAYS);
}

/** Turn what the server told on the page ([data-flash]) into toasts. */
export function flashes(root = document) {
  for (const note of root.querySelectorAll("[data-flash]")) {
    toast(note.querySelector("p")?.textContent.trim() ?? "", note.dataset.flash);
    note.remove();
  }
}

// one that is being read or pointed at stays
function leave(box) {
  if (box.matches(":hover, :focus-within")) setTimeout(() => leave(box), STAYS);
  else box.remove();
}

/**
 * Opinions on chosen words: what is selected in the draft goes into the form with its place, counted in code
 * points as the server counts; a paragraph's own button does the same without loading the page. An answer that
 * needs a reason asks for it before it is sent.
 */
import { toast } from "./toasts.js";

const text = document.querySelector("[data-draft-text]");
const form = document.querySelector("form[data-say]");
const bar = document.querySelector("[data-picked]");
let chosen = null;

/** How many code points stand before a place of a line. */
function before(line, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(line);
  range.setEnd(node, offset);
  return [...range.toString()].length;
}

function lineOf(node) {
  return (node instanceof Element ? node : node.parentElement)?.closest("[data-start]");
}

/** The selection as a stretch of the draft: its place and its words; null where there is none. */
function stretch() {
  const selection = document.getSelection();
  if (!text || !selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const touched = [...text.querySelectorAll("[data-start]")].filter((line) => range.intersectsNode(line));
  if (!touched.length) return null;
  const [first, last] = [touched[0], touched.at(-1)];
  const from = lineOf(range.startContainer) === first ? before(first, range.startContainer, range.startOffset) : 0;
  const words = [...last.textContent];
  const to = lineOf(range.endContainer) === last ? before(last, range.endContainer, range.endOffset) : words.length;
  const whole = touched.map((line) => line.textContent).join("\n");
  const start = Number(first.dataset.start) + from;
  const end = Number(last.dataset.start) + to;
  const quoted = [...whole].slice(from, end - Number(first.dataset.start)).join("");
  return quoted.trim() && start < end ? { start, end, quoted } : null;
}

/** Put a stretch into the form, and go there. */
function about({ start, end, quoted }) {
  form.elements.start.value = start;
  form.elements.end.value = end;
  form.elements.quoted.value = quoted.trim();
  for (const passage of text.querySelectorAll(".passage")) {
    const at = Number(passage.querySelector("[data-start]").dataset.start);
    passage.classList.toggle("about", at < end && at + [...passage.querySelector("[data-start]").textContent].length > start);
  }
  document.getElementById("say").scrollIntoView({ block: "nearest" });
  form.elements.text.focus();
}

if (form && text) {
  for (const hint of document.querySelectorAll("[data-hint]")) hint.textContent = hint.dataset.hint;
  let waits = 0;
  const offer = () => {
    // a tap on the bar's button takes the selection away on some phones: what was chosen stays while it is pressed
    if (bar.contains(document.activeElement)) return;
    chosen = stretch();
    bar.hidden = !chosen;
    const count = bar.querySelector("[data-picked-count]");
    if (chosen) count.textContent = count.dataset.words.replace("{count}", [...chosen.quoted].length);
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(waits);
    waits = setTimeout(offer, 120);
  });
  offer(); // words may have been selected before this script was there
  bar.querySelector("[data-picked-do]").addEventListener("click", () => {
    const now = stretch() ?? chosen;
    bar.hidden = true;
    chosen = null;
    if (now) about(now);
    document.getSelection()?.removeAllRanges();
  });
  text.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-about]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const line = link.closest(".passage").querySelector("[data-start]");
    const start = Number(line.dataset.start);
    about({ start, end: start + [...line.textContent].length, quoted: line.textContent });
  });
}

// in the capture phase, before htmx sees the form
document.addEventListener("submit", (event) => {
  if (!event.target.matches?.("form[data-answer]") || !event.submitter?.matches("[data-needs-reason]")) return;
  const reason = event.target.elements.reason;
  if (reason.value.trim()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  reason.focus();
  toast(document.querySelector("[data-needs]")?.dataset.needs, "warning");
}, true);

/**
 * The ties between marks in a source and the cards of its records: a click on a mark takes one to its card, a
 * click on the card's “看原文” to its mark; both light up. Works for a.mark and for svg a[data-record] (boxes on
 * a page image). An address ending in #mark-ID or #card-ID lights up both on arrival.
 */
import { take } from "./keys.js";

const named = (kind, id) => document.getElementById(`${kind}-${id}`);

/** Light up the mark and the card of a record. */
export function light(id) {
  for (const lit of document.querySelectorAll(".now")) lit.classList.remove("now");
  for (const part of document.querySelectorAll(`[data-record="${CSS.escape(id)}"]`)) {
    (part.querySelector(".box") ?? part).classList.add("now");
  }
}

/** Go to the "mark" or the "card" of a record; says whether it is there. */
export function go(kind, id) {
  const target = named(kind, id);
  if (!target) return false;
  light(id);
  target.scrollIntoView({ block: "center" });
  if (kind === "card" && target.matches("[data-items] [data-item]")) take(target);
  else target.focus({ preventScroll: true });
  history.replaceState(history.state, "", `#${kind}-${id}`);
  return true;
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest?.("a[data-record]");
  if (!link) return;
  const kind = link.classList.contains("to-source") ? "mark" : "card";
  if (go(kind, link.dataset.record)) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const part = event.target.closest?.("a.mark[data-record], .record[data-record]");
  if (part && !part.classList.contains("now")) light(part.dataset.record);
});

function arrive() {
  const [, kind, id] = /^#(mark|card)-(.+)$/.exec(decodeURIComponent(location.hash)) ?? [];
  if (!id) return;
  const other = named(kind === "mark" ? "card" : "mark", id);
  other?.scrollIntoView({ block: "center" });
  go(kind, id);
}

addEventListener("hashchange", arrive);
arrive();

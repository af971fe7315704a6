/**
 * Keys. A page registers its own with `on(key, label, act)`; a button with data-key (and data-key-label) needs
 * no script: the key presses it, in the item at hand first ([data-item] in [data-items]), else on the page.
 * j and k (and the arrows) go from item to item, v ticks the item's [data-tick], / goes to [data-search],
 * ? shows the keys. Nothing happens while one types in a field, holds Ctrl, Alt or Meta, or a dialog is open.
 */
import { word } from "./words.js";

const registry = new Map();

/** Let a key do something on this page; act(event) may return false to leave the key to the browser. */
export function on(key, label, act) {
  registry.set(key, { label, act });
}

/** The items that can be gone through, in page order. */
export function items() {
  return [...document.querySelectorAll("[data-items] [data-item]")].filter((item) => item.offsetParent !== null);
}

/** The item at hand, or null. */
export function current() {
  return document.querySelector('[data-items] [data-item][aria-current="true"]');
}

/** Take an item in hand: marked, focused and scrolled into sight. */
export function take(item, { focus = true } = {}) {
  for (const other of document.querySelectorAll('[data-item][aria-current="true"]')) {
    if (other !== item) other.removeAttribute("aria-current");
  }
  if (!item) return;
  item.setAttribute("aria-current", "true");
  place = { id: item.id, at: items().indexOf(item) };
  if (!focus) return;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

let place = { id: "", at: -1 };

function step(by) {
  const all = items();
  if (!all.length) return false;
  const at = all.indexOf(current());
  take(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))]);
  return true;
}

function button(key) {
  const named = `[data-key="${CSS.escape(key)}"]`;
  const usable = (found) => found && !found.disabled && found.offsetParent !== null;
  const inside = current()?.querySelector(named);
  if (usable(inside)) return inside;
  return [...document.querySelectorAll(named)].find((found) => usable(found) && !found.closest("[data-item]"));
}

function tick() {
  const box = current()?.querySelector("[data-tick]");
  if (!box) return false;
  box.click();
  return true;
}

function leave() {
  if (!current()) return false;
  take(null);
  document.getElementById("main")?.focus();
  return true;
}

function search() {
  const field = document.querySelector("[data-search], main [type=search]");
  if (!field) {
    window.location.assign("/search");
    return true;
  }
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  field.focus();
  field.select?.();
  return true;
}

/** Fill and show the help: what holds on this page. */
export function help() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return false;
  const list = dialog.querySelector("[data-keys]");
  list.replaceChildren(...known().flatMap(([key, label]) => entry(key, label)));
  dialog.showModal();
  return true;
}

function known() {
  const found = new Map();
  for (const [key, { label }] of registry) if (applies(key)) found.set(key, label);
  for (const each of document.querySelectorAll("[data-key]")) {
    found.set(each.dataset.key, each.dataset.keyLabel ?? each.textContent.trim());
  }
  return [...found];
}

function applies(key) {
  if (key === "j" || key === "k") return items().length > 0;
  return key !== "v" || document.querySelector("[data-items] [data-tick]") !== null;
}

function entry(key, label) {
  const name = document.createElement("dt");
  const cap = document.createElement("kbd");
  cap.textContent = key === "Escape" ? "Esc" : key;
  name.append(cap);
  const said = document.createElement("dd");
  said.textContent = label;
  return [name, said];
}

function typing(target) {
  if (!(target instanceof Element)) return false;
  if (target.closest("select, textarea, [contenteditable]:not([contenteditable=false])")) return true;
  const field = target.closest("input");
  return field !== null && !["checkbox", "radio", "button", "submit", "reset", "file"].includes(field.type);
}

on("j", word("keyNext"), () => step(1));
on("k", word("keyPrevious"), () => step(-1));
on("v", word("keyTick"), tick);
on("/", word("keySearch"), search);
on("?", word("keyHelp"), help);
on("Escape", word("keyEscape"), leave);
const ARROWS = { ArrowDown: "j", ArrowUp: "k" };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  // arrows scroll the page unless an item is in hand
  const key = event.key in ARROWS ? (current() === event.target && ARROWS[event.key]) : event.key;
  if (!key) return;
  const pressed = button(key);
  if (pressed) {
    event.preventDefault();
    pressed.click();
  } else if (registry.has(key) && registry.get(key).act(event) !== false) {
    event.preventDefault();
  }
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-items] [data-item]");
  if (item && item !== current()) take(item, { focus: false });
});

document.addEventListener("click", (event) => {
  const item = event.target.closest?.("[data-items] [data-item]");
  if (item) take(item, { focus: event.target === item || event.target.closest("a, button, input, label, summary") === null });
});

// a row that was swapped is taken in hand again; where it is gone, the one that came into its place
document.addEventListener("htmx:afterSettle", () => {
  if (place.at < 0 || current()) return;
  const all = items();
  const again = (place.id && document.getElementById(place.id)) || all[Math.min(place.at, all.length - 1)];
  const adrift = document.activeElement === document.body || !document.activeElement;
  if (again) take(again, { focus: adrift && !document.querySelector("dialog[open]") });
});

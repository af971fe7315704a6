/**
 * A document beside its records: all marks of a record light up with it, `n` goes to the next undecided card of
 * this part before it leads to the next part, and a decision brings the new card without leaving the page.
 */
import { current, items, take } from "./keys.js";
import { go } from "./marks.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

const reader = () => document.getElementById("reader");

/** Light up every run of a record, also those that lie under another record. */
function lightAll(id) {
  for (const run of document.querySelectorAll(`[data-rows~="${CSS.escape(id)}"]`)) {
    (run.querySelector(".box") ? [...run.querySelectorAll(".box")] : [run]).forEach((each) => each.classList.add("now"));
  }
}

for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const part = event.target.closest?.("a[data-record], .record[data-record]");
    if (part) lightAll(part.dataset.record);
  });
}

// words of several records: a second click on them goes to the next one's card
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a.mark[data-rows]");
    const rows = link?.dataset.rows.split(" ") ?? [];
    if (rows.length < 2 || current()?.dataset.record !== link.dataset.record) return;
    link.dataset.record = rows[(rows.indexOf(link.dataset.record) + 1) % rows.length];
    link.hash = `#card-${link.dataset.record}`;
  },
  true,
);

/** Bring the mark of a record into sight within its own pane, without taking the focus. */
function follow(id) {
  const mark = document.getElementById(`mark-${id}`);
  const pane = mark?.closest(".pane-source");
  if (!pane || pane.scrollHeight <= pane.clientHeight) return;
  const [inner, outer] = [mark.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    pane.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}

document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.(".pane-cards .record[data-record]");
  if (card) follow(card.dataset.record);
});

// the next undecided card of this part, else the server's answer
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-next]");
  if (!link || !reader()) return;
  const all = items();
  const at = all.indexOf(current());
  const next = all.slice(at + 1).find((card) => card.hasAttribute("data-undecided"));
  if (next) {
    event.preventDefault();
    take(next);
    lightAll(next.dataset.record);
    return;
  }
  const address = new URL(link.href);
  const asked = new URLSearchParams(location.search);
  for (const name of ["type", "light", "theme"]) if (asked.get(name)) address.searchParams.set(name, asked.get(name));
  address.searchParams.set("after", reader().dataset.after);
  address.searchParams.set("view", reader().dataset.view);
  link.href = address.href;
});

/** Say what an answer says: the sentence of an error page. */
function sentence(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector("[data-sentence] p, [data-sentence]")?.textContent.trim() || word("failed");
}

/** Put the card of an answer in the place of the one that is there; ask for it where the answer has none. */
async function renew(card, text) {
  const found = (said) => new DOMParser().parseFromString(said, "text/html").querySelector(`#${card.id}`);
  const given = found(text) ?? found(await (await fetch(card.dataset.card)).text());
  if (!given) return;
  const fresh = document.importNode(given, true);
  const held = card.contains(document.activeElement) || card === current();
  card.replaceWith(fresh);
  if (held) take(fresh);
}

// a decision is a plain form; with scripts its answer is fetched and only the card is made new
document.addEventListener("submit", async (event) => {
  const form = event.target.closest?.("form[data-decide]");
  const card = form?.closest("[data-card]");
  if (!card) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  const said = new URLSearchParams(new FormData(form));
  said.set("next", card.dataset.card);
  try {
    const answer = await fetch(form.action, { method: "POST", body: said });
    const text = await answer.text();
    if (!answer.ok) toast(sentence(text), "error");
    await renew(card, answer.ok ? text : "");
  } catch {
    delete form.dataset.sent;
    toast(word("offline"), "error");
  }
});

// #row-12 is how other pages name a record here: where its part is not shown, ask for it
function arrive() {
  const [, id] = /^#(?:row|card|mark)-(\d+)$/.exec(location.hash) ?? [];
  if (!id) return;
  if (document.getElementById(`card-${id}`)) {
    go("mark", id);
    go("card", id);
    lightAll(id);
    return;
  }
  const asked = new URLSearchParams(location.search);
  if (asked.get("row") === id) return;
  asked.delete("part");
  asked.delete("page");
  asked.set("row", id);
  location.replace(`${location.pathname}?${asked}#card-${id}`);
}

addEventListener("hashchange", arrive);
arrive();

// after a part was swapped in, reading goes on at its beginning, or at the heading that was chosen
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "reader" && !event.target.querySelector?.("#reader")) return;
  if (!event.detail.requestConfig?.elt?.matches?.("a")) return;
  const asked = event.detail.pathInfo?.anchor;
  const heading = asked ? document.getElementById(asked) : null;
  heading?.scrollIntoView({ block: "start" });
  reader()?.querySelector(".pane-source")?.focus({ preventScroll: true });
});

/**
 * Keeps panels of jobs ([data-job][data-alive]) up to date: the server tells of changes by events, and the panel is
 * fetched anew; where events do not come through, it is asked every few seconds.
 */
import { toast } from "./toasts.js";

const POLL = 3000;

async function fetched(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-job]");
}

class Watch {
  constructor(panel, over) {
    this.panel = panel;
    this.address = panel.dataset.job;
    this.over = over;
    this.busy = false;
    this.again = false;
    this.listen();
  }

  listen() {
    this.events = new EventSource(`${this.address}/events`);
    this.events.onmessage = () => this.refresh();
    this.events.onerror = () => {
      if (this.events.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      this.poll ??= setInterval(() => this.refresh(), POLL);
    };
  }

  async refresh() {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    try {
      const now = await fetched(this.address);
      if (now && this.panel.isConnected) this.show(now);
      else if (!this.panel.isConnected) this.stop();
    } catch {
      // the network is away: the next event or poll comes
    }
    this.busy = false;
    if (this.again && this.events) {
      this.again = false;
      this.refresh();
    }
  }

  show(now) {
    const open = this.panel.contains(document.activeElement);
    const opened = [...this.panel.querySelectorAll("details")].map((each) => each.open);
    now.querySelectorAll("details").forEach((each, at) => { each.open = opened[at] ?? false; });
    this.panel.replaceWith(now);
    this.panel = now;
    window.htmx?.process(now);
    if (open) now.querySelector("button, a")?.focus();
    if ("alive" in now.dataset) return;
    this.stop();
    toast(now.dataset.over, now.dataset.kind);
    this.over?.(now);
  }

  stop() {
    this.events?.close();
    this.events = null;
    clearInterval(this.poll);
  }
}

/** Watch the panels inside an element; `over` is called with each that came to its end. */
export function watch(root = document, over = undefined) {
  for (const panel of root.querySelectorAll("[data-job][data-alive]")) {
    if (panel.dataset.watched) continue;
    panel.dataset.watched = "yes";
    new Watch(panel, over);
  }
}

/** Put the panel of a job before others of an element and watch it. */
export async function showJob(address, into, over) {
  const panel = await fetched(address);
  if (!panel) {
    location.assign(address);
    return;
  }
  into.prepend(panel);
  window.htmx?.process(panel);
  if ("alive" in panel.dataset) watch(into, over);
  else over?.(panel);
}

if (!document.querySelector("[data-upload]")) watch();

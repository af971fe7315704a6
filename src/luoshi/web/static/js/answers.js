/**
 * What becomes of htmx answers. A good one is swapped in. One with an error status is swapped in only where it
 * says where (HX-Retarget or HX-Reswap); else its sentence is told as a toast: that of the problem's `detail`,
 * of the element [data-sentence], or of a plain text. A header `X-Luoshi-Told` (percent-encoded) is told as done.
 */
import { flashes, toast } from "./toasts.js";
import { word } from "./words.js";

function sentence(xhr) {
  const kind = xhr.getResponseHeader("content-type") ?? "";
  const body = xhr.responseText ?? "";
  if (kind.includes("json")) {
    try {
      const problem = JSON.parse(body);
      return problem.detail ?? problem.title ?? "";
    } catch {
      return "";
    }
  }
  if (kind.includes("html")) {
    const page = new DOMParser().parseFromString(body, "text/html");
    return page.querySelector("[data-sentence] p, [data-sentence]")?.textContent.trim() ?? "";
  }
  return kind.startsWith("text/plain") ? body.slice(0, 500) : "";
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400) return;
  const placed = xhr.getResponseHeader("HX-Retarget") ?? xhr.getResponseHeader("HX-Reswap");
  event.detail.shouldSwap = Boolean(placed);
  event.detail.isError = !placed;
});

document.addEventListener("htmx:responseError", (event) => {
  toast(sentence(event.detail.xhr) || word("failed"), "error");
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => toast(word("offline"), "error"));
}

document.addEventListener("htmx:afterRequest", (event) => {
  const told = event.detail.xhr?.getResponseHeader?.("X-Luoshi-Told");
  if (!told) return;
  try {
    toast(decodeURIComponent(told), event.detail.successful ? "done" : "warning");
  } catch {
    toast(told);
  }
});

document.addEventListener("htmx:load", (event) => flashes(event.detail.elt));

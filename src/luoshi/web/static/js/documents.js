/** Sends files with progress and shows how they are read; without scripts the form does the same by itself. */
import { showJob, watch } from "./jobs.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

const form = document.querySelector("form[data-upload]");
const reading = document.getElementById("reading");

// the list shows what was just recorded; its filter and page stay
async function relist() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("documents");
  const old = document.getElementById("documents");
  if (!now || old.contains(document.activeElement)) return;
  old.replaceWith(now);
  window.htmx?.process(now);
}

function fault(files) {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > Number(form.dataset.mostFiles)) return form.dataset.tooMany;
  return bytes > Number(form.dataset.mostMib) * 2 ** 20 ? form.dataset.tooLarge : "";
}

function send() {
  const state = form.querySelector("[data-upload-state]");
  const bar = state.querySelector("progress");
  const told = state.querySelector("[role=status]");
  const request = new XMLHttpRequest();
  const button = form.querySelector("button");
  const say = (percent) => {
    bar.value = percent;
    told.textContent = form.dataset.sending.replace("{percent}", percent);
  };
  const end = (sentence) => {
    state.hidden = true;
    button.disabled = false;
    if (sentence) toast(sentence, "error");
  };
  state.hidden = false;
  button.disabled = true;
  say(0);
  request.upload.onprogress = (event) => event.lengthComputable && say(Math.floor((100 * event.loaded) / event.total));
  request.onerror = () => end(word("offline"));
  request.onload = () => {
    const answer = request.response ?? {};
    if (request.status !== 202) {
      end(answer.detail ?? word("failed"));
      return;
    }
    end("");
    form.reset();
    toast(form.dataset.sent, "done");
    showJob(answer.address, reading, relist);
  };
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.send(new FormData(form));
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const files = [...form.elements.files.files];
  const wrong = fault(files);
  if (wrong) toast(wrong, "error");
  else if (files.length) send();
});

watch(document, relist);

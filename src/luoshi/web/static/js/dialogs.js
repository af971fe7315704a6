/** Dialogs: buttons that open and close them, forms that ask first, menus that shut when one looks elsewhere. */

const confirmation = () => document.getElementById("confirm");

/** Ask a question in the page's own dialog; resolves to true or false. */
export function ask(question, { yes = "", danger = false } = {}) {
  const dialog = confirmation();
  if (!dialog) return Promise.resolve(window.confirm(question));
  dialog.querySelector("[data-question]").textContent = question;
  const button = dialog.querySelector("[data-yes]");
  button.dataset.usual ??= button.textContent;
  button.textContent = yes || button.dataset.usual;
  button.className = danger ? "danger" : "primary";
  dialog.returnValue = "";
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog && !dialog.open) dialog.showModal();
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// in the capture phase, before htmx sees the form
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const question = button?.dataset.question ?? form.dataset.question;
  if (!question || form.dataset.asked) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const danger = Boolean(button?.classList.contains("danger"));
  ask(question, { yes: button?.dataset.keyLabel ?? button?.textContent.trim(), danger }).then((agreed) => {
    if (!agreed) return;
    form.dataset.asked = "yes";
    form.requestSubmit(button ?? undefined);
    delete form.dataset.asked;
  });
}, true);

// hx-confirm asks in the same dialog
document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  ask(event.detail.question).then((agreed) => agreed && event.detail.issueRequest(true));
});

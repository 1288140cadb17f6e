// Native dialogs: data-dialog="id" opens one, data-confirm asks before a form is sent; one that was refused opens again.
import { onContent } from "./exchange.js";
import { opened } from "./focus.js";
import { onConfirm } from "./turns.js";

// Opens a dialog, and keeps in mind where the focus goes when it closes.
export function openDialog(dialog) {
  opened(dialog);
  dialog.showModal();
}

function answered(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    openDialog(dialog);
  });
}

export async function ask(question) {
  const dialog = document.getElementById("confirm-dialog");
  dialog.querySelector("#confirm-text").textContent = question;
  return answered(dialog);
}

export async function prompt(label, value = "") {
  const dialog = document.getElementById("prompt-dialog");
  const field = dialog.querySelector("#prompt-value");
  dialog.querySelector("#prompt-label").textContent = label;
  field.value = value;
  return (await answered(dialog)) ? field.value : null;
}

document.getElementById("prompt-dialog")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "prompt-value") return;
  event.preventDefault();
  event.currentTarget.close("yes");
});

onContent((root) => {
  const refused = root.querySelector("dialog[data-refused]");
  if (refused && !refused.open) openDialog(refused);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && !dialog.open) openDialog(dialog);
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog")) event.target.close();
});

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    const question = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question).then((yes) => {
      if (!yes) return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    });
  },
  true,
);

onConfirm(ask);

// Toasts: notes go by themselves, errors and warnings stay until they are dismissed. While a dialog is open they stand in it,
// because it covers the rest of the page.
import { text } from "./texts.js";

const STAY_MS = 6000;

export function toast(words, level = "error") {
  const template = document.getElementById(`toast-${level}`);
  const note = template.content.firstElementChild.cloneNode(true);
  note.querySelector("[data-toast-text]").textContent = words;
  document.getElementById("toasts").append(note);
}

function arrive(note) {
  const dialog = document.querySelector("dialog[open]");
  if (dialog && !dialog.contains(note)) {
    dialog.append(note);
    dialog.addEventListener("close", () => note.remove(), { once: true });
  }
  leaveLater(note);
}

function leaveLater(note) {
  if (note.dataset.toast === "error" || note.dataset.toast === "warning") return;
  let timer = setTimeout(() => note.remove(), STAY_MS);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("focusin", () => clearTimeout(timer));
  note.addEventListener("pointerleave", () => {
    timer = setTimeout(() => note.remove(), STAY_MS);
  });
}

const region = document.getElementById("toasts");
if (region) {
  region.querySelectorAll("[data-toast]").forEach(leaveLater);
  new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.addedNodes) {
        if (node.nodeType === Node.ELEMENT_NODE && node.matches("[data-toast]")) arrive(node);
      }
    }
  }).observe(region, { childList: true });
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
});

// django-allauth reports a passkey that was cancelled or refused.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  toast(text("passkey"));
});

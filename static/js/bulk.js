// Bulk work: <form data-bulk> with input[data-bulk-item], input[data-bulk-all] and a .bulk-bar.
import { text } from "./texts.js";

let last = null;

function items(form) {
  return [...form.querySelectorAll("input[data-bulk-item]")];
}

export function refresh(form) {
  const all = items(form);
  const chosen = all.filter((box) => box.checked);
  for (const box of all) box.closest("[data-row]")?.classList.toggle("is-selected", box.checked);
  const head = form.querySelector("input[data-bulk-all]");
  if (head) {
    head.checked = all.length > 0 && chosen.length === all.length;
    head.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  const bar = form.querySelector(".bulk-bar");
  if (!bar) return;
  bar.hidden = chosen.length === 0;
  const count = bar.querySelector("[data-bulk-count]");
  if (count) count.textContent = `${chosen.length} ${text("selected")}`;
}

export function clear() {
  for (const form of document.querySelectorAll("[data-bulk]")) {
    for (const box of items(form)) box.checked = false;
    refresh(form);
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-bulk-clear]")) clear();
  const box = event.target.closest("input[data-bulk-item]");
  const form = box?.closest("[data-bulk]");
  if (!form) return;
  const all = items(form);
  if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-bulk-all]")) {
    for (const box of items(form)) box.checked = event.target.checked;
  }
  refresh(form);
});

function refreshAll() {
  document.querySelectorAll("[data-bulk]").forEach(refresh);
}

document.addEventListener("htmx:load", refreshAll);
window.addEventListener("pageshow", refreshAll);
refreshAll();

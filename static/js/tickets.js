// The page of one ticket: frames as tall as their words, numbers that copy, drafts that survive a reload.
import { text } from "./texts.js";
import { toast } from "./toasts.js";

const MARGIN = 4;

// A frame of ours has no scripts, but is of our origin, so that we may look how tall it is.
function fit(frame) {
  const page = frame.contentDocument?.documentElement;
  if (page && frame.contentDocument.body?.hasChildNodes()) frame.style.height = `${page.offsetHeight + MARGIN}px`;
  frame.classList.add("is-fitted");
}

document.addEventListener(
  "load",
  (event) => {
    const frame = event.target;
    if (!frame.matches?.("iframe[data-frame]")) return;
    fit(frame);
    if (frame.contentDocument?.body) new ResizeObserver(() => fit(frame)).observe(frame.contentDocument.body);
  },
  true,
);
for (const frame of document.querySelectorAll("iframe[data-frame]")) {
  if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") fit(frame);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  toast(`${text("copied")} ${button.dataset.copy}`, "info");
});

// Drafts: what is typed stays in this tab's memory until it is sent.
function key(area) {
  return `draft-${area.dataset.draft}`;
}

function restore(root) {
  for (const area of root.querySelectorAll?.("textarea[data-draft]") ?? []) {
    const kept = sessionStorage.getItem(key(area));
    if (!kept || area.value) continue;
    const { body, format } = JSON.parse(kept);
    area.value = body;
    const hidden = area.form?.querySelector('input[name="format"]');
    if (hidden) hidden.value = format;
    if (format === "html") area.closest("rich-editor")?.upgrade?.();
  }
}

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches?.("textarea[data-draft]")) return;
  const format = area.form?.querySelector('input[name="format"]')?.value ?? "text";
  if (area.value) sessionStorage.setItem(key(area), JSON.stringify({ body: area.value, format }));
  else sessionStorage.removeItem(key(area));
});

// Forget a draft once it was sent; a refused one comes back from the server as it was typed.
document.addEventListener("htmx:beforeSwap", (event) => {
  const area = event.detail.requestConfig?.elt?.querySelector?.("textarea[data-draft]");
  if (area && event.detail.xhr.status === 200) sessionStorage.removeItem(key(area));
});

restore(document);
document.addEventListener("htmx:load", (event) => restore(event.detail.elt));

// Everything about htmx: its events by name, the CSRF token, what went wrong, and whether the page is busy.
import { text } from "./texts.js";
import { toast } from "./toasts.js";

const CONFIGURE = "htmx:configRequest";
const AFTER_SETTLE = "htmx:afterSettle";
const RESPONSE_ERROR = "htmx:responseError";
const SEND_ERROR = "htmx:sendError";
const TIMEOUT = "htmx:timeout";
const LOADED = "htmx:load";
export const CONFIRM = "htmx:confirm";
export const BEFORE_REQUEST = "htmx:beforeRequest";
export const BEFORE_SEND = "htmx:beforeSend";
export const BEFORE_SWAP = "htmx:beforeSwap";
export const AFTER_SWAP = "htmx:afterSwap";
export const BEFORE_ASIDE = "htmx:oobBeforeSwap";
export const AFTER_ASIDE = "htmx:oobAfterSwap";

// What asks again and again, and nobody waits for.
export const POLL = "[data-when-visible]";

export function isPoll({ detail }) {
  return detail.requestConfig.elt.matches(POLL);
}

export function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

// Calls back for the page itself and for every fragment that arrives later.
export function onContent(callback) {
  document.addEventListener(LOADED, (event) => callback(event.detail.elt));
  callback(document.body);
}

document.addEventListener(CONFIGURE, (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});

let running = 0;

function count(by) {
  running += by;
  document.body.classList.toggle("is-busy", running > 0);
}

document.addEventListener(BEFORE_SEND, (event) => {
  if (isPoll(event)) return;
  count(1);
  event.detail.xhr.addEventListener("loadend", () => count(-1)); // htmx tells nobody of an answer whose asker has left the page
});

// A refusal comes as a toast with its own words: show those instead of ours.
document.addEventListener(BEFORE_SWAP, (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Retarget") !== "#toasts") return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

document.addEventListener(AFTER_SETTLE, (event) => {
  event.target.querySelector?.("[data-error-summary]")?.focus();
});

document.addEventListener(RESPONSE_ERROR, (event) => {
  if (isPoll(event)) return;
  const words = { 403: "forbidden", 429: "tooMany", 502: "away", 503: "away", 504: "away" };
  toast(text(words[event.detail.xhr.status] ?? "failed"));
});

for (const name of [SEND_ERROR, TIMEOUT]) {
  document.addEventListener(name, (event) => {
    if (!isPoll(event)) toast(text("offline"));
  });
}

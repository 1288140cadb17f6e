// Everything about htmx: its events by name, the CSRF token, what went wrong, and where the focus goes.
import { text } from "./texts.js";
import { toast } from "./toasts.js";

const CONFIGURE = "htmx:configRequest";
const BEFORE_REQUEST = "htmx:beforeRequest";
const AFTER_REQUEST = "htmx:afterRequest";
const BEFORE_SWAP = "htmx:beforeSwap";
const AFTER_SETTLE = "htmx:afterSettle";
const RESPONSE_ERROR = "htmx:responseError";
const SEND_ERROR = "htmx:sendError";
const TIMEOUT = "htmx:timeout";
const CONFIRM = "htmx:confirm";
const LOADED = "htmx:load";

export function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

// Calls back for the page itself and for every fragment that arrives later.
export function onContent(callback) {
  document.addEventListener(LOADED, (event) => callback(event.detail.elt));
  callback(document.body);
}

export function onConfirm(ask) {
  document.addEventListener(CONFIRM, (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question).then((yes) => yes && event.detail.issueRequest(true));
  });
}

document.addEventListener(CONFIGURE, (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});

let running = 0;

document.addEventListener(BEFORE_REQUEST, (event) => {
  const quiet = event.target.closest("[data-when-visible]");
  if (quiet && document.hidden) {
    event.preventDefault();
    return;
  }
  if (quiet) return;
  running += 1;
  document.body.classList.add("is-busy");
});

document.addEventListener(AFTER_REQUEST, (event) => {
  if (event.target.closest?.("[data-when-visible]")) return;
  running = Math.max(0, running - 1);
  document.body.classList.toggle("is-busy", running > 0);
});

// A refusal comes as a toast with its own words: show those instead of ours.
let hadFocus = null;

document.addEventListener(BEFORE_SWAP, (event) => {
  const { xhr, target } = event.detail;
  if (xhr.getResponseHeader("HX-Retarget") === "#toasts") {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
  const focused = document.activeElement;
  hadFocus = focused && focused !== document.body && target?.contains(focused) ? target.id : null;
});

document.addEventListener(AFTER_SETTLE, (event) => {
  const summary = event.target.querySelector?.("[data-error-summary]");
  if (summary) {
    summary.focus();
    hadFocus = null;
    return;
  }
  if (!hadFocus || document.activeElement !== document.body) return;
  const home = document.getElementById(hadFocus);
  hadFocus = null;
  if (!home) return;
  if (!home.hasAttribute("tabindex")) home.setAttribute("tabindex", "-1");
  home.focus({ preventScroll: true });
});

document.addEventListener(RESPONSE_ERROR, (event) => {
  if (event.target.closest?.("[data-when-visible]")) return;
  const words = { 403: "forbidden", 429: "tooMany" };
  toast(text(words[event.detail.xhr.status] ?? "failed"));
});

for (const name of [SEND_ERROR, TIMEOUT]) {
  document.addEventListener(name, (event) => {
    if (!event.target.closest?.("[data-when-visible]")) toast(text("offline"));
  });
}

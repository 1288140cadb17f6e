// One change at a time: what saves waits for the answer to what was sent before it. What only looks rests meanwhile, and
// its answer is dropped where it was asked for before the last change, or where it would replace what somebody uses.
import { BEFORE_ASIDE, BEFORE_REQUEST, BEFORE_SEND, BEFORE_SWAP, CONFIRM, isPoll, POLL } from "./exchange.js";
import { release, rest } from "./sending.js";
import { text } from "./texts.js";
import { toast } from "./toasts.js";

const LOOKS = `${POLL}, [data-saves-nothing]`;
const USED = ["dialog[open]", "details.menu[open]", ":active", "textarea:focus", "input:focus"];
if (CSS.supports("selector(select:open)")) USED.push("select:open");
const REFUSED = ".field-error, [data-error-summary]";

let acting = null; // what sent the change that is under way
let turn = 0;
const waiting = [];
const asked = new WeakMap(); // the turn in which a request was sent
let pollAnswered = false;

export function saves(elt, verb) {
  return verb !== "get" && !elt.matches(LOOKS);
}

function mustWait({ elt, verb, target }) {
  return Boolean(acting) && (saves(elt, verb) || (!elt.matches(LOOKS) && target.contains(acting)));
}

function inTurn(request) {
  if (mustWait(request)) {
    if (saves(request.elt, request.verb)) rest(request.elt);
    waiting.push(request);
  } else request.issueRequest(true);
}

// A form that was drawn anew while it waited sends what stands in the new one, where that does the same.
function send({ elt, path, triggeringEvent, issueRequest }) {
  release(elt);
  if (elt.isConnected) {
    issueRequest(true);
    return;
  }
  const heir = heirOf(elt, path);
  if (!heir) {
    toast(text("failed"));
    return;
  }
  window.htmx.process(heir);
  if (heir.matches("form")) heir.requestSubmit(button(heir, triggeringEvent?.submitter));
  else window.htmx.trigger(heir, triggeringEvent.type);
}

// The one with its id, else the only one that does the same: of several, nobody knows which was meant.
function heirOf(elt, path) {
  const same = [...document.querySelectorAll("[hx-post]")].filter((one) => one.getAttribute("hx-post") === path);
  if (elt.id) return same.find(({ id }) => id === elt.id);
  return same.length === 1 ? same[0] : null;
}

function button(form, pressed) {
  const buttons = [...form.elements].filter((one) => one.type === "submit");
  return buttons.find(({ name, value }) => name === pressed?.name && value === pressed?.value) ?? buttons[0];
}

function next() {
  while (!acting && waiting.length) send(waiting.shift());
}

let question = null;

export function onConfirm(ask) {
  question = ask;
}

document.addEventListener(CONFIRM, (event) => {
  const request = event.detail;
  if (!request.question && !mustWait(request)) return;
  event.preventDefault();
  if (request.question) question(request.question).then((yes) => yes && inTurn(request));
  else inTurn(request);
});

document.addEventListener(BEFORE_REQUEST, (event) => {
  if (isPoll(event) && (document.hidden || acting)) event.preventDefault();
});

document.addEventListener(BEFORE_SEND, (event) => {
  const { xhr, requestConfig } = event.detail;
  asked.set(xhr, turn);
  if (!saves(requestConfig.elt, requestConfig.verb)) return;
  acting = requestConfig.elt;
  turn += 1;
  rest(requestConfig.elt);
  xhr.addEventListener("loadend", () => {
    release(requestConfig.elt);
    acting = null;
    turn += 1;
    next();
  });
});

window.addEventListener("beforeunload", (event) => {
  if (waiting.length) event.preventDefault();
});

function replaced({ serverResponse, target, requestConfig }) {
  const page = new DOMParser().parseFromString(serverResponse, "text/html");
  const aside = [...page.querySelectorAll('[hx-swap-oob="true"]')].map(({ id }) => document.getElementById(id));
  return [requestConfig.elt.getAttribute("hx-swap") === "none" ? null : target, ...aside].filter(Boolean);
}

function isUsed(piece) {
  return Boolean(piece.querySelector(USED.join(", ")));
}

document.addEventListener(BEFORE_SWAP, (event) => {
  const { detail } = event;
  pollAnswered = isPoll(event);
  if (!pollAnswered) return;
  const late = acting || asked.get(detail.xhr) !== turn;
  if (late || (detail.shouldSwap && replaced(detail).some(isUsed))) detail.shouldSwap = false;
});

// A form that was refused stays until it is sent again; what else a poll brought is shown.
document.addEventListener(BEFORE_ASIDE, (event) => {
  const { target } = event.detail;
  if (pollAnswered && target.matches("form") && target.querySelector(REFUSED)) event.detail.shouldSwap = false;
});

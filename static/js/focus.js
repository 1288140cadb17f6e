// The focus never falls to the page: where the element that had it is gone, it goes to the one that came in its place,
// to what opened the dialog or menu it stood in, or to what is left around it.

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

let trail = []; // the element that has the focus, and all around it
const openers = new WeakMap(); // the trail from which a dialog was opened

function around(element) {
  const found = [];
  for (let node = element; node && node !== document.body; node = node.parentElement) found.push(node);
  return found;
}

function isThere(element) {
  return element.isConnected && element.getClientRects().length > 0 && !element.matches(":disabled");
}

function take(element) {
  if (!element.matches(FOCUSABLE)) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

// What stands for a part that lost the focus: a menu's button, a form's first field, the part itself.
function stead(part) {
  if (part.matches("details:not([open])")) return part.querySelector("summary");
  if (part.matches("form"))
    return [...part.querySelectorAll(FOCUSABLE)].find((field) => field.type !== "hidden" && isThere(field)) ?? part;
  return part;
}

function goHome(way) {
  for (const node of way) {
    const part = node.isConnected ? node : node.id && document.getElementById(node.id);
    if (node.matches("dialog") && !part?.open) return goHome(openers.get(node) ?? []);
    if (part && isThere(part) && take(stead(part))) return true;
  }
  return take(document.querySelector("dialog[open]") ?? document.getElementById("main"));
}

function isLost() {
  return !document.activeElement || document.activeElement === document.body;
}

// Whoever clicked beside everything left by himself; then the element he left is still there.
function look() {
  if (!isLost() || !trail.length) return;
  const way = trail;
  trail = [];
  if (!isThere(way[0])) goHome(way);
}

export function opened(dialog) {
  openers.set(dialog, trail);
}

document.addEventListener("focusin", (event) => {
  trail = around(event.target);
});
document.addEventListener("focusout", () => queueMicrotask(look));
document.addEventListener(
  "close",
  (event) => {
    if (!isLost() && isThere(document.activeElement)) return;
    trail = [];
    goHome(openers.get(event.target) ?? []);
  },
  true,
);
new MutationObserver(look).observe(document.body, {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ["open", "hidden", "disabled"],
});

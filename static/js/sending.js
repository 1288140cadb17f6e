// A form that is under way is not sent again: it is busy, and its buttons rest until the answer is there. They keep the
// focus, which a disabled button would lose.
const STOPPED_MS = 30_000; // whoever stops a page that does not come may send it again
const BUSY = '[aria-busy="true"]';

function buttonsOf(part) {
  return [part, ...(part.elements ?? [])].filter(({ type }) => type === "submit");
}

function around(elt) {
  return elt.closest("form") ?? elt;
}

export function rest(elt) {
  const part = around(elt);
  part.setAttribute("aria-busy", "true");
  for (const button of buttonsOf(part)) button.setAttribute("aria-disabled", "true");
}

export function release(elt) {
  const part = around(elt);
  part.removeAttribute("aria-busy");
  for (const button of buttonsOf(part)) button.removeAttribute("aria-disabled");
}

function refuse(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener("submit", (event) => event.target.matches(BUSY) && refuse(event), true);
document.addEventListener(
  "click",
  (event) => event.target.closest('button[aria-disabled="true"]') && refuse(event),
  true,
);

// Whoever comes back to a form with the arrow of the browser and sends it again means the same, and not one more: the form
// bears the key that it was sent with. The page's entry in the history keeps it.
function keyOf(form) {
  return form.querySelector('input[type="hidden"][name="key"]');
}

function placeOf(form) {
  return form.getAttribute("action") ?? "";
}

function keepKey(form) {
  const field = keyOf(form);
  if (!field) return;
  const keys = { ...window.history.state?.keys, [placeOf(form)]: field.value };
  window.history.replaceState({ ...window.history.state, keys }, "");
}

function bringKeyBack(form) {
  const key = window.history.state?.keys?.[placeOf(form)];
  const field = keyOf(form);
  if (key && field) field.value = key;
}

if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
  for (const form of document.querySelectorAll('form[method="post"]')) bringKeyBack(form);
}

// A plain form is on its way until another page is shown; what htmx sends is told by turns.js.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post]")) return;
  keepKey(form);
  rest(form);
  setTimeout(() => release(form), STOPPED_MS);
});

// A page that comes back with the arrow of the browser is as it was left.
window.addEventListener("pageshow", () => document.querySelectorAll(`form${BUSY}`).forEach(release));

// Whoever writes on says something else.
document.addEventListener("input", ({ target }) => {
  const form = target.form ?? target.closest("form");
  if (form?.matches(`[hx-post]${BUSY}`)) release(form);
});

// What somebody chose or typed since a form was sent is no part of the answer, and must not be lost by it: it is carried
// into the fields that the answer brings, and so is a dialog that was opened meanwhile.
import { AFTER_ASIDE, AFTER_SWAP, BEFORE_ASIDE, BEFORE_SEND, BEFORE_SWAP } from "./exchange.js";
import { openDialog } from "./dialogs.js";
import { saves } from "./turns.js";

const FIELDS = 'input:not([type="hidden"]), select, textarea';

let moment = 0;
const touched = new WeakMap(); // when a field was last changed by hand
const sent = new WeakMap(); // when it was last sent to be saved, and as what
const questions = new WeakMap(); // when a request was sent, and with which fields
let answered = null; // the request whose answer is being shown
let carried = [];

function isUnsent(field) {
  return (touched.get(field) ?? 0) > (sent.get(field)?.at ?? 0);
}

// What was part of the question is in the answer, unless it was changed since.
function isNews(field) {
  const question = questions.get(answered?.xhr);
  return question?.fields.includes(field) ? touched.get(field) > question.at : isUnsent(field);
}

// Says whether leaving the page would lose what was typed.
export function hasUnsaved() {
  const typed = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=search])";
  return [...document.querySelectorAll(`form[method="post"] :is(${typed})`)].some(
    (field) => isUnsent(field) && field.value,
  );
}

function touch(event) {
  if (event.target.matches?.(FIELDS)) touched.set(event.target, ++moment);
}

document.addEventListener("input", touch, true);
document.addEventListener("change", touch, true);

function fieldsOf(elt) {
  const include = elt.getAttribute("hx-include") ?? "";
  const others = include && !include.startsWith("closest") ? document.querySelectorAll(include) : [];
  return [...(elt.closest("form")?.elements ?? []), ...others];
}

document.addEventListener(BEFORE_SEND, (event) => {
  const { xhr, requestConfig } = event.detail;
  const { elt, verb } = requestConfig;
  if (verb === "get") return;
  const fields = fieldsOf(elt);
  moment += 1;
  questions.set(xhr, { at: moment, fields });
  if (!saves(elt, verb)) return;
  for (const field of fields) sent.set(field, { at: moment, value: field.value });
  xhr.addEventListener("loadend", () => {
    if (xhr.status >= 200 && xhr.status <= 299) return;
    for (const field of fields) sent.delete(field);
  });
});

// Two fields are the same where their forms lead to the same address, and their rows, if any, hold the same thing.
function identity(field) {
  return {
    id: field.id,
    action: field.form?.getAttribute("action"),
    row: field.closest("[data-grid-row]")?.querySelector('[name$="-row_id"]')?.value,
  };
}

function remember(field) {
  const { value, checked, files } = field;
  const format = field.closest("rich-editor")?.format?.value;
  const options = [...(field.selectedOptions ?? [])];
  const focused = (field.closest("rich-editor") ?? field).contains(document.activeElement);
  return { field, ...identity(field), value, checked, files, options, format, focused, sent: sent.get(field)?.value };
}

function gather(piece) {
  const fields = [...piece.querySelectorAll(FIELDS)]
    .filter((field) => field.id && field.form && isNews(field))
    .map(remember);
  const dialogs = [...piece.querySelectorAll("dialog[open][id]")].filter(
    (dialog) => !dialog.contains(answered?.requestConfig.elt ?? null),
  );
  return [...fields, ...dialogs.map((dialog) => ({ dialog }))];
}

function choose(select, { options, value }) {
  for (const chosen of options) {
    const known = [...select.options].some((option) => option.value === chosen.value);
    if (!known && select.dataset.options) select.append(chosen.cloneNode(true));
  }
  if (select.multiple)
    for (const option of select.options) option.selected = options.some((chosen) => chosen.value === option.value);
  else if ([...select.options].some((option) => option.value === value)) select.value = value;
}

function fill(field, kept) {
  const editor = field.closest("rich-editor");
  if (editor) editor.keep(kept);
  else if (field.matches("select")) choose(field, kept);
  else if (field.type === "file") field.files = kept.files;
  else if (field.matches("[type=checkbox], [type=radio]")) field.checked = kept.checked;
  else field.value = kept.value;
  touched.set(field, ++moment);
  if (kept.focused && !editor) changeOnLeaving(field);
}

// The browser tells of a change only where the typing was done in this very field.
function changeOnLeaving(field) {
  const tell = () => field.dispatchEvent(new Event("change", { bubbles: true }));
  field.addEventListener("focusout", tell, { once: true });
  field.addEventListener("change", () => field.removeEventListener("focusout", tell), { once: true });
}

function isDone(kept) {
  const old = kept.dialog ?? kept.field;
  if (old.isConnected) return false;
  const heir = document.getElementById(old.id);
  if (kept.dialog) {
    if (heir) openDialog(heir);
    return true;
  }
  if (!heir) return false;
  const { action, row } = identity(heir);
  if (action === kept.action && (!kept.row || kept.row === row)) fill(heir, kept);
  return true;
}

function carry() {
  carried = carried.filter((kept) => !isDone(kept));
}

document.addEventListener(BEFORE_SWAP, (event) => {
  answered = event.detail;
  carried = answered.requestConfig.verb === "get" ? [] : gather(answered.target); // whoever asked for another part wants that part
});
document.addEventListener(BEFORE_ASIDE, (event) => carried.push(...gather(event.detail.target)));
document.addEventListener(AFTER_ASIDE, carry);
document.addEventListener(AFTER_SWAP, carry);

// Single keys: off inside fields and dialogs, while somebody writes, and for whoever turned them off.
import { tinykeys } from "../vendor/tinykeys-4.0.0/tinykeys.mjs";
import { clear } from "./bulk.js";
import { isWriting, write } from "./composer.js";
import { openDialog } from "./dialogs.js";
import { hasUnsaved } from "./kept.js";
import { toggleRail } from "./rail.js";
import { number, preview, select, step } from "./rows.js";
import { text } from "./texts.js";
import { toast } from "./toasts.js";

const BUSY = "input, textarea, select, [contenteditable], rich-editor, dialog, .ts-wrapper, details.menu[open]";

function ignore(event) {
  if (event.isComposing || event.defaultPrevented) return true;
  if (document.querySelector("dialog[open]") || isWriting()) return true;
  return Boolean(event.target.closest?.(BUSY)) && event.target.type !== "checkbox";
}

// What was typed and not saved is not left by a slip of a finger.
function go(name) {
  return () => {
    const address = text(name);
    if (address && !hasUnsaved()) window.location.assign(address);
  };
}

function taking(action) {
  return (event) => {
    event.preventDefault();
    action();
  };
}

async function copyNumber() {
  const words = number();
  if (!words) return;
  await navigator.clipboard.writeText(words);
  toast(`${text("copied")} ${words}`, "info");
}

function search() {
  const field = document.querySelector("[data-search-field], #search");
  field?.focus();
  field?.select();
}

// Escape empties the search; once more, and it leaves it to the single keys.
document.addEventListener("keydown", (event) => {
  const search = event.target.closest?.('[type="search"]');
  if (event.key === "Escape" && search && !search.value) search.blur();
});

if ("keys" in document.documentElement.dataset) {
  tinykeys(
    window,
    {
      "/": taking(search),
      "[Shift]+?": taking(() => openDialog(document.getElementById("keys-dialog"))),
      "[AltGraph]+[Shift]+(\\[)": taking(toggleRail),
      "g t": go("goT"),
      "g e": go("goE"),
      "g o": go("goO"),
      "g p": go("goP"),
      c: go("newTicket"),
      r: taking(() => write("reply")),
      n: taking(() => write("note")),
      j: taking(() => step(1)),
      k: taking(() => step(-1)),
      x: taking(select),
      o: taking(preview),
      ".": taking(copyNumber),
      Escape: clear,
    },
    { ignore },
  );
}

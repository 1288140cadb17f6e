// Single keys: off inside fields and dialogs, and for whoever turned them off.
import { tinykeys } from "../vendor/tinykeys-4.0.0/tinykeys.mjs";
import { clear } from "./bulk.js";
import { toggleRail } from "./rail.js";
import { number, preview, select, step } from "./rows.js";
import { text } from "./texts.js";
import { toast } from "./toasts.js";

const BUSY = "input, textarea, select, [contenteditable], rich-editor, dialog, .ts-wrapper, details.menu[open]";

function ignore(event) {
  if (event.isComposing || event.defaultPrevented) return true;
  if (document.querySelector("dialog[open]")) return true;
  return Boolean(event.target.closest?.(BUSY)) && event.target.type !== "checkbox";
}

function go(name) {
  return () => {
    const address = text(name);
    if (address) window.location.assign(address);
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

// Escape empties the search; once more, and it leaves it to the single keys.
document.addEventListener("keydown", (event) => {
  const search = event.target.closest?.('[type="search"]');
  if (event.key === "Escape" && search && !search.value) search.blur();
});

if ("keys" in document.documentElement.dataset) {
  tinykeys(
    window,
    {
      "/": taking(() => document.querySelector("[data-search-field], #search")?.focus()),
      "[Shift]+?": taking(() => document.getElementById("keys-dialog").showModal()),
      "[AltGraph]+[Shift]+(\\[)": taking(toggleRail),
      "g t": go("goT"),
      "g e": go("goE"),
      "g o": go("goO"),
      "g p": go("goP"),
      c: go("newTicket"),
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

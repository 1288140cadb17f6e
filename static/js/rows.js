// Lists: <table data-list> with <tr data-row>. One row is in the tab order; the keys move it.
const ROW = "[data-list] [data-row]";

function rows() {
  return [...document.querySelectorAll(ROW)];
}

export function currentRow() {
  return document.activeElement?.closest(ROW) ?? document.querySelector(`${ROW}[tabindex="0"]`);
}

function focus(row) {
  for (const other of rows()) other.setAttribute("tabindex", "-1");
  row.setAttribute("tabindex", "0");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

export function step(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.indexOf(document.activeElement?.closest(ROW));
  const next = here < 0 ? all.findIndex((row) => row.tabIndex === 0) : here + by;
  focus(all[Math.min(Math.max(next, 0), all.length - 1)]);
}

export function open() {
  const row = document.activeElement?.closest(ROW);
  const link = row?.querySelector("a[data-open]") ?? row?.querySelector("a[href]");
  link?.click();
}

export function preview() {
  const row = currentRow();
  (row?.querySelector("[data-preview]") ?? row?.querySelector("a[data-open]"))?.click();
}

export function select() {
  const box = currentRow()?.querySelector("input[data-bulk-item]");
  box?.click();
}

export function number() {
  return (
    (currentRow() ?? document.getElementById("main")).closest("[data-number]")?.dataset.number ??
    document.querySelector("main [data-number]")?.dataset.number
  );
}

function enter() {
  const all = rows();
  if (all.length && !all.some((row) => row.tabIndex === 0)) all[0].setAttribute("tabindex", "0");
}

// A click anywhere in a row opens it, unless it hit something of its own.
document.addEventListener("click", (event) => {
  const row = event.target.closest(ROW);
  if (!row || event.defaultPrevented || event.target.closest("a, button, input, label, select, summary, relative-time"))
    return;
  if (String(window.getSelection())) return;
  const link = row.querySelector("a[data-open]");
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank");
  else link.click();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.(ROW)) open();
});

document.addEventListener("htmx:load", enter);
enter();

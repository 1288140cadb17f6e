// Grids that are typed into: <form data-grid> with <fieldset data-grid-row>. Enter goes to the same cell of the next
// row (Shift+Enter of the one above), Alt+↑ and Alt+↓ carry a row, where rows have an order.
const ROW = "[data-grid-row]";

function cellName(field) {
  return field.name.replace(/^.*-\d+-/, "");
}

function cell(row, name) {
  return [...row.querySelectorAll("input, select")].find(
    (field) => cellName(field) === name && field.type !== "hidden",
  );
}

function nextTo(row, by) {
  return by < 0 ? row.previousElementSibling : row.nextElementSibling;
}

function goTo(field, by) {
  const row = nextTo(field.closest(ROW), by);
  const target = row && cell(row, cellName(field));
  if (target) {
    target.focus();
    target.select?.();
  } else if (by > 0) {
    field.form.querySelector("button[name=another]")?.click();
  }
}

function order(row) {
  return row.querySelector('input[name$="-ORDER"]');
}

function carry(field, by) {
  const row = field.closest(ROW);
  const other = nextTo(row, by);
  if (!other || !order(row)) return;
  if (by < 0) other.before(row);
  else other.after(row);
  [...row.parentElement.querySelectorAll(ROW)].forEach((one, place) => {
    if (cell(one, "description").value) order(one).value = place + 1;
  });
  field.focus();
}

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches?.(`[data-grid] ${ROW} :is(input, select)`)) return;
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    carry(field, event.key === "ArrowUp" ? -1 : 1);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.altKey && field.matches("input")) {
    event.preventDefault();
    goTo(field, event.shiftKey ? -1 : 1);
  }
});

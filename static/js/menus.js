// Menus are <details class="menu">: they close on Escape, on a click elsewhere, and when another opens.
function closeAll(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  const menu = event.target.closest("details.menu");
  closeAll(menu);
  if (menu && event.target.closest(".menu-item")) menu.open = false;
});

document.addEventListener("focusin", (event) => closeAll(event.target.closest("details.menu")));

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...menu.querySelectorAll(".menu-item")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = items.indexOf(document.activeElement) + step;
  items[(next + items.length) % items.length]?.focus();
  event.preventDefault();
});

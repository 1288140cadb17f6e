// The rail: wide or narrow on a desk, a drawer on a phone.
const root = document.documentElement;
const rail = document.getElementById("rail");
const shade = document.querySelector("[data-drawer-close]");
const opener = document.querySelector("[data-drawer]");
const toggle = document.querySelector("[data-rail-toggle]");

function tell() {
  toggle?.setAttribute("aria-expanded", String(root.dataset.rail !== "narrow"));
}

export function toggleRail() {
  const narrow = root.dataset.rail !== "narrow";
  if (narrow) root.dataset.rail = "narrow";
  else delete root.dataset.rail;
  try {
    localStorage.setItem("desk:rail", narrow ? "narrow" : "wide");
  } catch {
    // Storage is off: the width lasts until the next page.
  }
  tell();
}

function openDrawer(open) {
  rail.classList.toggle("rail-open", open);
  shade.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  if (open) rail.querySelector("a")?.focus();
  else opener.focus();
}

toggle?.addEventListener("click", toggleRail);
opener?.addEventListener("click", () => openDrawer(!rail.classList.contains("rail-open")));
shade?.addEventListener("click", () => openDrawer(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && rail?.classList.contains("rail-open")) openDrawer(false);
});
tell();

// Promises tick: <span class="pill" data-due="ISO"> says how long is left, or for how long it is broken.
import { text } from "./texts.js";

const MINUTE = 60_000;
const UNITS = [
  ["d", 1440],
  ["h", 60],
  ["min", 1],
];

function span(minutes) {
  let rest = minutes;
  const parts = UNITS.map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return [count, text(name)];
  });
  const found = parts.findIndex(([count]) => count > 0);
  const first = found < 0 ? parts.length - 1 : found;
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0 || first === parts.length - 1)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

function tick() {
  if (document.hidden) return;
  for (const pill of document.querySelectorAll("[data-due]:not(#texts)")) {
    const minutes = Math.floor((new Date(pill.dataset.due) - Date.now()) / MINUTE);
    const words = text(minutes < 0 ? "late" : "due").replace("%(span)s", span(Math.abs(minutes)));
    const label = pill.querySelector("[data-due-text]") ?? pill;
    if (label.textContent !== words) label.textContent = words;
    if (minutes < 0) {
      pill.classList.remove("pill-ok", "pill-warn");
      pill.classList.add("pill-late");
    }
  }
}

setInterval(tick, MINUTE / 2);
document.addEventListener("visibilitychange", tick);
document.addEventListener("htmx:load", tick);
tick();

// Light, dark or like the device: changes at once, and is remembered with the person.
import { token } from "./exchange.js";

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form) return;
  event.preventDefault();
  const wish = event.submitter.value;
  document.documentElement.dataset.theme = wish;
  document.dispatchEvent(new Event("desk:theme"));
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === wish));
  }
  fetch(form.action, {
    method: "POST",
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
    body: new URLSearchParams({ theme: wish }),
  });
});

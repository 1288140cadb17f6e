// Forms: filters that send themselves, searchable selects, errors that take the focus.
import { onContent } from "./exchange.js";
import { text } from "./texts.js";

const TYPING_MS = 350;
const timers = new WeakMap();

// <form data-auto-submit>: a change sends it; typing sends it after a pause. The button in <noscript> is for the rest.
function send(form) {
  clearTimeout(timers.get(form));
  form.requestSubmit();
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-auto-submit]") && event.target.type !== "search") send(form);
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("[data-auto-submit]") || event.target.type !== "search") return;
  clearTimeout(timers.get(form));
  timers.set(
    form,
    setTimeout(() => send(form), TYPING_MS),
  );
});

// Ctrl+Enter sends the form that is being written in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const field = event.target.closest?.("textarea, [contenteditable]");
  const form = field?.closest("form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-default]") ?? undefined);
});

// <select data-search>: Tom Select, fetched when the first one is met. With data-options="address" it asks the server
// what answers the words typed, and takes [{value, text, hint}].
let loading = null;

function sheet() {
  return new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = text("tomSelectCss");
    link.onload = link.onerror = done;
    document.querySelector('link[href*="css/desk"]').before(link);
  });
}

function tomSelect() {
  loading ??= Promise.all([import(text("tomSelect")), sheet()]);
  return loading;
}

// With data-client="name", it offers what belongs to the client chosen in that field of the form, and asks anew for another.
function clientOf(select) {
  return select.form?.elements[select.dataset.client];
}

document.addEventListener("change", ({ target }) => {
  if (!target.name || !target.form) return;
  for (const select of target.form.querySelectorAll(`select[data-client="${target.name}"]`)) {
    select.tomselect?.wrapper.classList.remove("preloaded");
  }
});

function remote(select) {
  const address = new URL(select.dataset.options, location.href);
  let found = new Set();
  return {
    preload: "focus",
    score: () => (option) => (found.has(option.value) ? 1 : 0), // the server has chosen already
    load(query, done) {
      if (select.dataset.client) address.searchParams.set("client", clientOf(select)?.value ?? "");
      this.clearOptions(({ value }) => value === "" || this.items.includes(value));
      address.searchParams.set("q", query);
      fetch(address)
        .then((answer) => answer.json())
        .then(
          (options) => {
            found = new Set(options.map((option) => option.value));
            done(options);
          },
          () => done(),
        );
    },
    shouldLoad: () => true,
    render: {
      option: ({ text: name, hint }, escaped) =>
        `<div>${escaped(name)}${hint ? ` <span class="text-secondary">${escaped(hint)}</span>` : ""}</div>`,
    },
  };
}

onContent((root) => {
  const selects = root.matches?.("select[data-search]") ? [root] : root.querySelectorAll("select[data-search]");
  for (const select of selects) {
    if (select.tomselect) continue;
    tomSelect().then(() => {
      if (select.tomselect || !select.isConnected) return;
      const plugins = select.multiple ? ["remove_button"] : [];
      new window.TomSelect(select, {
        plugins,
        maxOptions: 200,
        refreshThrottle: 0,
        allowEmptyOption: true,
        copyClassesToDropdown: false,
        ...(select.dataset.options ? remote(select) : {}),
      });
      select.setAttribute("aria-hidden", "true"); // its label names the new control
    });
  }
});

document.querySelector("[data-error-summary]")?.focus();

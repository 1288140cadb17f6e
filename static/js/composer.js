// <rich-editor>: a <textarea> that becomes an editor for mail when it first gets the focus.
//
//   <rich-editor><textarea name="body">…</textarea><input name="format" value="text" hidden></rich-editor>
//
// Without JavaScript the text is sent as it was typed and "format" says "text"; afterwards it says "html". It is hidden, but
// not of that type: the browser brings it back together with the words when somebody comes back to the page.
// Where one writes, the caret is: [data-write="reply|note"], the modes of a ticket's composer and its address put it there.
import { prompt } from "./dialogs.js";
import { text } from "./texts.js";

const BUTTONS = [
  ["bold", "bold", (squire) => (squire.hasFormat("B") ? squire.removeBold() : squire.bold())],
  ["italic", "italic", (squire) => (squire.hasFormat("I") ? squire.removeItalic() : squire.italic())],
  ["link", "link", (squire) => link(squire)],
  ["list", "list", (squire) => (squire.hasFormat("UL") ? squire.removeList() : squire.makeUnorderedList())],
  ["list-numbers", "numbers", (squire) => (squire.hasFormat("OL") ? squire.removeList() : squire.makeOrderedList())],
  [
    "blockquote",
    "quote",
    (squire) => (squire.hasFormat("BLOCKQUOTE") ? squire.decreaseQuoteLevel() : squire.increaseQuoteLevel()),
  ],
  ["code", "code", (squire) => squire.toggleCode()],
];
const PLACES = { reply: "#composer", note: "#mode-note" };
const SAFE = /^(https?:|mailto:|tel:)/i;

// What is pasted or inserted loses scripts, forms and styles; the server cleans again what it is sent.
function clean(html) {
  const pieces = window.DOMPurify.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    FORBID_TAGS: ["style", "form", "input", "button", "textarea", "select", "svg", "math"],
    FORBID_ATTR: ["style", "class", "id", "name"],
  });
  return document.importNode(pieces, true);
}

let parts = null;

function load() {
  parts ??= import(text("dompurify")).then(() => import(text("squire")));
  return parts;
}

async function link(squire) {
  if (squire.hasFormat("A")) {
    squire.removeLink();
    return;
  }
  const address = await prompt(text("linkAddress"), "https://");
  squire.focus();
  if (address && SAFE.test(address)) squire.makeLink(address);
}

function fromText(words) {
  const box = document.createElement("div");
  for (const line of words.split("\n")) {
    const paragraph = document.createElement("div");
    if (line)
      paragraph.textContent = line.replace(/ $/, "\u00a0"); // the editor drops a space at the end: he is typing
    else paragraph.append(document.createElement("br"));
    box.append(paragraph);
  }
  return box.innerHTML;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${text("sprite")}#${name}`);
  svg.append(use);
  return svg;
}

// The list sets number or dot itself: whoever types it as well does not get it twice.
function dropMark(event) {
  const { anchorNode: node, anchorOffset: caret, isCollapsed } = window.getSelection();
  const line = (node?.closest ? node : node?.parentElement)?.closest("li");
  if (event.key !== " " || !isCollapsed || !line) return;
  const before = document.createRange();
  before.selectNodeContents(line);
  before.setEnd(node, caret);
  const mark = line.parentElement.matches("ol") ? /^\d{1,3}[.)]$/ : /^[*-]$/;
  if (!mark.test(before.toString().replace("\u200b", ""))) return;
  event.preventDefault();
  before.deleteContents();
  const place = line.querySelector(":scope > div") ?? line;
  if (!place.textContent) place.prepend(document.createElement("br"));
}

class RichEditor extends HTMLElement {
  connectedCallback() {
    if (this.toolbar) return;
    this.textarea = this.querySelector("textarea");
    this.format = this.querySelector('input[name="format"]');
    if (!this.textarea) return;
    this.append(this.makeToolbar());
    this.textarea.addEventListener("focus", () => this.upgrade(), { once: true });
    this.takeUp();
    if ("focus" in this.dataset) this.focusEditor(); // it was taken back
  }

  disconnectedCallback() {
    this.squire?.destroy();
    this.squire = null;
  }

  // What was refused, or left, comes back as HTML.
  takeUp() {
    if (this.format?.value !== "html" || !this.textarea.value) return;
    if (this.squire && this.textarea.value !== this.squire.getHTML()) this.squire.setHTML(this.textarea.value);
    this.upgrade();
  }

  makeToolbar() {
    this.toolbar = document.createElement("div");
    this.toolbar.className = "editor-tools";
    this.toolbar.setAttribute("role", "toolbar");
    for (const [glyph, words, act] of BUTTONS) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "editor-tool";
      button.title = text(words);
      button.setAttribute("aria-label", text(words));
      button.append(icon(glyph));
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.upgrade().then(() => act(this.squire)));
      this.toolbar.append(button);
    }
    return this.toolbar;
  }

  // Puts the editor in the textarea's place; asks for it more than once give the same promise.
  upgrade() {
    this.upgrading ??= load().then(({ default: Squire }) => {
      const { textarea } = this;
      this.page = document.createElement("div");
      this.page.className = "editor-page form-control";
      this.page.setAttribute("role", "textbox");
      this.page.setAttribute("aria-multiline", "true");
      for (const name of ["aria-label", "aria-labelledby", "aria-describedby"]) {
        if (textarea.hasAttribute(name)) this.page.setAttribute(name, textarea.getAttribute(name));
      }
      const label = textarea.labels?.[0];
      if (label && !textarea.hasAttribute("aria-label")) this.page.setAttribute("aria-label", label.textContent.trim());
      const focused = document.activeElement === textarea;
      const typed = this.format?.value === "html" ? null : textarea.value.slice(0, textarea.selectionEnd);
      textarea.before(this.page);
      textarea.hidden = true;
      textarea.required = false;
      this.squire = new Squire(this.page, { blockTag: "DIV", sanitizeToDOMFragment: clean });
      this.squire.setHTML(this.format?.value === "html" ? textarea.value : fromText(textarea.value));
      if (this.format) this.format.value = "html";
      this.squire.addEventListener("input", () => this.sync());
      this.squire.addEventListener("pathChange", () => this.showState());
      this.squire.setKeyHandler("Ctrl-Enter", null);
      this.page.addEventListener("keydown", dropMark, true);
      if (focused) this.takeCaret(typed);
      this.write();
    });
    return this.upgrading;
  }

  // Whoever typed while the editor was on its way goes on behind the words that stand there.
  takeCaret(typed) {
    this.squire.focus();
    if (typed === null) {
      this.squire.moveCursorToEnd();
      return;
    }
    const lines = typed.split("\n");
    const line = this.page.children[lines.length - 1];
    const words = line?.firstChild;
    if (words?.nodeType !== Node.TEXT_NODE) return;
    const range = document.createRange();
    range.setStart(words, Math.min(lines.at(-1).length, words.length));
    this.squire.setSelection(range);
  }

  write() {
    const empty = !this.page.textContent.trim() && !this.page.querySelector("img");
    this.textarea.value = empty ? "" : this.squire.getHTML();
  }

  sync() {
    this.write();
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  showState() {
    const pressed = ["B", "I", "A", "UL", "OL", "BLOCKQUOTE", "CODE"];
    [...this.toolbar.children].forEach((button, place) => {
      button.setAttribute("aria-pressed", String(this.squire.hasFormat(pressed[place])));
    });
  }

  // For snippets and quoting: puts HTML at the cursor.
  async insert(html) {
    await this.upgrade();
    this.squire.insertHTML(html);
  }

  // What is typed while the editor is on its way goes into the textarea, and from there into the editor.
  async focusEditor() {
    if (!this.squire) {
      this.textarea.focus();
      this.textarea.setSelectionRange(this.textarea.value.length, this.textarea.value.length);
    }
    await this.upgrade();
    if (!this.page.contains(document.activeElement)) this.squire.moveCursorToEnd();
    this.squire.focus();
  }

  // Words typed while an answer was on its way go on in the editor that came with the answer, which may hold those that were sent.
  async keep({ value, format, sent, focused }) {
    const html = (words, kind) => (kind === "html" || !words ? words : fromText(words));
    const here = html(this.textarea.value, this.format.value);
    const words = html(value, format);
    const known = html(sent, format) ?? "";
    const more = words.startsWith(known) ? words.slice(known.length) : words;
    this.textarea.value = known && here.includes(known) ? here.replace(known, () => words) : here + more;
    this.format.value = "html";
    this.squire?.setHTML(this.textarea.value);
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    await (focused ? this.focusEditor() : this.upgrade());
  }
}

customElements.define("rich-editor", RichEditor);

// What was left the browser brings back after the page has been read.
window.addEventListener("pageshow", () => {
  for (const editor of document.querySelectorAll("rich-editor")) editor.takeUp();
});

// Whoever began to write is writing until his words are sent or Escape leaves them; meanwhile no single key acts.
let entered = null;

export function isWriting() {
  return Boolean(entered?.isConnected && entered.getClientRects().length);
}

document.addEventListener("focusin", (event) => {
  entered = event.target.closest("rich-editor") ?? entered;
});

document.addEventListener("keydown", (event) => {
  const form =
    event.key === "Escape" && event.target.closest?.("rich-editor, .composer-to") && event.target.closest("form");
  if (!form) return;
  entered = null;
  const place = form.closest("[id]");
  place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
});

// Puts the caret where an answer or a note is written; from another part of the ticket it leads there.
export function write(mode) {
  const choice = document.getElementById(`mode-${mode}`);
  if (!choice) {
    const link = document.querySelector("a[data-write]");
    if (link) window.location.assign(link.href.replace(/#.*/, PLACES[mode]));
    return;
  }
  choice.checked = true;
  document.querySelector(`.composer-${mode} rich-editor`).focusEditor();
}

document.addEventListener("click", (event) => {
  const mode = event.target.closest("[data-write]")?.dataset.write;
  if (!mode || !document.getElementById(`mode-${mode}`)) return;
  event.preventDefault();
  write(mode);
});

const wanted = Object.keys(PLACES).find((mode) => PLACES[mode] === window.location.hash);
if (wanted && document.getElementById(`mode-${wanted}`)) write(wanted);

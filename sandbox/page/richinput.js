// The rich text field: a small editor that gives and takes Slack's rich_text objects.

import { fresh, h, hidden, icon } from "./dom.js";
import { tied } from "./fields.js";
import { open } from "./popup.js";
import { richText } from "./rich.js";
import { written } from "./richwrite.js";
import { spoken } from "./text.js";
import { change, current } from "./values.js";

const TOOLS = [
  ["bold", "Bold", "B"], ["italic", "Italic", "I"], ["strikeThrough", "Strike through", "S"],
  ["insertUnorderedList", "List", "•"], ["insertOrderedList", "Numbered list", "1."],
];

const told = (editor) => editor.dispatchEvent(new Event("input", { bubbles: true }));

/** What is marked in the editor, or else its end. */
function marked(editor) {
  const selection = document.getSelection();
  if (selection.rangeCount && editor.contains(selection.anchorNode)) return selection.getRangeAt(0).cloneRange();
  const range = document.createRange();
  range.selectNodeContents(editor);
  range.collapse(false);
  return range;
}

function back(editor, range) {
  editor.focus();
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}

// Old, but the only way every browser offers without a library.
const command = (name, value) => document.execCommand(name, false, value);

function quote(editor) {
  back(editor, marked(editor));
  const node = document.getSelection().anchorNode;
  const isQuoted = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("blockquote");
  command("formatBlock", isQuoted ? "div" : "blockquote");
}

const addressOf = (typed) => (/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`);

function put(editor, range, words, address) {
  const link = h("a", { href: address, class: "link" }, words || address);
  range.deleteContents();
  range.insertNode(link);
  // The caret goes behind the link, so that what is typed next is not part of it.
  const after = document.createTextNode("\u00a0");
  link.after(after);
  range.setStart(after, 1);
  range.collapse(true);
  back(editor, range);
  told(editor);
}

function linkPanel(button, editor) {
  const range = marked(editor);
  const [words, address] = [fresh("link"), fresh("link")];
  const first = h("input", { id: words, class: "field", value: range.toString(), autocomplete: "off" });
  const second = h("input", { id: address, class: "field", type: "url", placeholder: "https://…", autocomplete: "off" });
  const add = () => {
    const typed = second.value.trim();
    if (!typed) { second.focus(); return; }
    panel.hidePopover();
    put(editor, range, first.value.trim(), addressOf(typed));
  };
  const enter = (event) => { if (event.key === "Enter") { event.preventDefault(); add(); } };
  const panel = h("div", { class: "link-panel", role: "dialog", "aria-label": "Add a link", on: { keydown: enter } },
    h("label", { class: "label", for: words }, "Words"), first,
    h("label", { class: "label", for: address }, "Link"), second,
    h("div", { class: "row is-end" }, h("button", { type: "button", class: "button is-primary", on: { click: add } }, "Add link")));
  open(button, panel);
  (first.value ? second : first).focus();
}

// Pressing a tool must not take the selection away.
const keep = (event) => event.preventDefault();

function simple([name, label, sign], editor) {
  const press = () => { editor.focus(); command(name); mark(editor); };
  return h("button", { type: "button", class: `tool is-${name}`, title: label, "aria-label": label, "aria-pressed": "false", data: { command: name }, on: { click: press, mousedown: keep } }, sign);
}

function more(name, label, press) {
  return h("button", { id: fresh("tool"), type: "button", class: "tool", title: label, on: { click: (event) => press(event.currentTarget), mousedown: keep } }, icon(name), hidden(label));
}

/** Shows which styles what is typed next will have. */
function mark(editor) {
  for (const tool of editor.parentElement.querySelectorAll("[data-command]")) {
    tool.setAttribute("aria-pressed", String(document.queryCommandState(tool.dataset.command)));
  }
}

function pastePlain(event) {
  event.preventDefault();
  command("insertText", event.clipboardData.getData("text/plain"));
}

function richInput(el, ctx, block, field) {
  const value = current(ctx, block, el);
  const marks = () => mark(editor);
  const editor = h("div", {
    ...tied(el, ctx, block, field), class: "field editor prose", contenteditable: "true", role: "textbox", "aria-multiline": "true",
    "aria-labelledby": field.labelId || null, tabindex: "0",
    on: { input: () => { change(ctx, block, el, written(editor)); marks(); }, paste: pastePlain, keyup: marks, mouseup: marks },
  }, value?.elements ? richText(value, ctx) : []);
  editor.dataset.placeholder = el.placeholder ? spoken(el.placeholder, ctx) : "";
  const tools = [...TOOLS.map((each) => simple(each, editor)), more("quote", "Quote", () => quote(editor)), more("link", "Link", (button) => linkPanel(button, editor))];
  return h("div", { class: "rich-field" }, h("div", { class: "tools", role: "toolbar", "aria-label": "Formatting" }, tools), editor);
}

export const RICH_INPUTS = { rich_text_input: richInput };

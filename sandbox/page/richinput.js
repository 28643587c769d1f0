// The rich text field: a small editor that gives and takes Slack's rich_text objects.

import { h } from "./dom.js";
import { tied } from "./fields.js";
import { richText } from "./rich.js";
import { spoken } from "./text.js";
import { change, current } from "./values.js";

const STYLE_OF = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike", U: "underline", CODE: "code" };
const BLOCKS = new Set(["DIV", "P", "LI"]);

function leaf(node, style) {
  if (node.nodeName === "BR") return [{ type: "text", text: "\n" }];
  if (!node.textContent) return [];
  const text = { type: "text", text: node.textContent.replace(/\u00a0/g, " ") };
  return [Object.keys(style).length ? { ...text, style } : text];
}

function parts(node, style = {}) {
  return [...node.childNodes].flatMap((child) => {
    if (child.nodeType === Node.TEXT_NODE || child.nodeName === "BR") return leaf(child, style);
    if (child.nodeName === "A") return [{ type: "link", url: child.href, text: child.textContent }];
    const name = STYLE_OF[child.nodeName];
    const inner = parts(child, name ? { ...style, [name]: true } : style);
    return BLOCKS.has(child.nodeName) && child.previousSibling ? [{ type: "text", text: "\n" }, ...inner] : inner;
  });
}

const section = (elements) => ({ type: "rich_text_section", elements });

function group(node) {
  if (node.nodeName === "UL" || node.nodeName === "OL") {
    const items = [...node.children].map((item) => section(parts(item)));
    return { type: "rich_text_list", style: node.nodeName === "OL" ? "ordered" : "bullet", indent: 0, elements: items };
  }
  if (node.nodeName === "BLOCKQUOTE") return { type: "rich_text_quote", elements: parts(node) };
  if (node.nodeName === "PRE") return { type: "rich_text_preformatted", elements: parts(node) };
  return null;
}

/** What stands in the editor, as a rich_text object; null when it is empty. */
export function written(editor) {
  if (!editor.textContent.trim()) return null;
  const elements = [];
  let run = null;
  const flush = () => { if (run?.childNodes.length) elements.push(section(parts(run))); run = null; };
  for (const child of [...editor.childNodes]) {
    const found = group(child) ?? (child.firstElementChild && child.childNodes.length === 1 ? group(child.firstElementChild) : null);
    if (found) { flush(); elements.push(found); continue; }
    run ??= document.createElement("div");
    run.append(child.cloneNode(true));
  }
  flush();
  return { type: "rich_text", elements };
}

const TOOLS = [
  ["bold", "Bold", "B"], ["italic", "Italic", "I"], ["strikeThrough", "Strike through", "S"],
  ["insertUnorderedList", "List", "•"], ["insertOrderedList", "Numbered list", "1."],
];

function tool([command, label, sign], editor) {
  const press = () => {
    editor.focus();
    // Old, but the only way every browser offers without a library.
    document.execCommand(command);
  };
  const keep = (event) => event.preventDefault();
  return h("button", { type: "button", class: `tool is-${command}`, title: label, "aria-label": label, on: { click: press, mousedown: keep } }, sign);
}

function pastePlain(event) {
  event.preventDefault();
  document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
}

function richInput(el, ctx, block, field) {
  const value = current(ctx, block, el);
  const editor = h("div", {
    ...tied(el, ctx, block, field), class: "field editor", contenteditable: "true", role: "textbox", "aria-multiline": "true",
    "aria-labelledby": field.labelId || null, tabindex: "0",
    on: { input: () => change(ctx, block, el, written(editor)), paste: pastePlain },
  }, value?.elements ? richText(value, ctx) : []);
  editor.dataset.placeholder = el.placeholder ? spoken(el.placeholder, ctx) : "";
  const tools = h("div", { class: "tools", role: "toolbar", "aria-label": "Formatting" }, TOOLS.map((each) => tool(each, editor)));
  return h("div", { class: "rich-field" }, tools, editor);
}

export const RICH_INPUTS = { rich_text_input: richInput };

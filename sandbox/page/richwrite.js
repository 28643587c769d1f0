// From what stands in the rich text editor to Slack's rich_text object, letter by letter.

const STYLE_OF = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike", U: "underline", CODE: "code" };
const LINES = new Set(["DIV", "P", "LI", "BLOCKQUOTE", "PRE"]);
const LISTS = new Set(["UL", "OL"]);

const styled = (piece, style) => (Object.keys(style).length ? { ...piece, style } : piece);
const text = (words, style = {}) => styled({ type: "text", text: words.replace(/\u00a0/g, " ") }, style);

// A break at the very end of a line only keeps the line open for the caret.
const isFiller = (node) => !node.nextSibling;

function link(node, style) {
  const url = node.getAttribute("href");
  return styled(node.textContent === url ? { type: "link", url } : { type: "link", url, text: node.textContent }, style);
}

function one(node, style, out) {
  if (node.nodeType === Node.TEXT_NODE) return node.data ? [text(node.data, style)] : [];
  if (node.dataset?.rich) return [JSON.parse(node.dataset.rich)];
  if (node.nodeName === "BR") return isFiller(node) ? [] : [text("\n")];
  if (node.nodeName === "A") return [link(node, style)];
  if (LISTS.has(node.nodeName)) return [];
  const name = STYLE_OF[node.nodeName];
  const start = LINES.has(node.nodeName) && out.length ? [text("\n")] : [];
  return [...start, ...loose(node, name ? { ...style, [name]: true } : style)];
}

function loose(node, style) {
  const out = [];
  for (const child of node.childNodes) out.push(...one(child, style, out));
  return out;
}

function joined(pieces) {
  const out = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    const fits = last?.type === "text" && piece.type === "text" && JSON.stringify(last.style) === JSON.stringify(piece.style);
    if (fits) last.text += piece.text;
    else out.push({ ...piece });
  }
  return out;
}

/** The pieces of one line or paragraph; breaks at its end say nothing. */
function pieces(node) {
  const out = joined(loose(node, {}));
  const last = out.at(-1);
  if (last?.type === "text") last.text = last.text.replace(/\n+$/, "");
  return last?.text === "" ? out.slice(0, -1) : out;
}

const section = (elements) => ({ type: "rich_text_section", elements });

/** A list and the lists inside it, one after the other, each with its depth. */
function lists(node, indent = Number(node.dataset.indent ?? 0)) {
  const out = [];
  const style = node.nodeName === "OL" ? "ordered" : "bullet";
  let items = [];
  const flush = () => { if (items.length) out.push({ type: "rich_text_list", style, indent, elements: items }); items = []; };
  for (const item of node.children) {
    const inner = LISTS.has(item.nodeName) ? [item] : [...item.children].filter((each) => LISTS.has(each.nodeName));
    if (item.nodeName === "LI") items.push(section(pieces(item)));
    if (inner.length) flush();
    out.push(...inner.flatMap((each) => lists(each, indent + 1)));
  }
  flush();
  return out;
}

function group(node) {
  if (LISTS.has(node.nodeName)) return lists(node);
  if (node.nodeName === "BLOCKQUOTE") return [{ type: "rich_text_quote", elements: pieces(node) }];
  if (node.nodeName === "PRE") return [{ type: "rich_text_preformatted", elements: [text(node.textContent)] }];
  return null;
}

const GROUPS = "ul, ol, blockquote, pre";

/** What stands side by side: a line that only holds lists and quotes is opened. */
function rows(node) {
  return [...node.childNodes].flatMap((child) => {
    const isOpened = child.nodeName === "DIV" && !child.dataset.rich && child.querySelector(GROUPS);
    return isOpened ? rows(child) : [child];
  });
}

/** What stands in the editor; null when nothing does. */
export function written(editor) {
  if (!editor.textContent.trim() && !editor.querySelector("[data-rich]")) return null;
  const elements = [];
  let run = null;
  const flush = () => {
    const found = run ? pieces(run) : [];
    if (found.length) elements.push(section(found));
    run = null;
  };
  for (const child of rows(editor)) {
    const found = group(child);
    if (found) { flush(); elements.push(...found); continue; }
    run ??= document.createElement("div");
    run.append(child.cloneNode(true));
  }
  flush();
  return { type: "rich_text", elements };
}

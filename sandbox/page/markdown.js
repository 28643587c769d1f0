// The markdown block: headings, lists, tasks, tables, code and quotes, written as nodes.

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link, mention } from "./text.js";

const INLINE = new RegExp(
  [
    "\\\\(?<escaped>[\\\\`*_{}\\[\\]()#+\\-.!~|>])",
    "`(?<code>[^`\\n]+)`",
    "!?\\[(?<label>[^\\]\\n]*)\\]\\((?<address>[^)\\s]+)\\)",
    "<(?<control>@[UW][A-Z0-9]+|https?:[^>\\s]+)>",
    "\\*\\*(?<bold>[^\\n]+?)\\*\\*",
    "~~(?<strike>[^\\n]+?)~~",
    "(?<![\\w*])\\*(?<starred>[^*\\n]+)\\*(?!\\w)",
    "(?<!\\w)_(?<italic>[^_\\n]+)_(?!\\w)",
    "(?<bare>https?:\\/\\/[^\\s<>]+[^\\s<>.,;:!?)])",
  ].join("|"),
  "gu",
);

const STYLES = { bold: "strong", strike: "s", starred: "em", italic: "em" };

function piece(groups, ctx) {
  if (groups.escaped) return groups.escaped;
  if (groups.code) return h("code", {}, groups.code);
  if (groups.address) return link(groups.address, groups.label || groups.address, ctx);
  if (groups.bare) return link(groups.bare, groups.bare, ctx);
  if (groups.control?.startsWith("@")) return mention(groups.control.slice(1), ctx);
  if (groups.control) return link(groups.control, groups.control, ctx);
  const style = Object.keys(STYLES).find((name) => groups[name]);
  return h(STYLES[style], {}, inline(groups[style], ctx));
}

function inline(text, ctx) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) nodes.push(withEmoji(text.slice(from, match.index)));
    nodes.push(piece(match.groups, ctx));
    from = match.index + match[0].length;
  }
  nodes.push(withEmoji(text.slice(from)));
  return nodes;
}

const ITEM = /^(?<indent> *)(?:[-*+]|(?<number>\d+)[.)]) +(?:\[(?<task>[ xX])\] +)?(?<words>.*)$/;

function item(groups, ctx) {
  if (groups.task === undefined) return h("li", {}, inline(groups.words, ctx));
  const done = groups.task !== " ";
  const box = h("input", { type: "checkbox", disabled: true, checked: done, "aria-label": done ? "Done" : "To do" });
  return h("li", { class: "task" }, box, h("span", {}, inline(groups.words, ctx)));
}

function list(rows, ctx) {
  const depth = rows[0].indent.length;
  const node = h(rows[0].number ? "ol" : "ul", { start: rows[0].number ?? null });
  for (let i = 0; i < rows.length; i += 1) {
    node.append(item(rows[i], ctx));
    const inner = [];
    while (rows[i + 1] && rows[i + 1].indent.length > depth) inner.push(rows[(i += 1)]);
    if (inner.length) node.lastChild.append(list(inner, ctx));
  }
  return node;
}

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim());

function table(rows, ctx) {
  const align = cells(rows[1]).map((rule) => (/^:-+:$/.test(rule) ? "center" : /-:$/.test(rule) ? "right" : "left"));
  const row = (tag, line) => h("tr", {}, cells(line).map((cell, i) => h(tag, { class: `is-${align[i] ?? "left"}`, scope: tag === "th" ? "col" : null }, inline(cell, ctx))));
  const body = rows.slice(2).map((line) => row("td", line));
  return h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", { class: "grid" }, h("thead", {}, row("th", rows[0])), h("tbody", {}, body)));
}

/** Takes lines from the front while they belong together. */
function take(lines, belongs) {
  const taken = [];
  while (lines.length && belongs(lines[0])) taken.push(lines.shift());
  return taken;
}

function fenced(lines) {
  lines.shift();
  const code = take(lines, (line) => !line.startsWith("```"));
  lines.shift();
  return h("pre", {}, h("code", {}, code.join("\n")));
}

function heading(line, ctx) {
  const [, marks, words] = /^(#{1,6}) +(.*)$/.exec(line);
  // The page itself has the first two levels.
  return h(`h${Math.min(6, marks.length + 2)}`, { class: `title is-${marks.length}` }, inline(words, ctx));
}

const isTable = (lines) => lines.length > 1 && lines[0].includes("|") && /^[\s|:-]+$/.test(lines[1]) && lines[1].includes("-");
const isSpecial = (line) => /^(```|#{1,6} |> ?|(-{3,}|\*{3,})$)/.test(line) || ITEM.test(line) || !line.trim();

function next(lines, ctx) {
  const [first] = lines;
  if (!first.trim()) return lines.shift() && null;
  if (first.startsWith("```")) return fenced(lines);
  if (/^#{1,6} /.test(first)) return heading(lines.shift(), ctx);
  if (/^(-{3,}|\*{3,})$/.test(first.trim())) return lines.shift() && h("hr");
  if (first.startsWith(">")) return h("blockquote", {}, parse(take(lines, (line) => line.startsWith(">")).map((line) => line.replace(/^> ?/, "")), ctx));
  if (isTable(lines)) return table(take(lines, (line) => line.includes("|")), ctx);
  if (ITEM.test(first)) return list(take(lines, (line) => ITEM.test(line)).map((line) => ITEM.exec(line).groups), ctx);
  const words = [lines.shift(), ...take(lines, (line) => !isSpecial(line))];
  return h("p", {}, words.flatMap((line, i) => (i ? [h("br"), ...inline(line, ctx)] : inline(line, ctx))));
}

function parse(lines, ctx) {
  const nodes = [];
  while (lines.length) nodes.push(next(lines, ctx));
  return nodes.filter(Boolean);
}

export const markdown = (text, ctx) => parse(text.split("\n"), ctx);

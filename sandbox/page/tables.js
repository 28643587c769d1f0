// Tables: Slack's plain one, and the data table with its caption, its sorting and its pages.

import { fresh, h, hidden, icon } from "./dom.js";
import { element } from "./elements.js";
import { richText, richWords } from "./rich.js";

const format = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 });

/** Sorting and page of each data table, so that a redrawing does not turn back the page. */
const turned = new Map();

const NUMERIC = "raw_number";

function wordsOf(cell) {
  if (cell.type === "rich_text") return richWords(cell);
  if (cell.type === "action_cell") return cell.raw?.text ?? cell.fallback?.text ?? "";
  return cell.text ?? (cell.value === undefined ? "" : format.format(cell.value));
}

function inside(cell, ctx, block) {
  if (cell.type === "rich_text") return richText(cell, ctx);
  if (cell.type === "action_cell" && cell.element) return [element(cell.element, ctx, block)];
  return [wordsOf(cell)];
}

function look(cell, setting = {}) {
  const align = setting.align ?? (cell.type === NUMERIC ? "right" : "left");
  return `is-${align}${setting.is_wrapped ? " is-wrapped" : ""}`;
}

const scroller = (labelId, node) => h("div", { class: "scroller", tabindex: "0", role: "region", "aria-labelledby": labelId }, node);

export function table(block, ctx) {
  const name = fresh("table");
  const [head, ...rows] = block.rows;
  const row = (tag, cells) => h("tr", {}, cells.map((cell, i) => h(tag, { scope: tag === "th" ? "col" : null, class: look(cell, block.column_settings?.[i] ?? {}) }, inside(cell, ctx, block))));
  const grid = h("table", { class: "grid" }, h("caption", { id: name, class: "unseen" }, "Table"), h("thead", {}, row("th", head)), h("tbody", {}, rows.map((cells) => row("td", cells))));
  return h("div", { class: "block" }, scroller(name, grid));
}

function compare(column, numeric) {
  return (a, b) => (numeric ? a[column].value - b[column].value : wordsOf(a[column]).localeCompare(wordsOf(b[column]), "en-GB", { numeric: true }));
}

function sorted(rows, { column, way }) {
  if (column === undefined) return rows;
  const numeric = rows.every((row) => row[column].type === NUMERIC);
  const ordered = [...rows].sort(compare(column, numeric));
  return way === "descending" ? ordered.reverse() : ordered;
}

function headCell(cell, i, view, paint, rows) {
  const on = view.column === i;
  const next = on && view.way === "ascending" ? "descending" : "ascending";
  const press = () => { Object.assign(view, { column: i, way: next, page: 0 }); paint(i); };
  const numeric = rows.every((row) => row[i].type === NUMERIC);
  return h("th", { scope: "col", "aria-sort": on ? view.way : null, class: numeric ? "is-right" : "is-left" },
    h("button", { type: "button", class: "sort", data: { column: i }, on: { click: press } }, wordsOf(cell), icon("sort", on ? `is-${view.way}` : "")));
}

function pager(view, pages, count, size, paint) {
  if (pages < 2) return h("p", { class: "faint pager" }, `${count} ${count === 1 ? "row" : "rows"}`);
  const turn = (page, name, label) => h("button", {
    type: "button", class: "button is-quiet is-icon", disabled: page < 0 || page >= pages, data: { turn: name },
    on: { click: () => { view.page = page; paint(name); } },
  }, icon(name), hidden(label));
  const from = view.page * size;
  return h("div", { class: "pager" }, h("span", { class: "faint", role: "status" }, `${from + 1} to ${Math.min(from + size, count)} of ${count}`), turn(view.page - 1, "left", "Page before"), turn(view.page + 1, "right", "Next page"));
}

export function dataTable(block, ctx) {
  const key = `${ctx.place}|${block.block_id}`;
  const view = turned.get(key) ?? { page: 0 };
  turned.set(key, view);
  const name = fresh("table");
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const pages = Math.ceil(rows.length / size);
  const rowHead = block.row_header_column_index ?? 0;
  const cell = (each, i) => h(i === rowHead ? "th" : "td", { scope: i === rowHead ? "row" : null, class: look(each) }, inside(each, ctx, block));
  const box = h("div", { class: "block data-table" });
  const paint = (pressed) => {
    view.page = Math.min(view.page, Math.max(0, pages - 1));
    const shown = sorted(rows, view).slice(view.page * size, (view.page + 1) * size);
    const grid = h("table", { class: "grid" }, h("caption", { id: name }, block.caption),
      h("thead", {}, h("tr", {}, head.map((each, i) => headCell(each, i, view, paint, rows)))),
      h("tbody", {}, shown.map((row) => h("tr", {}, row.map(cell)))));
    box.replaceChildren(scroller(name, grid), pager(view, pages, rows.length, size, paint));
    box.querySelector(typeof pressed === "number" ? `[data-column="${pressed}"]` : `[data-turn="${pressed}"]:not(:disabled)`)?.focus();
  };
  paint();
  return box;
}

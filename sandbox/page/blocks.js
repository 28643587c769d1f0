// Every block, by its type, on every surface.

import { NEWCOMERS } from "./cards.js";
import { charts } from "./charts.js";
import { h, icon } from "./dom.js";
import { element } from "./elements.js";
import { fileCard } from "./files.js";
import { markdown } from "./markdown.js";
import { picture } from "./pictures.js";
import { richText } from "./rich.js";
import { dataTable, table } from "./tables.js";
import { spoken, textOf } from "./text.js";
import { elementsOf, idOf } from "./values.js";

function section(block, ctx) {
  const text = block.text && h("div", { class: "prose" }, textOf(block.text, ctx));
  const fields = block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "prose" }, textOf(field, ctx))));
  const name = block.text ? spoken(block.text, ctx) : null;
  const side = block.accessory && h("div", { class: "accessory" }, element(block.accessory, ctx, block, { name }));
  const wide = block.accessory && !["button", "overflow", "image", "workflow_button"].includes(block.accessory.type);
  return h("div", { class: `block section ${wide ? "is-wide" : ""}` }, h("div", { class: "section-words" }, text, fields), side);
}

function header(block, ctx) {
  // The page's own headings are the first two levels.
  const level = Math.min(6, (block.level ?? 1) + 2);
  return h(`h${level}`, { class: `block title is-${block.level ?? 1}` }, textOf(block.text, ctx));
}

function context(block, ctx) {
  const draw = (el) => (el.type === "image" ? picture(el, "is-tiny") : h("span", { class: "prose" }, textOf(el, ctx)));
  return h("div", { class: "block context" }, block.elements.map(draw));
}

function image(block, ctx) {
  const title = block.title && h("figcaption", {}, textOf(block.title, ctx));
  return h("figure", { class: "block image" }, title, picture(block));
}

const actions = (block, ctx) => h("div", { class: "block actions" }, block.elements.map((el) => element(el, ctx, block)));

const GROUPS = new Set(["radio_buttons", "checkboxes"]);

function input(block, ctx) {
  const el = block.element;
  const id = idOf(ctx, block, el);
  const error = ctx.errors?.[block.block_id];
  const ids = { label: `${id}-label`, hint: `${id}-hint`, error: `${id}-error` };
  const describedBy = [block.hint && ids.hint, error && ids.error].filter(Boolean).join(" ");
  const words = [textOf(block.label, ctx), block.optional && h("span", { class: "faint" }, " (optional)")];
  const isGroup = GROUPS.has(el.type);
  const label = h(isGroup ? "span" : "label", { id: ids.label, class: "label", for: isGroup ? null : id }, words);
  const control = element(el, ctx, block, { labelId: ids.label, describedBy, invalid: Boolean(error), required: !block.optional });
  return h("div", { class: error ? "block input is-wrong" : "block input", data: { block: block.block_id ?? "" } },
    label, control,
    block.hint && h("p", { id: ids.hint, class: "hint" }, textOf(block.hint, ctx)),
    error && h("p", { id: ids.error, class: "error" }, icon("close"), error));
}

function container(block, ctx) {
  const title = block.rich_text_title ? richText(block.rich_text_title, ctx) : h("strong", {}, textOf(block.title, ctx));
  const head = [block.icon && picture(block.icon, "is-tiny"), h("div", {}, title, block.subtitle && h("div", { class: "faint" }, textOf(block.subtitle, ctx)))];
  const body = h("div", { class: "container-body" }, (block.child_blocks ?? []).map((child) => draw(child, ctx)));
  const look = `block container is-${block.width ?? "standard"}`;
  if (block.is_collapsible) return h("details", { class: look, open: !block.default_collapsed }, h("summary", {}, head, icon("down", "is-end")), body);
  return h("section", { class: look }, h("div", { class: block.has_header_divider ? "container-head has-line" : "container-head" }, head), body);
}

function file(block, ctx) {
  const known = ctx.files?.find((each) => each.id === block.file_id || each.external_id === block.external_id);
  return h("div", { class: "block" }, known ? fileCard(known) : h("span", { class: "faint" }, "A file that is not here."));
}

function call(block) {
  return h("div", { class: "block faint" }, `A call (${block.call_id}).`);
}

const DRAW = {
  section, header, context, image, actions, input, container, file, call, table,
  divider: () => h("hr", { class: "block" }),
  markdown: (block, ctx) => h("div", { class: "block prose" }, markdown(block.text ?? "", ctx)),
  rich_text: (block, ctx) => h("div", { class: "block prose" }, richText(block, ctx)),
  context_actions: actions,
  data_table: (block, ctx) => dataTable(block, ctx),
  data_visualization: (block) => charts(block),
  ...NEWCOMERS,
};

function draw(block, ctx) {
  const known = DRAW[block.type];
  if (!known) return h("p", { class: "block unknown" }, `This page cannot draw the block “${block.type}”.`);
  const node = known(block, ctx);
  node.dataset.blockType = block.type;
  return node;
}

/** All blocks of a message, a modal or a Home. */
export function blocks(list, ctx) {
  const named = list.map((block, i) => (block.block_id ? block : { ...block, block_id: `b${i}` }));
  return named.map((block) => draw(block, ctx));
}

/** The block and element with this id, wherever it stands. */
export const find = (list, blockId) => list.flatMap(elementsOf).find(([block]) => block.block_id === blockId);

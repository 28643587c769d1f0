// The younger blocks: alert, card, carousel, plan, task card and video.

import { h, hidden, icon } from "./dom.js";
import { element } from "./elements.js";
import { picture } from "./pictures.js";
import { richText } from "./rich.js";
import { link, spoken, textOf } from "./text.js";

const LEVELS = { default: "Note", info: "For information", warning: "Warning", error: "Error", success: "Done" };

function alert(block, ctx) {
  const level = block.level ?? "default";
  return h("div", { class: `block alert is-${level}`, role: "note" }, icon({ success: "check", warning: "warn", error: "warn" }[level] ?? "info"), hidden(`${LEVELS[level]}: `), h("div", { class: "prose" }, textOf(block.text, ctx)));
}

function card(block, ctx) {
  const words = (name, look) => block[name] && h("div", { class: `prose ${look}` }, textOf(block[name], ctx));
  const head = h("div", { class: "card-head" }, block.icon && picture(block.icon, "is-small"), h("div", {}, words("title", "card-title"), words("subtitle", "faint")));
  return h("article", { class: "block card" },
    block.hero_image && picture(block.hero_image, "is-hero"),
    h("div", { class: "card-body" }, head, words("body", ""), words("subtext", "faint"),
      block.actions?.length && h("div", { class: "row" }, block.actions.map((el) => element(el, ctx, block)))));
}

function carousel(block, ctx) {
  const cards = block.elements.map((each, i) => h("li", {}, card({ ...each, block_id: each.block_id ?? `${block.block_id}-${i}` }, ctx)));
  const track = h("ul", { class: "carousel-track", tabindex: "0", "aria-label": `${cards.length} cards` }, cards);
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const turn = (way) => () => track.scrollBy({ left: way * track.clientWidth * 0.8, behavior });
  const arrow = (way, name, label) => h("button", { type: "button", class: "button is-quiet is-icon", on: { click: turn(way) } }, icon(name), hidden(label));
  return h("section", { class: "block carousel", "aria-roledescription": "carousel", "aria-label": "Cards" }, track, h("div", { class: "row is-end" }, arrow(-1, "left", "Back"), arrow(1, "right", "Forward")));
}

const STATES = { pending: "To come", in_progress: "In progress", complete: "Done", error: "Failed" };

function task(block, ctx) {
  const status = block.status ?? "pending";
  const more = (name) => block[name] && h("div", { class: "prose" }, richText(block[name], ctx));
  const sources = block.sources?.map((source) => h("li", {}, link(source.url, source.text ?? source.url, ctx)));
  return h("div", { class: `block task-card is-${status}` },
    h("span", { class: "task-state" }, icon({ complete: "check", error: "close" }[status] ?? "clock"), STATES[status]),
    h("div", {}, h("strong", {}, typeof block.title === "string" ? block.title : textOf(block.title, ctx)), more("details"), more("output"), sources && h("ul", {}, sources)));
}

function plan(block, ctx) {
  const title = typeof block.title === "string" ? block.title : spoken(block.title, ctx);
  return h("section", { class: "block container", "aria-label": title }, h("div", { class: "container-head" }, h("strong", {}, title)), h("div", { class: "container-body" }, (block.tasks ?? []).map((each) => task(each, ctx))));
}

function video(block, ctx) {
  const words = [h("strong", {}, block.title_url ? link(block.title_url, spoken(block.title, ctx), ctx) : textOf(block.title, ctx)),
    block.author_name && h("span", { class: "faint" }, ` by ${block.author_name}`), block.description && h("div", { class: "faint" }, textOf(block.description, ctx))];
  return h("figure", { class: "block image" }, h("figcaption", {}, words), picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }));
}

export const NEWCOMERS = { alert, card, carousel, task_card: task, plan, video };

// Rich text: sections, lists, quotes and preformatted text, with every element inside them.

import { h } from "./dom.js";
import { emojiOf, withEmoji } from "./emoji.js";
import { broadcast, channelLink, link, mention, moment } from "./text.js";

const WRAPS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code", highlight: "mark", client_highlight: "mark" };

function styled(nodes, style) {
  return Object.entries(WRAPS).reduce((inner, [name, tag]) => (style?.[name] ? [h(tag, {}, inner)] : inner), nodes);
}

const broken = (text) => text.split("\n").flatMap((line, i) => (i ? [h("br"), line] : [line]));

function emoji(element) {
  const points = element.unicode?.split("-").map((code) => parseInt(code, 16));
  return points?.every(Number.isFinite) ? String.fromCodePoint(...points) : (emojiOf(element.name) ?? `:${element.name}:`);
}

const PARTS = {
  text: (element) => broken(withEmoji(element.text ?? "")),
  link: (element, ctx) => [link(element.url, element.text || element.url, ctx)],
  user: (element, ctx) => [mention(element.user_id, ctx)],
  usergroup: (element) => [h("span", { class: "mention" }, `@${element.usergroup_id}`)],
  channel: (element, ctx) => [channelLink(element.channel_id, ctx)],
  broadcast: (element) => [broadcast(element.range)],
  emoji: (element) => [emoji(element)],
  color: (element) => [h("code", {}, element.value)],
  team: (element) => [element.team_id],
  date: (element, ctx) => [moment(element.timestamp, element.format ?? "{date_long}", { fallback: element.fallback, link: element.url }, ctx)],
};

const WORDS = new Set(["text", "link"]);

function part(element, ctx) {
  const draw = PARTS[element.type];
  if (!draw) return [];
  const nodes = styled(draw(element, ctx), element.style);
  if (WORDS.has(element.type)) return nodes;
  // In an editor these stay whole: they are taken out, not typed into.
  return [h("span", { contenteditable: "false", data: { rich: JSON.stringify(element) } }, nodes)];
}

const parts = (elements, ctx) => (elements ?? []).flatMap((element) => part(element, ctx));

function list(element, ctx) {
  const items = (element.elements ?? []).map((inner) => h("li", {}, parts(inner.elements, ctx)));
  const props = { class: `indent-${element.indent ?? 0}`, data: { indent: element.indent ?? 0 }, start: element.offset ? element.offset + 1 : null };
  return h(element.style === "ordered" ? "ol" : "ul", props, items);
}

const GROUPS = {
  rich_text_section: (element, ctx) => h("div", { class: "rich-line" }, parts(element.elements, ctx)),
  rich_text_list: list,
  rich_text_quote: (element, ctx) => h("blockquote", {}, parts(element.elements, ctx)),
  rich_text_preformatted: (element, ctx) => h("pre", {}, h("code", {}, parts(element.elements, ctx))),
};

export function richText(block, ctx) {
  return (block.elements ?? []).map((element) => GROUPS[element.type]?.(element, ctx)).filter(Boolean);
}

/** What was said, without its dress. */
export function richWords(block) {
  const words = (element) => element.text ?? (element.elements ?? []).map(words).join("");
  return (block?.elements ?? []).map(words).join("\n");
}

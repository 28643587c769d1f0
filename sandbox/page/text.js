// Slack's own markup, mrkdwn, as nodes. User text only ever becomes text nodes.

import { h } from "./dom.js";
import { emojiOf, withEmoji } from "./emoji.js";
import { dated, fullMoment } from "./time.js";

const SAFE = /^(https?:|mailto:|tel:)/i;

const TOKEN = new RegExp(
  [
    "<(?<control>[^<>\\n]+)>",
    "`(?<code>[^`\\n]+)`",
    "(?<![\\w*])\\*(?<bold>(?=\\S)[^*\\n]*[^*\\s])\\*(?![\\w*])",
    "(?<![\\w_])_(?<italic>(?=\\S)[^_\\n]*[^_\\s])_(?![\\w_])",
    "(?<![\\w~])~(?<strike>(?=\\S)[^~\\n]*[^~\\s])~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+-]+):",
    "(?<bare>https?:\\/\\/[^\\s<>]+[^\\s<>.,;:!?)\"'\\]])",
  ].join("|"),
  "gu",
);

export const decoded = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

export function link(address, label, ctx) {
  if (!SAFE.test(address)) return document.createTextNode(label);
  const own = address.startsWith(`${location.origin}/`);
  const props = own ? { href: address } : { href: address, target: "_blank", rel: "noopener noreferrer" };
  return h("a", { ...props, class: "link", data: ctx?.unfocusable ? { quiet: "" } : {} }, label);
}

export function mention(id, ctx, fallback) {
  const person = ctx.people.get(id);
  const name = person ? nameOf(person) : (fallback ?? id);
  return h("span", { class: id === ctx.me ? "mention is-me" : "mention" }, `@${name}`);
}

export function nameOf(person) {
  const profile = person.profile ?? {};
  return profile.display_name || person.real_name || profile.real_name || person.name || person.id;
}

export function channelLink(id, ctx, fallback) {
  const channel = ctx.channels.get(id);
  const name = `#${channel?.name ?? fallback ?? "private-channel"}`;
  if (!channel) return h("span", { class: "mention" }, name);
  return h("a", { class: "mention", href: ctx.hrefOf(id), data: { go: id } }, name);
}

export const broadcast = (range) => h("span", { class: "mention is-me" }, `@${range}`);

export function moment(unix, format, options, ctx) {
  const words = dated(unix, format, ctx.zone) ?? options.fallback ?? "";
  const body = options.link ? link(options.link, words, ctx) : words;
  const at = new Date(Number(unix) * 1000);
  return h("time", { datetime: Number.isNaN(at.getTime()) ? null : at.toISOString(), title: Number.isNaN(at.getTime()) ? null : fullMoment(at, ctx.zone) }, body);
}

function special(body, ctx) {
  const [head, label] = split(body);
  if (head.startsWith("!date^")) {
    const [, unix, format, address] = head.split("^");
    return moment(unix, decoded(format ?? ""), { fallback: decoded(label ?? ""), link: address && decoded(address) }, ctx);
  }
  if (head.startsWith("!subteam^")) return h("span", { class: "mention" }, decoded(label ?? "@group"));
  if (/^!(here|channel|everyone)$/.test(head)) return broadcast(head.slice(1));
  return document.createTextNode(decoded(label ?? `<${head}>`));
}

function split(body) {
  const bar = body.indexOf("|");
  return bar < 0 ? [body] : [body.slice(0, bar), body.slice(bar + 1)];
}

function control(body, ctx) {
  const [head, label] = split(body);
  if (/^@[UWB]/.test(head)) return mention(head.slice(1), ctx, label && decoded(label));
  if (/^#[CG]/.test(head)) return channelLink(head.slice(1), ctx, label && decoded(label));
  if (head.startsWith("!")) return special(body, ctx);
  const address = decoded(head);
  return link(address, withEmoji(decoded(label ?? head.replace(/^mailto:/, ""))), ctx);
}

const STYLES = { bold: "strong", italic: "em", strike: "s" };

function piece(groups, whole, ctx) {
  if (groups.control) return control(groups.control, ctx);
  if (groups.code) return h("code", {}, decoded(groups.code));
  if (groups.emoji) return document.createTextNode(emojiOf(groups.emoji) ?? whole);
  if (groups.bare) return ctx.verbatim ? document.createTextNode(decoded(whole)) : link(decoded(whole), decoded(whole), ctx);
  const style = Object.keys(STYLES).find((name) => groups[name]);
  return h(STYLES[style], {}, inline(groups[style], ctx));
}

function inline(text, ctx) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from) nodes.push(decoded(text.slice(from, match.index)));
    nodes.push(piece(match.groups, match[0], ctx));
    from = match.index + match[0].length;
  }
  nodes.push(decoded(text.slice(from)));
  return nodes;
}

function lines(text, ctx) {
  return text.split("\n").flatMap((line, i) => (i ? [h("br"), ...inline(line, ctx)] : inline(line, ctx)));
}

const QUOTED = /^(?:&gt;|>) ?/;

function paragraphs(text, ctx) {
  const groups = [];
  for (const line of text.split("\n")) {
    const quoted = QUOTED.test(line);
    const last = groups.at(-1);
    const words = quoted ? line.replace(QUOTED, "") : line;
    if (last && last.quoted === quoted) last.words.push(words);
    else groups.push({ quoted, words: [words] });
  }
  return groups.flatMap(({ quoted, words }) => {
    const nodes = lines(words.join("\n"), ctx);
    return quoted ? [h("blockquote", {}, nodes)] : nodes;
  });
}

/** mrkdwn as a list of nodes. */
export function mrkdwn(text, ctx) {
  return text.split(/```\n?([\s\S]+?)\n?```\n?/).flatMap((part, i) => {
    if (i % 2) return [h("pre", {}, h("code", {}, decoded(part)))];
    return part ? paragraphs(part, ctx) : [];
  });
}

/** A text object of either kind. */
export function textOf(object, ctx) {
  if (!object) return [];
  if (typeof object === "string") return plain(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "", { ...ctx, verbatim: object.verbatim });
  return plain(object.text ?? "", object.emoji !== false);
}

function plain(text, emoji = true) {
  return (emoji ? withEmoji(text) : text).split("\n").flatMap((line, i) => (i ? [h("br"), line] : [line]));
}

/** The same words without any markup, for names that screen readers hear. */
export function spoken(object, ctx) {
  return h("span", {}, textOf(object, ctx)).textContent;
}

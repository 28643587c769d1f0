// Messages: who, when, and everything they can carry, in a conversation or in a thread.

import { blocks } from "./blocks.js";
import { contextFor } from "./context.js";
import { fill, h, hidden, icon } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { fileCard } from "./files.js";
import { picture } from "./pictures.js";
import { ask } from "./confirm.js";
import { menuButton } from "./popup.js";
import { act, go, here, seen } from "./store.js";
import { mrkdwn, nameOf, textOf } from "./text.js";
import { dayKey, dayName, fullMoment, hour, now } from "./time.js";

const momentOf = (message) => new Date(Number(message.ts) * 1000);

/** A face made of letters; its colour only helps to find it again. */
export function avatar(name, id, isApp = false) {
  const letters = name.split(/\s+/).map((word) => word[0]).filter(Boolean);
  const tone = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 8;
  return h("span", { class: `avatar face-${tone} ${isApp ? "is-app" : ""}`, "aria-hidden": "true" }, isApp ? icon("app") : [letters[0], letters.length > 1 ? letters.at(-1) : ""].join("").toUpperCase());
}

function contextOf(message) {
  return contextFor({
    place: `${message.channel}/${message.ts}`,
    where: () => ({ channel: message.channel, ts: message.ts }),
    state: message.state?.values ?? {},
    files: message.files,
  });
}

function attachment(each, ctx) {
  const fields = each.fields?.map((field) => h("div", {}, h("strong", {}, field.title), h("div", { class: "prose" }, mrkdwn(field.value ?? "", ctx))));
  const node = h("div", { class: "attachment" },
    each.pretext && h("div", { class: "prose" }, mrkdwn(each.pretext, ctx)),
    each.title && h("strong", {}, each.title),
    each.blocks ? blocks(each.blocks, ctx) : h("div", { class: "prose" }, mrkdwn(each.text ?? each.fallback ?? "", ctx)),
    fields && h("div", { class: "fields" }, fields),
    each.image_url && picture({ image_url: each.image_url, alt_text: each.fallback ?? "Picture" }),
    each.footer && h("small", { class: "faint" }, each.footer));
  if (/^#?[0-9a-f]{6}$/i.test(each.color ?? "")) node.style.borderInlineStartColor = `#${each.color.replace("#", "")}`;
  return node;
}

function body(message, ctx) {
  const shown = message.blocks?.length ? blocks(message.blocks, ctx) : [h("div", { class: "prose" }, message.mrkdwn === false ? textOf(message.text, ctx) : mrkdwn(message.text ?? "", ctx))];
  return [shown, (message.attachments ?? []).map((each) => attachment(each, ctx)), (message.files ?? []).map(fileCard)];
}

function actionsOf(message, inThread) {
  const offered = seen.snapshot.shortcuts.filter((shortcut) => shortcut.type === "message");
  const own = offered.map((shortcut) => ({
    label: shortcut.name, description: shortcut.description, icon: "bolt",
    run: () => act("message_shortcut", { callback_id: shortcut.callback_id, channel: message.channel, ts: message.ts }),
  }));
  const reply = { label: "Reply in thread", icon: "reply", run: () => openThread(message) };
  return [...(inThread ? [] : [reply]), ...own, ...deletion(message)];
}

/** One's own messages can be deleted; an admin deletes anybody's. */
function deletion(message) {
  const { me } = seen.snapshot;
  if (message.user !== me.id && !me.is_admin) return [];
  const sure = { title: text("Delete this message?"), text: text("It will be gone for everybody."), confirm: text("Delete"), deny: text("Keep it"), style: "danger" };
  const run = async () => (await ask(sure, contextOf(message))) && act("delete", { channel: message.channel, ts: message.ts });
  return [{ label: "Delete message", icon: "trash", danger: true, run }];
}

const text = (words) => ({ type: "plain_text", text: words });

export function openThread(message) {
  go({ thread: message.thread_ts ?? message.ts, side: null });
  requestAnimationFrame(() => document.querySelector("#thread textarea")?.focus());
}

function tools(message, inThread) {
  if (message.ephemeral || message.subtype === "tombstone") return null;
  const props = { id: `more-${message.channel}-${message.ts}${inThread ? "-t" : ""}`, class: "button is-quiet is-icon message-tools" };
  return menuButton(props, [icon("more"), hidden("Actions for this message")], "Actions for this message", () => actionsOf(message, inThread));
}

function replies(message) {
  if (!message.reply_count) return null;
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h("button", { type: "button", class: "replies", id: `replies-${message.ts}`, on: { click: () => openThread(message) } }, icon("reply"), words);
}

function reactions(message) {
  const one = (each) => h("li", { class: "reaction", title: `:${each.name}:` }, emojiOf(each.name) ?? `:${each.name}:`, ` ${each.count ?? each.users?.length ?? 1}`);
  return message.reactions?.length ? h("ul", { class: "reactions", "aria-label": "Reactions" }, message.reactions.map(one)) : null;
}

function draw(message, inThread) {
  const ctx = contextOf(message);
  const author = message.author ?? { id: message.user ?? "", name: nameOf(seen.people.get(message.user) ?? { id: message.user ?? "Someone" }) };
  const at = momentOf(message);
  const names = `m-${message.ts}${inThread ? "-t" : ""}`;
  if (message.subtype === "tombstone") return stone(message, inThread);
  return h("li", { class: message.ephemeral ? "message is-ephemeral" : "message", data: { ts: message.ts } },
    h("article", { "aria-labelledby": names },
      avatar(author.name, author.id ?? "", author.is_app),
      h("div", { class: "message-main" },
        h("div", { class: "byline", id: names }, h("strong", {}, author.name), author.is_app && h("span", { class: "badge" }, "App"),
          h("time", { datetime: at.toISOString(), title: fullMoment(at, ctx.zone) }, hour(at, ctx.zone)),
          message.ephemeral && h("span", { class: "only-you" }, icon("lock"), "Only visible to you")),
        h("div", { class: "message-body" }, body(message, ctx)),
        message.edited && h("span", { class: "faint" }, "(edited)"),
        reactions(message), !inThread && replies(message)),
      tools(message, inThread)));
}

/** What is left of a deleted message with replies: the way to its thread. */
function stone(message, inThread) {
  return h("li", { class: "message", data: { ts: message.ts } },
    h("article", {}, h("span", { class: "avatar is-gone", "aria-hidden": "true" }, icon("trash")),
      h("div", { class: "message-main" }, h("p", { class: "faint" }, message.text), !inThread && replies(message))));
}

function divider(moment, zone) {
  return { key: `day-${dayKey(moment, zone)}`, sign: dayName(moment, zone), draw: () => h("li", { class: "day" }, h("h3", {}, dayName(moment, zone))) };
}

/** The rows of a list of messages, with a heading for each new day. */
export function paint(list, messages, inThread = false) {
  const zone = seen.snapshot.me.tz;
  const names = [...seen.people.values()].map(nameOf).join();
  const rows = [];
  let day = null;
  for (const message of messages) {
    const moment = momentOf(message);
    if (dayKey(moment, zone) !== day && !inThread) rows.push(divider(moment, zone));
    day = dayKey(moment, zone);
    // A message that says "today" has to be written anew tomorrow.
    rows.push({ key: message.ts, sign: `${JSON.stringify({ ...message, state: null })}|${here.as}|${dayKey(now(), zone)}|${names.length}`, draw: () => draw(message, inThread) });
  }
  fill(list, rows);
}

/** Replies stand in their thread alone, unless they were sent to the channel too or their thread has no beginning. */
export function topLevel(messages) {
  const known = new Set(messages.map((message) => message.ts));
  const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts && known.has(message.thread_ts);
  return messages.filter((message) => !isReply(message) || message.subtype === "thread_broadcast");
}
export const threadOf = (messages, ts) => messages.filter((message) => message.ts === ts || message.thread_ts === ts);

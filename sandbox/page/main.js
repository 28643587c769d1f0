// The middle of the page: a conversation, or the app's Home; and the thread beside it.

import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { contextFor } from "./context.js";
import { h, hidden, icon, restoreFocus, whereFocusIs } from "./dom.js";
import { paint, threadOf, topLevel } from "./messages.js";
import { act, address, draft, go, here, seen } from "./store.js";
import { spoken } from "./text.js";
import { collect } from "./values.js";

const node = (id) => document.getElementById(id);
let drawn = { place: null, home: null, last: null };

/** The channel behind what the address says. */
export function channelHere() {
  const { snapshot, channels } = seen;
  return channels.get(here.at === "messages" ? snapshot.app.dm : here.at) ?? null;
}

const isDirect = (channel) => ["im", "mpim"].includes(channel.kind);

function tabs() {
  const tab = (id, name) => h("a", { class: "tab", href: address({ at: id, thread: null }), data: { go: id }, "aria-current": here.at === id ? "page" : null }, name);
  return h("nav", { class: "tabs", "aria-label": seen.snapshot.app.name }, tab("home", "Home"), tab("messages", "Messages"));
}

function heading(channel) {
  if (here.at === "home" || here.at === "messages") return [h("h2", { id: "where", tabindex: "-1" }, seen.snapshot.app.name, hidden(here.at === "home" ? ", Home" : ", Messages")), tabs()];
  if (!channel) return [h("h2", { id: "where", tabindex: "-1" }, "Nothing here")];
  const facts = [channel.topic, channel.members && `${channel.members} members`].filter(Boolean).join(" · ");
  const sign = isDirect(channel) ? null : icon(channel.private ? "lock" : "hash");
  return [h("h2", { id: "where", tabindex: "-1" }, sign, channel.name), facts && h("p", { class: "faint topic" }, facts)];
}

function homeContext(view) {
  const ctx = contextFor({
    place: view.id,
    where: () => ({ view_id: view.id, state: collect(ctx, view.blocks) }),
    state: view.state?.values ?? {},
    redraw: () => { drawn.home = null; draw(); },
  });
  return ctx;
}

function drawHome(scroll) {
  const { home } = seen.snapshot;
  const sign = JSON.stringify([home?.blocks, home?.id, here.as]);
  if (drawn.home === sign) return;
  drawn.home = sign;
  const place = whereFocusIs(scroll);
  const at = scroll.scrollTop;
  const empty = h("p", { class: "empty" }, "This page is empty until the app fills it.");
  scroll.replaceChildren(h("div", { class: "home" }, home ? blocks(home.blocks, homeContext(home)) : empty));
  scroll.scrollTop = at;
  restoreFocus(place);
}

function drawMessages(scroll, channel) {
  drawn.home = null;
  if (scroll.firstElementChild?.tagName !== "OL") scroll.replaceChildren(h("ol", { class: "messages", "aria-label": "Messages" }));
  const messages = topLevel(seen.snapshot.messages[channel?.id] ?? []);
  paint(scroll.firstElementChild, messages);
  const last = messages.at(-1)?.ts;
  hear(messages, drawn.last);
  drawn.last = last ?? "0";
  scroll.classList.toggle("is-empty", !messages.length);
}

/** Says aloud what has just come in, once. */
function hear(messages, last) {
  if (last === null) return;
  const fresh = messages.filter((message) => message.ts > last && message.user !== here.as);
  const ctx = contextFor({ place: "heard", where: () => ({}) });
  const words = (message) => `${message.author?.name ?? "Someone"}: ${spoken({ type: "mrkdwn", text: message.text ?? "" }, ctx)}`;
  if (fresh.length) node("heard").textContent = fresh.map(words).join("\n");
}

function drawComposer(channel) {
  const foot = node("foot");
  const sign = channel ? `${here.as}|${channel.id}|${channel.is_archived}` : "";
  if (foot.dataset.sign === sign) return;
  foot.dataset.sign = sign;
  if (!channel) foot.replaceChildren();
  else if (channel.is_archived) foot.replaceChildren(h("p", { class: "faint" }, "This channel is archived."));
  else foot.replaceChildren(composer({ channel: channel.id }, here.at === "messages" ? `Message ${seen.snapshot.app.name}` : `Message ${isDirect(channel) ? channel.name : `#${channel.name}`}`));
}

function markRead(channel) {
  if (!channel?.unread || document.hidden) return;
  const key = `read|${here.as}|${channel.id}`;
  const last = seen.snapshot.messages[channel.id]?.at(-1)?.ts;
  if (draft.get(key) === last) return;
  draft.set(key, last);
  act("read", { channel: channel.id });
}

export function draw() {
  const channel = channelHere();
  const place = `${here.as}|${here.at}`;
  const isNew = drawn.place !== place;
  if (isNew) drawn = { place, home: null, last: null };
  const head = JSON.stringify([place, channel?.name, channel?.topic, channel?.members]);
  if (node("head").dataset.sign !== head) {
    node("head").dataset.sign = head;
    node("head").replaceChildren(...heading(channel).filter(Boolean));
  }
  const scroll = node("scroll");
  const isAtEnd = isNew || scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  if (here.at === "home") drawHome(scroll);
  else drawMessages(scroll, channel);
  drawComposer(here.at === "home" ? null : channel);
  drawThread(channel);
  // Whoever reads the newest stays with the newest; whoever reads further up is left alone.
  if (here.at !== "home" && isAtEnd) scroll.scrollTop = scroll.scrollHeight;
  else if (isNew) scroll.scrollTop = 0;
  markRead(here.at === "home" ? null : channel);
}

function closeThread() {
  const ts = here.thread;
  go({ thread: null });
  (node(`replies-${ts}`) ?? node("write-field"))?.focus();
}

function drawThread(channel) {
  const box = node("thread");
  const messages = channel && here.thread ? threadOf(seen.snapshot.messages[channel.id] ?? [], here.thread) : [];
  box.hidden = !messages.length;
  const sign = messages.length ? `${here.as}|${channel.id}|${here.thread}` : "";
  if (box.dataset.sign !== sign) {
    box.dataset.sign = sign;
    const close = h("button", { type: "button", class: "button is-quiet is-icon", on: { click: closeThread } }, icon("close"), hidden("Close the thread"));
    if (!sign) box.replaceChildren();
    else box.replaceChildren(h("header", { class: "side-head" }, h("h2", {}, "Thread"), close), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Messages in the thread" }, h("ol", { class: "messages" })), composer({ channel: channel.id, thread: here.thread }, "Reply in the thread"));
  }
  if (!sign) return;
  paint(box.querySelector("ol"), messages, true);
}

export function listen() {
  node("thread").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches("textarea")) closeThread();
  });
}

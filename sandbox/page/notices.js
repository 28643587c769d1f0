// Short words in the corner: what failed, what is only for this person. They stay until they are put away.

import { h, hidden, icon } from "./dom.js";
import { act, draft, seen } from "./store.js";
import { textOf } from "./text.js";

const own = [];
let counter = 0;
let region = null;

/** A notice of the page itself. */
export function show(text) {
  own.push({ id: `page-${(counter += 1)}`, text });
  draw();
}

async function dismiss(notice) {
  const at = own.findIndex((each) => each.id === notice.id);
  if (at >= 0) own.splice(at, 1);
  draft.set(`notice|${notice.id}`, "gone");
  draw();
  if (at < 0) await act("dismiss", { notice_id: notice.id });
}

function toast(notice) {
  const words = seen.snapshot ? textOf({ type: "mrkdwn", text: notice.text }, plainContext()) : notice.text;
  const node = h("div", { class: "toast" }, icon("bolt"), h("div", { class: "prose" }, words),
    h("button", { type: "button", class: "button is-quiet is-icon", on: { click: () => dismiss(notice) } }, icon("close"), hidden("Put this notice away")));
  node.dataset.key = String(notice.id);
  return node;
}

const plainContext = () => ({ me: seen.snapshot.me.id, people: seen.people, channels: seen.channels, zone: seen.snapshot.me.tz, hrefOf: () => "#" });

function home() {
  const dialogs = document.querySelectorAll("dialog[open]");
  return dialogs.length ? dialogs[dialogs.length - 1] : document.body;
}

/** Shows what is new and takes away what is gone; the rest keeps its place, so nothing is read out twice. */
export function draw() {
  region ??= document.getElementById("notices");
  const all = [...(seen.snapshot?.notices ?? []), ...own].filter((notice) => !draft.has(`notice|${notice.id}`)).slice(-4);
  // While a dialog is open everything outside it is silent, so the notices move in.
  if (region.parentNode !== home()) home().append(region);
  const wanted = new Set(all.map((notice) => String(notice.id)));
  [...region.children].filter((node) => !wanted.has(node.dataset.key)).forEach((node) => node.remove());
  const there = new Set([...region.children].map((node) => node.dataset.key));
  region.append(...all.filter((notice) => !there.has(String(notice.id))).map(toast));
}

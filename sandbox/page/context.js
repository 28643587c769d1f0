// What a block needs to know about where it stands: whose eyes, which place, and how to tell the bot.

import { act, address, seen, tell } from "./store.js";
import { show } from "./notices.js";
import { outgoing } from "./values.js";

/** `place` names the drafts, `where()` is what the workspace wants to be told. */
export function contextFor({ place, where, state, errors, files, redraw }) {
  const { me } = seen.snapshot;
  const sent = (block, el) => ({ where: where(), block_id: block.block_id, action_id: el.action_id });
  const ctx = {
    place, state, errors, files,
    me: me.id,
    zone: me.tz,
    people: seen.people,
    channels: seen.channels,
    hrefOf: (id) => address({ at: id, thread: null }),
    click: (block, el, value) => act("click", { ...sent(block, el), value: outgoing(ctx, block, el, value) }),
    suggest: (block, el, typed) => act("suggest", { ...sent(block, el), typed }),
    notice: show,
    redraw: redraw ?? tell,
  };
  return ctx;
}

// What stands in a field: what was typed here, else what the workspace remembers, else the initial value.

import { draft } from "./store.js";

const safe = (word) => String(word).replace(/[^\w-]/g, "_");

export const keyOf = (ctx, block, el) => `${ctx.place}|${block.block_id}|${el.action_id}`;
export const idOf = (ctx, block, el) => `f-${safe(ctx.place)}-${safe(block.block_id ?? "")}-${safe(el.action_id ?? "")}`;

const values = (options) => (options ?? []).map((option) => option.value);

/** One value out of Slack's many fields for it; also reads an element's own initial_… fields. */
function only(entry, stem) {
  const of = (name) => entry[`${stem}${name}`];
  if (of("options")) return values(of("options"));
  if (of("option")) return of("option").value;
  const names = ["users", "conversations", "channels", "user", "conversation", "channel", "date", "time", "date_time"];
  return names.map(of).find((value) => value !== undefined && value !== null) ?? null;
}

function remembered(entry) {
  if (entry.value !== undefined) return entry.value;
  if (entry.rich_text_value) return entry.rich_text_value;
  if (entry.files) return entry.files.map((file) => file.id ?? file);
  return only(entry, "selected_");
}

export function current(ctx, block, el) {
  const key = keyOf(ctx, block, el);
  if (draft.has(key)) return draft.get(key);
  const entry = ctx.state?.[block.block_id]?.[el.action_id];
  if (entry) return remembered(entry);
  return el.initial_value ?? only(el, "initial_");
}

export const change = (ctx, block, el, value) => draft.set(keyOf(ctx, block, el), value);

// Options that only the bot knows and files just uploaded, kept whole under their short names.
export const offered = new Map();

/** A value as the workspace takes it: options the bot supplied have to be sent whole. */
export function outgoing(ctx, block, el, value) {
  if (!el.type.endsWith("external_select") || value === null) return value;
  const entry = ctx.state?.[block.block_id]?.[el.action_id] ?? {};
  const known = [...(entry.selected_options ?? []), entry.selected_option, ...(el.initial_options ?? []), el.initial_option];
  const whole = (one) => offered.get(one) ?? known.find((option) => option?.value === one) ?? one;
  return Array.isArray(value) ? value.map(whole) : whole(value);
}

const STATEFUL = /_input$|_select$|_multi|^multi_|picker$|^radio_buttons$|^checkboxes$/;

export const isStateful = (el) => STATEFUL.test(el.type);

export function elementsOf(block) {
  const own = [block.element, block.accessory, ...(block.elements ?? [])];
  const inner = (block.child_blocks ?? []).flatMap(elementsOf);
  return [...own.filter((el) => el?.action_id).map((el) => [block, el]), ...inner];
}

/** Everything typed or chosen in a form, as {block_id: {action_id: value}}. */
export function collect(ctx, blocks) {
  const state = {};
  for (const [block, el] of blocks.flatMap(elementsOf)) {
    if (!isStateful(el)) continue;
    (state[block.block_id] ??= {})[el.action_id] = outgoing(ctx, block, el, current(ctx, block, el));
  }
  return state;
}

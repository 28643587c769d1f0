// Fields one types into or ticks: text, number, e-mail, link, dates and times, radio buttons, checkboxes, plain selects.

import { h } from "./dom.js";
import { ask } from "./confirm.js";
import { forField, fromField } from "./time.js";
import { spoken, textOf } from "./text.js";
import { change, current, idOf } from "./values.js";

/** The attributes that tie a control to its label, hint and error. */
export function tied(el, ctx, block, field) {
  return {
    id: idOf(ctx, block, el),
    "aria-label": field.labelId ? null : (field.name ?? (el.placeholder && spoken(el.placeholder, ctx)) ?? "Choose"),
    "aria-describedby": field.describedBy || null,
    "aria-invalid": field.invalid ? "true" : null,
    "aria-required": field.required ? "true" : null,
    autofocus: el.focus_on_load ?? null,
    data: { action: el.action_id ?? "", block: block.block_id ?? "" },
  };
}

/** Keeps the new value and, where the block says so, tells the bot. */
export async function chosen(el, ctx, block, value) {
  const before = current(ctx, block, el);
  change(ctx, block, el, value);
  if (block.type === "input" && !block.dispatch_action) return;
  if (el.confirm && !(await ask(el.confirm, ctx))) {
    change(ctx, block, el, before);
    ctx.redraw();
    return;
  }
  await ctx.click(block, el, value);
}

function counter(el, node) {
  if (!el.max_length && !el.min_length) return null;
  const note = h("span", { class: "counter", "aria-live": "polite" });
  const write = () => {
    const [length, most, least] = [node.value.length, el.max_length, el.min_length];
    const over = most && length > most;
    note.classList.toggle("is-over", Boolean(over));
    if (most && most - length <= 60) note.textContent = over ? `${length - most} too many` : `${most - length} left`;
    else note.textContent = least && length && length < least ? `${least - length} more needed` : "";
  };
  node.addEventListener("input", write);
  write();
  return note;
}

function dispatches(el, block, kind) {
  const wanted = el.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return block.dispatch_action && wanted.includes(kind);
}

function typing(el, ctx, block) {
  let timer = null;
  return {
    input: (event) => {
      change(ctx, block, el, event.target.value);
      if (!dispatches(el, block, "on_character_entered")) return;
      clearTimeout(timer);
      timer = setTimeout(() => ctx.click(block, el, event.target.value), 300);
    },
    keydown: (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      if (!el.multiline) event.preventDefault();
      if (dispatches(el, block, "on_enter_pressed")) ctx.click(block, el, event.target.value);
    },
  };
}

function text(kind) {
  return (el, ctx, block, field) => {
    const node = h(el.multiline ? "textarea" : "input", {
      ...tied(el, ctx, block, field), class: "field", placeholder: el.placeholder ? spoken(el.placeholder, ctx) : null,
      ...(el.multiline ? { rows: 4 } : kind), value: current(ctx, block, el) ?? "", on: typing(el, ctx, block), autocomplete: "off",
    });
    const note = counter(el, node);
    return note ? h("div", { class: "counted" }, node, note) : node;
  };
}

function dateField(type, read = (value) => value, write = (value) => value) {
  return (el, ctx, block, field) => {
    const value = current(ctx, block, el);
    const zone = el.timezone ?? ctx.zone;
    const node = h("input", {
      ...tied(el, ctx, block, field), type, class: "field is-short", value: value === null || value === "" ? "" : write(value, zone),
      on: { change: (event) => chosen(el, ctx, block, event.target.value ? read(event.target.value, zone) : null) },
    });
    if (!el.timezone) return node;
    return h("div", { class: "row" }, node, h("span", { class: "faint" }, el.timezone.replace("_", " ")));
  };
}

const toUnix = (value, zone) => Math.floor(fromField(value, zone).getTime() / 1000);
const fromUnix = (value, zone) => forField(new Date(value * 1000), zone);

function choice(el, ctx, block, field, kind) {
  const value = current(ctx, block, el);
  const ticked = (option) => (kind === "radio" ? value === option.value : (value ?? []).includes(option.value));
  const id = idOf(ctx, block, el);
  const update = (option, on) => {
    if (kind === "radio") return chosen(el, ctx, block, option.value);
    const kept = (current(ctx, block, el) ?? []).filter((each) => each !== option.value);
    return chosen(el, ctx, block, on ? [...kept, option.value] : kept);
  };
  return (option, i) => h("label", { class: "tick" },
    h("input", {
      id: `${id}-${i}`, type: kind, name: id, checked: ticked(option), "aria-describedby": field.describedBy || null, "aria-invalid": field.invalid ? "true" : null,
      autofocus: (el.focus_on_load && i === 0) || null, data: { action: el.action_id ?? "", value: option.value },
      on: { change: (event) => update(option, event.target.checked) },
    }),
    h("span", { class: "tick-words" }, h("span", {}, textOf(option.text, ctx)), option.description && h("small", {}, textOf(option.description, ctx))));
}

function choices(kind) {
  return (el, ctx, block, field) => {
    const name = field.labelId ? { "aria-labelledby": field.labelId } : { "aria-label": field.name ?? "Choose" };
    const props = { class: "ticks", role: kind === "radio" ? "radiogroup" : "group", ...name, "aria-required": field.required && kind === "radio" ? "true" : null };
    return h("div", props, el.options.map(choice(el, ctx, block, field, kind)));
  };
}

function staticSelect(el, ctx, block, field) {
  const words = (option) => [option.text, option.description].filter(Boolean).map((text) => spoken(text, ctx)).join(" – ");
  const draw = (option) => h("option", { value: option.value }, words(option));
  const groups = (el.option_groups ?? []).map((group) => h("optgroup", { label: spoken(group.label, ctx) }, group.options.map(draw)));
  const empty = h("option", { value: "" }, el.placeholder ? spoken(el.placeholder, ctx) : "Choose an option");
  return h("span", { class: "select" }, h("select", {
    ...tied(el, ctx, block, field), value: current(ctx, block, el) ?? "",
    on: { change: (event) => chosen(el, ctx, block, event.target.value || null) },
  }, empty, (el.options ?? []).map(draw), groups));
}

export const FIELDS = {
  plain_text_input: text({ type: "text" }),
  number_input: text({ type: "text", inputmode: "decimal" }),
  email_text_input: text({ type: "email" }),
  url_text_input: text({ type: "url" }),
  datepicker: dateField("date"),
  timepicker: dateField("time"),
  datetimepicker: dateField("datetime-local", toUnix, fromUnix),
  radio_buttons: choices("radio"),
  checkboxes: choices("checkbox"),
  static_select: staticSelect,
};

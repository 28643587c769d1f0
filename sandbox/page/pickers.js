// Fields that open a list to search in: several choices, people, channels, and options the bot supplies.

import { h, hidden, icon } from "./dom.js";
import { chosen, tied } from "./fields.js";
import { open } from "./popup.js";
import { nameOf, spoken } from "./text.js";
import { change, current, keyOf, offered } from "./values.js";

const matches = (query) => (option) => `${option.label} ${option.detail ?? ""}`.toLowerCase().includes(query.toLowerCase());

function simple(option, ctx, group) {
  return { value: option.value, label: spoken(option.text, ctx), detail: option.description && spoken(option.description, ctx), group };
}

function flat(el, ctx) {
  const groups = (el.option_groups ?? []).flatMap((group) => group.options.map((option) => simple(option, ctx, spoken(group.label, ctx))));
  return [...(el.options ?? []).map((option) => simple(option, ctx)), ...groups];
}

const people = (ctx) => [...ctx.people.values()].filter((person) => !person.deleted).map((person) => ({ value: person.id, label: nameOf(person), detail: person.title }));

function channels(ctx, kinds) {
  const shown = [...ctx.channels.values()].filter((channel) => !kinds || kinds.includes(channel.kind));
  return shown.map((channel) => ({ value: channel.id, label: ["im", "mpim"].includes(channel.kind) ? channel.name : `#${channel.name}` }));
}

function conversations(el, ctx) {
  const include = el.filter?.include?.map((kind) => ({ public: "channel" })[kind] ?? kind);
  return channels(ctx, include);
}

const local = (list) => ({ least: 0, find: async (query) => list.filter(matches(query)) });

function external(el, ctx, block) {
  const find = async (query) => {
    const { options = [] } = await ctx.suggest(block, el, query);
    const groups = options[0]?.options ? { option_groups: options } : { options };
    options.flatMap((each) => each.options ?? [each]).forEach((option) => offered.set(option.value, option));
    return flat(groups, ctx);
  };
  return { least: el.min_query_length ?? 3, find };
}

const SOURCES = {
  static: (el, ctx) => local(flat(el, ctx)),
  users: (el, ctx) => local(people(ctx)),
  channels: (el, ctx) => local(channels(ctx, ["channel"])),
  conversations: (el, ctx) => local(conversations(el, ctx)),
  external,
};

function initials(el, ctx) {
  return [...(el.initial_options ?? []), el.initial_option].filter(Boolean).map((option) => simple(option, ctx));
}

/** A chosen value in words. */
function wordsFor(value, el, ctx, block) {
  const entry = ctx.state?.[block.block_id]?.[el.action_id];
  const stored = [...(entry?.selected_options ?? []), entry?.selected_option].filter(Boolean).map((option) => simple(option, ctx));
  const told = offered.has(value) ? [simple(offered.get(value), ctx)] : [];
  const known = [...flat(el, ctx), ...people(ctx), ...channels(ctx), ...stored, ...initials(el, ctx), ...told];
  return known.find((option) => option.value === value)?.label ?? value;
}

function asList(value) {
  if (Array.isArray(value)) return value;
  return value ? [value] : [];
}

function row(option, picked, several, pick) {
  // The key must not reach the button the focus returns to, which would open the list again.
  const enter = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    pick(option, true, true);
  };
  return h("label", { class: "tick" },
    h("input", { type: several ? "checkbox" : "radio", name: "picked", checked: picked, data: { value: option.value }, on: { change: (event) => pick(option, event.target.checked), keydown: enter } }),
    h("span", { class: "tick-words" }, h("span", {}, option.label), option.detail && h("small", {}, option.detail)));
}

function grouped(options, draw) {
  const nodes = [];
  let last;
  for (const option of options) {
    if (option.group && option.group !== last) nodes.push(h("p", { class: "group-name" }, option.group));
    last = option.group;
    nodes.push(draw(option));
  }
  return nodes;
}

/** The panel with its search field and its list. */
function panel(source, draw) {
  const results = h("div", { class: "choices" });
  const status = h("p", { class: "faint", role: "status" });
  let turn = 0;
  const search = async (query) => {
    const mine = (turn += 1);
    const ready = query.length >= source.least;
    status.textContent = ready ? "Searching…" : `Type ${source.least} letters or more to search.`;
    const found = ready ? await source.find(query) : [];
    if (mine !== turn) return;
    results.replaceChildren(...grouped(found.slice(0, 200), draw));
    if (ready) status.textContent = found.length ? `${found.length} to choose from` : "Nothing found.";
  };
  const field = h("input", { type: "search", class: "field", placeholder: "Search", "aria-label": "Search", autocomplete: "off", on: { input: (event) => search(event.target.value) } });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      results.querySelector("input")?.focus();
    }
  });
  search("");
  return { node: h("div", { class: "picker", role: "dialog", "aria-label": "Choose" }, field, status, results), field };
}

function chips(el, ctx, block, box) {
  return asList(current(ctx, block, el)).map((value) => {
    const words = wordsFor(value, el, ctx, block);
    const remove = () => box.take(asList(current(ctx, block, el)).filter((each) => each !== value));
    return h("li", { class: "chip" }, words, h("button", { type: "button", on: { click: remove } }, icon("close"), hidden(`Remove ${words}`)));
  });
}

function picker(kind, several) {
  return (el, ctx, block, field) => {
    const source = SOURCES[kind](el, ctx, block);
    const placeholder = el.placeholder ? spoken(el.placeholder, ctx) : several ? "Choose some" : "Choose one";
    const list = h("ul", { class: "chips" });
    const label = h("span", { class: "select-words" });
    const props = tied(el, ctx, block, field);
    const button = h("button", { ...props, "aria-labelledby": field.labelId ? `${field.labelId} ${props.id}` : null, type: "button", class: "field is-picker", "aria-haspopup": "dialog", "aria-expanded": "false", on: { click: () => show() } }, label, icon("down"));
    const box = {
      take: (value) => { chosen(el, ctx, block, value); paint(); },
    };
    const paint = () => {
      const value = current(ctx, block, el);
      label.textContent = several || !value ? placeholder : wordsFor(value, el, ctx, block);
      label.classList.toggle("is-empty", several || !value);
      if (several) list.replaceChildren(...chips(el, ctx, block, box));
      list.hidden = !list.children.length;
    };
    const show = () => openPicker({ el, ctx, block, source, several, button, box, paint });
    paint();
    return h("div", { class: "picked", data: { key: keyOf(ctx, block, el) } }, several && list, button);
  };
}

function openPicker({ el, ctx, block, source, several, button, box, paint }) {
  const before = JSON.stringify(current(ctx, block, el));
  const isPicked = (value) => asList(current(ctx, block, el)).includes(value);
  const pick = (option, on, close = false) => {
    if (!several) {
      box.take(option.value);
      return close && node.hidePopover();
    }
    const kept = asList(current(ctx, block, el)).filter((value) => value !== option.value);
    const most = el.max_selected_items ?? Infinity;
    change(ctx, block, el, on && kept.length < most ? [...kept, option.value] : kept);
    paint();
    node.querySelectorAll("input[type=checkbox]").forEach((input) => { input.checked = isPicked(input.dataset.value); });
    return close && node.hidePopover();
  };
  const { node, field } = panel(source, (option) => row(option, isPicked(option.value), several, pick));
  if (!several) node.addEventListener("click", (event) => event.detail && event.target.matches("input") && node.hidePopover());
  open(button, node, () => {
    const after = current(ctx, block, el);
    // A list of choices is told once, when the person is done with it.
    if (several && JSON.stringify(after) !== before) chosen(el, ctx, block, after);
  });
  field.focus();
}

export const PICKERS = {
  users_select: picker("users", false),
  channels_select: picker("channels", false),
  conversations_select: picker("conversations", false),
  external_select: picker("external", false),
  multi_static_select: picker("static", true),
  multi_users_select: picker("users", true),
  multi_channels_select: picker("channels", true),
  multi_conversations_select: picker("conversations", true),
  multi_external_select: picker("external", true),
};

// The elements people press: buttons, overflow menus, feedback; and the way to all the fields.

import { h, hidden, icon } from "./dom.js";
import { ask } from "./confirm.js";
import { FIELDS } from "./fields.js";
import { FILES } from "./files.js";
import { PICKERS } from "./pickers.js";
import { RICH_INPUTS } from "./richinput.js";
import { picture } from "./pictures.js";
import { menu } from "./popup.js";
import { textOf, spoken } from "./text.js";
import { idOf } from "./values.js";

const SAFE = /^(https?:|mailto:)/i;

/** Sends a press, with a sign of life while the bot thinks. */
async function press(node, el, ctx, block, value) {
  if (!(await ask(el.confirm, ctx))) return;
  node.setAttribute("aria-busy", "true");
  await ctx.click(block, el, value);
  node.removeAttribute("aria-busy");
}

function button(el, ctx, block) {
  const style = { primary: "is-primary", danger: "is-danger" }[el.style] ?? "";
  const props = { id: idOf(ctx, block, el), class: `button ${style}`, "aria-label": el.accessibility_label ?? null, data: { action: el.action_id } };
  const words = textOf(el.text, ctx);
  const on = { click: (event) => press(event.currentTarget, el, ctx, block, el.value ?? null) };
  if (el.url && SAFE.test(el.url)) {
    return h("a", { ...props, href: el.url, target: "_blank", rel: "noopener noreferrer", on }, words, hidden(" (opens a new tab)"));
  }
  return h("button", { ...props, type: "button", on }, words);
}

function overflow(el, ctx, block) {
  const entries = () => el.options.map((option) => ({
    label: spoken(option.text, ctx),
    description: option.description && spoken(option.description, ctx),
    href: option.url && SAFE.test(option.url) ? option.url : null,
    run: () => press(node, el, ctx, block, option.value),
  }));
  const node = h("button", {
    id: idOf(ctx, block, el), type: "button", class: "button is-quiet is-icon", "aria-haspopup": "menu", "aria-expanded": "false",
    on: { click: () => menu(node, "More actions", entries()) },
  }, icon("more"), hidden("More actions"));
  return node;
}

function feedback(el, ctx, block) {
  const one = (choice, way) => {
    const named = { action_id: `${el.action_id}-${way}` };
    return h("button", {
      id: idOf(ctx, block, named), type: "button", class: "button is-quiet is-small", "aria-label": choice.accessibility_label ?? null,
      on: { click: (event) => press(event.currentTarget, el, ctx, block, choice.value) },
    }, icon("up", way === "negative" ? "is-turned" : ""), textOf(choice.text, ctx));
  };
  return h("span", { class: "row" }, one(el.positive_button, "positive"), one(el.negative_button, "negative"));
}

function iconButton(el, ctx, block) {
  const label = el.accessibility_label ?? spoken(el.text, ctx);
  const on = { click: (event) => press(event.currentTarget, el, ctx, block, el.value ?? null) };
  return h("button", { id: idOf(ctx, block, el), type: "button", class: "button is-quiet is-icon", title: label, "aria-label": label, on }, icon(el.icon ?? "trash"));
}

function workflow(el, ctx) {
  const on = { click: () => ctx.notice("Workflows do not run in the pretend workspace.") };
  return h("button", { type: "button", class: "button", on }, textOf(el.text, ctx));
}

const DRAW = {
  button, overflow, feedback_buttons: feedback, icon_button: iconButton, workflow_button: workflow,
  image: (el) => picture(el, "is-small"),
  ...FIELDS, ...PICKERS, ...RICH_INPUTS, ...FILES,
};

/** Any element. `field` holds the ids of its label, hint and error when a block gives it some. */
export function element(el, ctx, block, field = {}) {
  const draw = DRAW[el.type];
  if (!draw) return h("span", { class: "unknown" }, `This page cannot draw “${el.type}”.`);
  return draw(el, ctx, block, field);
}

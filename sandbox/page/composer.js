// Where one writes: messages, slash commands with their hints, and the menu of shortcuts.

import { h, hidden, icon } from "./dom.js";
import { menuButton } from "./popup.js";
import { show } from "./notices.js";
import { act, draft, here, seen } from "./store.js";

const keyFor = ({ channel, thread }) => `${here.as}|composer|${channel}|${thread ?? ""}`;

function fitting(text) {
  const typed = /^\/\S*$/.exec(text)?.[0];
  if (!typed) return [];
  return seen.snapshot.commands.filter((each) => each.command.startsWith(typed));
}

class Suggestions {
  constructor(field, list, complete) {
    Object.assign(this, { field, list, complete, found: [], at: -1 });
  }

  update() {
    this.found = fitting(this.field.value);
    // A command already written out in full needs no more help than its hint.
    this.at = this.found.length ? 0 : -1;
    this.paint();
  }

  paint() {
    const open = this.found.length > 0;
    this.field.setAttribute("aria-expanded", String(open));
    this.list.hidden = !open;
    this.list.replaceChildren(...this.found.map((each, i) => this.row(each, i)));
    if (open) this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  row(each, i) {
    const take = (event) => { event.preventDefault(); this.take(i); };
    return h("li", { id: `${this.list.id}-${i}`, role: "option", "aria-selected": String(i === this.at), on: { mousedown: take } },
      h("strong", {}, each.command), each.usage_hint && h("span", { class: "faint" }, ` ${each.usage_hint}`), h("small", {}, each.description));
  }

  move(by) {
    this.at = (this.at + by + this.found.length) % this.found.length;
    this.paint();
  }

  take(i = this.at) {
    this.complete(`${this.found[i].command} `);
    this.found = [];
    this.paint();
  }

  close() {
    this.found = [];
    this.paint();
  }

  /** True when the key was ours. */
  key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (!this.found.length) return false;
    if (event.key in moves) this.move(moves[event.key]);
    else if (event.key === "Tab" || (event.key === "Enter" && this.found[this.at].command !== this.field.value)) this.take();
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }
}

async function send(field, target) {
  const text = field.value.trim();
  if (!text) return;
  if (text.startsWith("/") && target.thread) {
    show("Slash commands do not work in threads.");
    return;
  }
  draft.drop(keyFor(target));
  field.value = "";
  grow(field);
  const answer = text.startsWith("/")
    ? await act("command", { channel: target.channel, text })
    : await act("say", { channel: target.channel, text, thread_ts: target.thread ?? null });
  if (answer.ok === false && !field.value) {
    // What could not be sent goes back where it was typed.
    field.value = text;
    draft.set(keyFor(target), text);
  }
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 220)}px`;
}

function shortcuts(id) {
  const entries = () => seen.snapshot.shortcuts.filter((each) => each.type === "global").map((each) => ({
    label: each.name, description: each.description, icon: "bolt", run: () => act("shortcut", { callback_id: each.callback_id }),
  }));
  return menuButton({ id, class: "button is-quiet is-icon", title: "Shortcuts" }, [icon("bolt"), hidden("Shortcuts")], "Shortcuts", entries);
}

function listenTo(field, target, suggestions) {
  field.addEventListener("input", () => {
    draft.set(keyFor(target), field.value);
    grow(field);
    suggestions?.update();
  });
  field.addEventListener("blur", () => suggestions?.close());
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || suggestions?.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    suggestions?.close();
    send(field, target);
  });
}

/** A composer for a conversation, or for a thread in it. */
export function composer(target, label) {
  const name = target.thread ? "reply" : "write";
  const list = h("ul", { id: `${name}-commands`, class: "suggestions", role: "listbox", "aria-label": "Commands", hidden: true });
  const field = h("textarea", {
    id: `${name}-field`, rows: 1, class: "composer-field", "aria-label": label, placeholder: label, value: draft.get(keyFor(target)) ?? "",
    ...(target.thread ? {} : { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }),
  });
  const complete = (text) => { field.value = text; draft.set(keyFor(target), text); field.focus(); };
  listenTo(field, target, target.thread ? null : new Suggestions(field, list, complete));
  const button = h("button", { type: "button", class: "button is-primary is-icon", on: { click: () => send(field, target) } }, icon("send"), hidden("Send"));
  requestAnimationFrame(() => grow(field));
  return h("div", { class: "composer" }, list, h("div", { class: "composer-row" }, !target.thread && shortcuts(`${name}-shortcuts`), field, button),
    !target.thread && h("p", { class: "composer-tip faint" }, "Enter sends, Shift and Enter starts a new line, / lists the commands."));
}

// Whose eyes the page looks through; changing the person changes everything that is shown.

import { h, icon } from "./dom.js";
import { avatar } from "./messages.js";
import { open } from "./popup.js";
import { act, draft, go, here, refresh, seen } from "./store.js";

const button = () => document.getElementById("persona");

let sign = null;

export function draw() {
  const { me } = seen.snapshot;
  if (sign === JSON.stringify(me)) return;
  sign = JSON.stringify(me);
  const words = h("span", { class: "persona-words" }, h("span", { class: "unseen" }, "You are "), h("strong", {}, me.real_name || me.name), h("small", {}, me.title || ""));
  button().replaceChildren(avatar(me.real_name || me.name, me.id), words, icon("down"));
  document.title = `${me.real_name || me.name} · pretend workspace`;
}

/** Become someone else; their drafts wait for their return. */
export async function become(id) {
  if (seen.snapshot?.home_open) await act("leave_home");
  go({ as: id, thread: null, at: here.at === "home" || here.at === "messages" ? here.at : null });
  await refresh();
  draft.set("heard", null);
  go({}, { replace: true });
}

function row(person) {
  const choose = () => { document.querySelector(".persona-panel")?.hidePopover(); become(person.id); };
  const isMe = person.id === here.as;
  return h("li", {}, h("button", { type: "button", class: "person", "aria-current": isMe ? "true" : null, data: { person: person.id }, on: { click: choose } },
    avatar(person.real_name || person.name, person.id), h("span", { class: "persona-words" }, h("strong", {}, person.real_name || person.name), h("small", {}, person.title || ""))));
}

function step(event, panel) {
  const items = [...panel.querySelectorAll("input, .person")];
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  items[Math.max(0, Math.min(items.length - 1, items.indexOf(document.activeElement) + by))].focus();
}

function show() {
  const cast = seen.snapshot.cast.map((id) => seen.people.get(id)).filter(Boolean);
  const people = [...seen.people.values()].filter((person) => !person.is_bot && !person.deleted);
  const everyone = [...cast, ...people.filter((person) => !cast.includes(person))];
  const list = h("ul", { class: "people" });
  const search = (query) => {
    const fits = (person) => `${person.real_name} ${person.name} ${person.title}`.toLowerCase().includes(query.toLowerCase());
    list.replaceChildren(...everyone.filter(fits).map(row));
  };
  const field = h("input", { type: "search", class: "field", placeholder: "Name or role", "aria-label": "Find a person by name or role", on: { input: (event) => search(event.target.value) } });
  const panel = h("div", { class: "persona-panel", role: "dialog", "aria-label": "See the workspace as" }, h("p", { class: "panel-title" }, "See the workspace as"), field, list);
  panel.addEventListener("keydown", (event) => step(event, panel));
  field.addEventListener("keydown", (event) => event.key === "Enter" && list.querySelector("button")?.click());
  search("");
  open(button(), panel);
  field.focus();
}

export function listen() {
  button().addEventListener("click", show);
}

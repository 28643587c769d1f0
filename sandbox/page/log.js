// What went over the wire, either way, for those who want to look behind the curtain.

import { fill, h, hidden, icon } from "./dom.js";
import { go, here, seen } from "./store.js";
import { nameOf } from "./text.js";
import { clockSeconds } from "./time.js";

const MOST = 300;
const filter = { words: "", direction: "" };
let entries = [];
let asking = false;

const box = () => document.getElementById("log");
const who = (id) => (seen.people.has(id) ? nameOf(seen.people.get(id)) : id);

function fits(entry) {
  if (filter.direction && entry.direction !== filter.direction) return false;
  return !filter.words || `${entry.what} ${who(entry.user)} ${JSON.stringify(entry.detail)}`.toLowerCase().includes(filter.words.toLowerCase());
}

/** JSON one can open level by level. */
function tree(value, name = null) {
  const label = name === null ? null : h("span", { class: "json-key" }, `${name}: `);
  if (value === null || typeof value !== "object") {
    return h("div", { class: "json-leaf" }, label, h("span", { class: `json-${value === null ? "null" : typeof value}` }, JSON.stringify(value)));
  }
  const keys = Object.keys(value);
  const kind = Array.isArray(value) ? `[${keys.length}]` : `{${keys.length}}`;
  if (!keys.length) return h("div", { class: "json-leaf" }, label, kind);
  const node = h("details", { class: "json-node", open: name === null || keys.length < 4 }, h("summary", {}, label, h("span", { class: "faint" }, kind)));
  node.append(...keys.map((key) => tree(value[key], key)));
  return node;
}

function row(entry) {
  const out = entry.direction === "out";
  const node = h("details", { class: `log-row is-${entry.direction}` }, h("summary", {},
    h("span", { class: "log-way" }, icon(out ? "right" : "left"), hidden(out ? "to the bot: " : "from the bot: ")),
    h("span", { class: "log-what" }, entry.what), h("span", { class: "faint" }, entry.user ? who(entry.user) : ""), h("time", { datetime: entry.at, class: "faint" }, clockSeconds(new Date(entry.at)))));
  node.addEventListener("toggle", () => node.open && node.childElementCount === 1 && node.append(tree(entry.detail)), { once: true });
  return h("li", {}, node);
}

function head() {
  const search = h("input", { id: "log-words", type: "search", class: "field", placeholder: "Filter", "aria-label": "Filter the log", on: { input: (event) => { filter.words = event.target.value; paint(); } } });
  const ways = [["", "Both ways"], ["out", "To the bot"], ["in", "From the bot"]].map(([value, words]) => h("option", { value }, words));
  const way = h("select", { "aria-label": "Direction", on: { change: (event) => { filter.direction = event.target.value; paint(); } } }, ways);
  const close = h("button", { id: "log-close", type: "button", class: "button is-quiet is-icon", on: { click: toggle } }, icon("close"), hidden("Close the log"));
  return [h("header", { class: "side-head" }, h("h2", {}, "Log"), close), h("div", { class: "row log-filter" }, search, h("span", { class: "select" }, way)),
    h("p", { class: "faint side-note", id: "log-count", role: "status" }), h("ol", { class: "log-list" })];
}

function paint() {
  const found = entries.filter(fits).slice(-MOST).reverse();
  document.getElementById("log-count").textContent = `${found.length} of ${entries.length} entries, newest first`;
  // The same second may hold two of a kind, so their order tells them apart.
  const count = new Map();
  const rows = [...found].reverse().map((entry) => {
    const base = `${entry.at}|${entry.direction}|${entry.what}`;
    count.set(base, (count.get(base) ?? 0) + 1);
    return { key: `${base}|${count.get(base)}`, sign: "", draw: () => row(entry) };
  });
  fill(box().querySelector("ol"), rows.reverse());
}

async function load() {
  // A busy bot changes something many times a second; nobody reads that fast.
  if (asking) return;
  asking = true;
  await new Promise((resolve) => { setTimeout(resolve, entries.length ? 300 : 0); });
  asking = false;
  try {
    entries = await (await fetch("/page/log")).json();
  } catch {
    // The next change asks again.
  }
  if (here.side === "log") paint();
}

export function draw() {
  const isOpen = here.side === "log";
  document.getElementById("log-toggle").setAttribute("aria-pressed", String(isOpen));
  box().hidden = !isOpen;
  if (!isOpen) return;
  if (!box().childElementCount) box().append(...head());
  load();
}

export function toggle() {
  const opens = here.side !== "log";
  go({ side: opens ? "log" : null, thread: null }, { replace: true });
  document.getElementById(opens ? "log-words" : "log-toggle").focus();
}

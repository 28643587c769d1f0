// Elements are made here, one by one and from text nodes only: nothing on this page ever parses HTML.

const SVG = "http://www.w3.org/2000/svg";

function put(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.setAttribute("class", value);
  else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "value" || name === "checked" || name === "selected" || name === "indeterminate") node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

function grow(node, props, children) {
  const { value, ...others } = props ?? {};
  for (const [name, content] of Object.entries(others)) put(node, name, content);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  // A select knows its value only once its options are inside.
  put(node, "value", value);
  return node;
}

export const h = (tag, props, ...children) => grow(document.createElement(tag), props, children);
export const svg = (tag, props, ...children) => grow(document.createElementNS(SVG, tag), props, children);

const SHAPES = {
  close: "M5 5l10 10M15 5L5 15",
  down: "M5 7.5l5 5 5-5",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  send: "M3.5 10h12M10.5 5l5 5-5 5",
  bolt: "M11 2.5L4.5 11.5h5L9 17.5l6.5-9h-5z",
  menu: "M3.5 5.5h13M3.5 10h13M3.5 14.5h13",
  clock: "M10 3a7 7 0 100 14 7 7 0 000-14zM10 6v4l2.6 1.8",
  log: "M4 5h12M4 10h8M4 15h10",
  reply: "M3.5 4.5h13v9h-8l-3.5 3v-3h-1.5z",
  file: "M5.5 2.5h6l3.5 3.5v11.5h-9.5zM11.5 2.5v3.5h3.5",
  home: "M3.5 9.5L10 4l6.5 5.5M5.5 8.5v7.5h9v-7.5",
  hash: "M7.5 3.5l-1.5 13M14 3.5l-1.5 13M4 7.5h13M3 12.5h13",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 016 0V9",
  left: "M12.5 5l-5 5 5 5",
  right: "M7.5 5l5 5-5 5",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4l.8-10.5",
  up: "M6 17V9.5M6 9.5L9.5 3c1.4 0 2 1 1.8 2.2L10.8 8h4.7l-1.3 7.5H6",
  sort: "M6 8l4-4 4 4M6 12l4 4 4-4",
  check: "M4 10.5l4 4 8-9",
  people: "M7.5 9.5a2.7 2.7 0 100-5.4 2.7 2.7 0 000 5.4zM2.5 16c.5-2.8 2.4-4.3 5-4.3s4.5 1.5 5 4.3M13 9.3a2.4 2.4 0 10-.9-4.6M14 11.8c2 .3 3.2 1.7 3.6 4.2",
  link: "M8.5 11.5l3-3M9 6l1.6-1.6a3.2 3.2 0 014.6 4.6L13.5 10.6M11 14l-1.6 1.6a3.2 3.2 0 01-4.6-4.6L6.5 9.4",
  quote: "M4 5.5v9M7.5 7h8.5M7.5 10h8.5M7.5 13h5.5",
  person: "M10 10a3.2 3.2 0 100-6.4A3.2 3.2 0 0010 10zM3.8 17c.6-3.2 3-5 6.2-5s5.6 1.8 6.2 5",
  info: "M10 3a7 7 0 100 14 7 7 0 000-14zM10 9v4.5M10 6.5h.01",
  warn: "M10 3.5l7 12.5h-14zM10 8v4M10 14h.01",
  app: "M4 4h5v5H4zM11.5 4h4.5v5h-4.5zM4 11.5h5V16H4zM11.5 11.5h4.5V16h-4.5z",
};

/** A picture beside a word, so hidden from those who listen. */
export function icon(name, extra = "") {
  const path = svg("path", { d: SHAPES[name] ?? SHAPES.more });
  return svg("svg", { class: `icon ${extra}`, viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" }, path);
}

export const hidden = (...children) => h("span", { class: "unseen" }, ...children);

/** Replaces children, but keeps each node whose key and sign have not changed. */
export function fill(parent, items) {
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const wanted = items.map(({ key, sign, draw }) => {
    const kept = old.get(key);
    if (kept && kept.sign === sign) return kept;
    const node = draw();
    node.dataset.key = key;
    node.sign = sign;
    return node;
  });
  if (wanted.length === parent.children.length && wanted.every((node, i) => node === parent.children[i])) return;
  const place = whereFocusIs(parent);
  parent.replaceChildren(...wanted);
  restoreFocus(place);
}

export function whereFocusIs(root) {
  const active = document.activeElement;
  if (!active || !active.id || !root.contains(active)) return null;
  const { id, scrollTop } = active;
  const caret = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  return { id, caret, scrollTop };
}

export function restoreFocus(place) {
  const node = place && document.getElementById(place.id);
  if (!node || node === document.activeElement) return;
  node.focus({ preventScroll: true });
  // Date and number fields have no caret and say null.
  if (place.caret && place.caret[0] !== null && node.setSelectionRange) node.setSelectionRange(...place.caret);
  node.scrollTop = place.scrollTop;
}

let counter = 0;
export const fresh = (word) => `${word}-${(counter += 1)}`;

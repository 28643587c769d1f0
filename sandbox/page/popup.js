// Things that open beside a button: menus and panels. They close on Escape and when one looks elsewhere.

import { h, icon } from "./dom.js";

function beside(button, panel) {
  const from = button.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const below = from.bottom + 4 + size.height < innerHeight || from.top < size.height;
  panel.style.left = `${Math.max(8, Math.min(from.left, innerWidth - size.width - 8))}px`;
  panel.style.top = `${below ? Math.min(from.bottom + 4, Math.max(8, innerHeight - size.height - 8)) : from.top - size.height - 4}px`;
}

/** Opens `panel` beside `button` until it is left; `closed` hears of it. */
export function open(button, panel, closed) {
  panel.setAttribute("popover", "auto");
  panel.classList.add("popup");
  // Inside a dialog everything outside is out of reach, so the panel has to live in it.
  (button.closest("dialog") ?? document.body).append(panel);
  button.setAttribute("aria-expanded", "true");
  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const had = panel.contains(document.activeElement) || document.activeElement === document.body;
    panel.remove();
    button.setAttribute("aria-expanded", "false");
    if (had) (document.getElementById(button.id) ?? button).focus();
    closed?.();
  });
  panel.showPopover({ source: button });
  beside(button, panel);
}

function step(items, event) {
  const at = items.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
  if (event.key in moves) {
    event.preventDefault();
    items.at(moves[event.key] % items.length).focus();
  } else if (event.key === "Tab") event.currentTarget.hidePopover();
  else if (event.key.length === 1) items.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
}

function entry({ label, description, icon: picture, href, run, danger }, close) {
  const words = [picture && icon(picture), h("span", { class: "menu-words" }, h("span", {}, label), description && h("small", {}, description))];
  const props = { role: "menuitem", tabindex: "-1", class: danger ? "menu-item is-danger" : "menu-item" };
  const on = { click: () => { close(); run?.(); } };
  return href ? h("a", { ...props, href, target: "_blank", rel: "noopener noreferrer", on }, words) : h("button", { ...props, type: "button", on }, words);
}

/** A menu of actions at a button. Entries: {label, description, icon, href, run, danger}. */
export function menu(button, label, entries) {
  const panel = h("div", { class: "menu", role: "menu", "aria-label": label });
  const items = entries.map((each) => entry(each, () => panel.hidePopover()));
  panel.append(...(items.length ? items : [h("p", { class: "faint" }, "Nothing here yet.")]));
  panel.addEventListener("keydown", (event) => step(items, event));
  open(button, panel);
  items[0]?.focus();
}

export function menuButton(props, content, label, entries) {
  const button = h("button", {
    type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...props,
    on: { click: () => menu(button, label, entries()) },
  }, content);
  return button;
}

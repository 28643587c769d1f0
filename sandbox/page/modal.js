// The modal: the top one of a stack of up to three, in a dialog that keeps the keyboard inside.

import { blocks } from "./blocks.js";
import { contextFor } from "./context.js";
import { h, hidden, icon, restoreFocus, whereFocusIs } from "./dom.js";
import { act, draft, seen } from "./store.js";
import { textOf } from "./text.js";
import { collect } from "./values.js";

let drawn = { face: null, sign: null };
let opener = null;

const dialog = () => document.getElementById("modal");
const top = () => seen.snapshot?.modals.at(-1);
// A view that was replaced keeps its id and is another one all the same.
const faceOf = (view) => view && JSON.stringify([view.id, view.callback_id, view.title.text]);
const errorsOf = (view) => seen.snapshot.errors?.[view.id] ?? {};

function contextOf(view) {
  const ctx = contextFor({
    place: view.id,
    where: () => ({ view_id: view.id, state: collect(ctx, view.blocks) }),
    state: view.state?.values ?? {},
    errors: errorsOf(view),
    redraw: () => draw(true),
  });
  return ctx;
}

function focusFirst(root, selector) {
  const node = root.querySelector("[autofocus]") ?? root.querySelector(selector);
  node?.focus();
  return node;
}

const FIELD = ".modal-body :is(input, textarea, select, [contenteditable], .is-picker):not(:disabled)";

async function submit(event) {
  event.preventDefault();
  const view = top();
  if (!view || dialog().getAttribute("aria-busy") === "true") return;
  dialog().setAttribute("aria-busy", "true");
  const answer = await act("submit", { view_id: view.id, state: collect(contextOf(view), view.blocks) });
  dialog().removeAttribute("aria-busy");
  const wrong = answer.errors ?? {};
  if (answer.ok && !Object.keys(wrong).length && faceOf(top()) !== faceOf(view)) draft.drop(`${view.id}|`);
  draw(true);
  if (Object.keys(wrong).length) showTrouble();
}

/** The first field that is wrong, with its label and what is the matter. */
function showTrouble() {
  const field = dialog().querySelector("[aria-invalid=true]");
  (field ?? dialog().querySelector(".modal-trouble"))?.focus();
  field?.closest(".is-wrong")?.scrollIntoView({ block: "nearest" });
}

function close(everything = false) {
  const view = top();
  if (!view) return;
  draft.drop(`${view.id}|`);
  act("close", { view_id: view.id, everything });
}

function head(view, ctx) {
  const depth = seen.snapshot.modals.length;
  const step = depth > 1 && h("span", { class: "faint" }, `${depth} windows open`);
  const cross = h("button", { type: "button", class: "button is-quiet is-icon", on: { click: () => close(true) } }, icon("close"), hidden("Close the window"));
  return h("header", { class: "modal-head" }, h("h2", { id: "modal-title" }, textOf(view.title, ctx)), step, cross);
}

function foot(view, ctx) {
  const closing = view.close ? textOf(view.close, ctx) : [seen.snapshot.modals.length > 1 ? "Back" : "Cancel"];
  const cancel = h("button", { id: "modal-close", type: "button", class: "button", on: { click: () => close() } }, closing);
  const send = view.submit && h("button", { id: "modal-submit", type: "submit", class: "button is-primary" }, textOf(view.submit, ctx));
  return h("footer", { class: "modal-foot" }, cancel, send);
}

function trouble(view) {
  const wrong = errorsOf(view);
  const count = Object.keys(wrong).filter(Boolean).length;
  const words = wrong[""] ?? (count && (count === 1 ? "One answer needs another look." : `${count} answers need another look.`));
  return h("p", { class: "modal-trouble", role: "alert", tabindex: "-1", hidden: !words }, words || "");
}

function form(view) {
  const ctx = contextOf(view);
  return h("form", { novalidate: true, class: "modal-form", on: { submit } },
    head(view, ctx), trouble(view), h("div", { class: "modal-body", tabindex: "-1" }, blocks(view.blocks, ctx)), foot(view, ctx));
}

function paint(view, isNew) {
  const box = dialog();
  const place = isNew ? null : whereFocusIs(box);
  const at = isNew ? 0 : (box.querySelector(".modal-body")?.scrollTop ?? 0);
  const old = box.querySelector("form");
  const next = form(view);
  if (old) old.replaceWith(next);
  else box.prepend(next);
  box.querySelector(".modal-body").scrollTop = at;
  if (isNew) focusFirst(box, FIELD) ?? focusFirst(box, ".modal-foot button:last-child");
  else restoreFocus(place);
}

function leave() {
  drawn = { face: null, sign: null };
  if (!dialog().open) return;
  dialog().close();
  dialog().querySelector("form")?.remove();
  document.getElementById(opener)?.focus();
}

/** Shows the top view, if there is one; what was typed stays whatever is redrawn. */
export function draw(force = false) {
  const view = top();
  if (!view) return leave();
  const sign = JSON.stringify([view.blocks, view.title, view.submit, view.close, errorsOf(view), seen.snapshot.modals.length]);
  const isNew = faceOf(view) !== drawn.face;
  if (!force && dialog().open && sign === drawn.sign && !isNew) return undefined;
  if (!dialog().open) {
    opener = document.activeElement?.id;
    dialog().showModal();
  }
  drawn = { face: faceOf(view), sign };
  return paint(view, isNew);
}

export function listen() {
  dialog().addEventListener("cancel", (event) => {
    // Escape also shuts menus and questions inside; only the dialog's own counts.
    if (event.target !== dialog()) return;
    event.preventDefault();
    close();
  });
  // A second Escape in a row shuts the dialog whatever we say; the workspace has to know.
  dialog().addEventListener("close", () => drawn.face && close());
}

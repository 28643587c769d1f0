// The clock of the pretend world, and the ways to move it on.

import { h, icon } from "./dom.js";
import { open } from "./popup.js";
import { act, seen } from "./store.js";
import { clockFace, clockSeconds, forField, fromField, fullDay, hour, now } from "./time.js";

const face = () => document.getElementById("clock");

export function tick() {
  if (!seen.snapshot) return;
  const moment = now();
  const words = `${clockFace(moment)}, ${hour(moment)}`;
  const node = document.getElementById("clock-words");
  if (node.textContent !== words) node.textContent = words;
  const exact = document.getElementById("clock-exact");
  if (!exact) return;
  exact.textContent = clockSeconds(moment);
  document.getElementById("clock-day").textContent = fullDay(moment);
}

const named = (key) => key[0].toUpperCase() + key.slice(1).replace(/[-_]/g, " ");

async function move(to) {
  const status = document.getElementById("clock-status");
  if (status) status.textContent = "Moving the clock…";
  const answer = await act("clock", { to });
  tick();
  const done = document.getElementById("clock-status");
  if (done) done.textContent = answer.ok === false ? (answer.error ?? "The clock did not move.") : `It is now ${clockFace(now())}, ${hour(now())}.`;
}

function step(label, to) {
  return h("button", { type: "button", class: "button", data: { to }, on: { click: () => move(to) } }, label);
}

function freeMoment() {
  const field = h("input", { id: "clock-field", type: "datetime-local", class: "field", value: forField(now()) });
  const send = (event) => {
    event.preventDefault();
    if (field.value) move(fromField(field.value).toISOString());
  };
  return h("form", { class: "clock-free", on: { submit: send } }, h("label", { class: "label", for: "clock-field" }, "Any other moment"), h("div", { class: "row" }, field, h("button", { class: "button is-primary" }, "Set")));
}

function show() {
  const panel = h("div", { class: "clock-panel", role: "dialog", "aria-label": "Clock" },
    h("p", { class: "panel-title" }, "Time in the pretend world (Europe/London)"),
    h("p", { class: "clock-now" }, h("span", { id: "clock-exact" }), h("span", { id: "clock-day", class: "faint" })),
    h("div", { class: "clock-steps" }, step("+1 hour", "+1h"), step("Next working day, 9:00", "next-working-9"), (seen.snapshot.moments ?? []).filter((name) => name !== "next-working-9").map((name) => step(named(name), name))),
    freeMoment(), h("p", { id: "clock-status", class: "faint", role: "status" }));
  open(face(), panel);
  tick();
  panel.querySelector("button").focus();
}

export function listen() {
  face().prepend(icon("clock"));
  face().addEventListener("click", show);
  setInterval(tick, 1000);
}

// What the page knows: the snapshot of one person, where they are looking, and the drafts they have not sent.

import { setClock } from "./time.js";

const listeners = new Set();
const drafts = new Map();

export const here = { as: null, at: null, thread: null, side: null };
export const seen = { snapshot: null, people: new Map(), channels: new Map(), problem: null };

export const onChange = (listener) => listeners.add(listener);
export const tell = () => listeners.forEach((listener) => listener());

// Drafts outlive every redrawing, so nothing typed is lost when something arrives.
export const draft = {
  get: (key) => drafts.get(key),
  has: (key) => drafts.has(key),
  set: (key, value) => drafts.set(key, value),
  drop: (start) => [...drafts.keys()].filter((key) => key.startsWith(start)).forEach((key) => drafts.delete(key)),
};

export function address(change = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...here, ...change })) if (value) query.set(name, value);
  return `?${query}`;
}

export function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const name of Object.keys(here)) here[name] = query.get(name);
}

/** Go somewhere else on the page; the address keeps up, so the way back works. */
export function go(change, { replace = false } = {}) {
  Object.assign(here, change);
  history[replace ? "replaceState" : "pushState"](null, "", address());
  tell();
}

let latest = null;

async function look() {
  const answer = await fetch(`/page/state?as=${encodeURIComponent(here.as ?? "")}`);
  const snapshot = await answer.json();
  if (!answer.ok) throw new Error(snapshot.error);
  return snapshot;
}

/** Ask anew and show what is there; whoever waits has seen it, or something newer, when this ends. */
export async function refresh() {
  const mine = look();
  latest = mine;
  const snapshot = await mine;
  // A slower, older answer must not paint over a newer one.
  if (mine === latest) take(snapshot);
  else await settled();
}

/** Waits for the newest question to be answered, whoever asked it. */
async function settled() {
  let awaited;
  do {
    awaited = latest;
    await awaited;
  } while (awaited !== latest);
}

function take(snapshot) {
  seen.snapshot = snapshot;
  seen.people = new Map(snapshot.people.map((person) => [person.id, person]));
  seen.channels = new Map(snapshot.channels.map((channel) => [channel.id, channel]));
  setClock(snapshot.now, snapshot.frozen);
  tell();
}

/** Do something as this person; the answer is what the workspace said. */
export async function act(name, details = {}) {
  const body = JSON.stringify({ as: here.as, act: name, ...details });
  try {
    const answer = await fetch("/page/act", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    const said = await answer.json();
    if (!answer.ok) seen.problem?.(said.error ?? "That did not work.");
    return said;
  } catch {
    seen.problem?.("The pretend workspace does not answer. Is the demo still running?");
    return { ok: false };
  } finally {
    await refresh().catch(() => {});
  }
}

export async function upload(file) {
  const address = `/page/upload?as=${encodeURIComponent(here.as)}&name=${encodeURIComponent(file.name)}`;
  const answer = await fetch(address, { method: "POST", body: file, headers: { "Content-Type": file.type || "application/octet-stream" } });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}

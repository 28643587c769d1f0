// Puts the page together: reads the address, listens for changes, draws.

import * as clock from "./clock.js";
import * as log from "./log.js";
import * as main from "./main.js";
import * as modal from "./modal.js";
import * as notices from "./notices.js";
import * as persona from "./persona.js";
import * as sidebar from "./sidebar.js";
import { act, go, here, onChange, readAddress, refresh, seen } from "./store.js";

const node = (id) => document.getElementById(id);

/** The bot hears that someone looks at its Home, or has turned away from it. */
function arrive() {
  const { snapshot } = seen;
  if (here.at === "home") act("home");
  else if (here.at === "messages") act("messages");
  if (here.at !== "home" && snapshot.home_open) act("leave_home");
}

let before = null;

function settle() {
  const { snapshot, channels } = seen;
  if (!snapshot) return false;
  if (here.at === snapshot.app.dm) here.at = "messages";
  if (!here.at || (!["home", "messages"].includes(here.at) && !channels.has(here.at))) here.at = "home";
  return snapshot.me.id === here.as;
}

function draw() {
  if (!settle()) return;
  for (const part of [persona, sidebar, main, log, modal, notices]) part.draw();
  clock.tick();
  const place = `${here.as}|${here.at}`;
  if (place === before) return;
  before = place;
  showNav(false);
  arrive();
}

function showNav(isOpen) {
  document.body.classList.toggle("has-nav", isOpen);
  node("nav-toggle").setAttribute("aria-expanded", String(isOpen));
}

/** Links within the page go without a new load; the address still says where we are. */
function follow(event) {
  const link = event.target.closest("a[data-go]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go({ at: link.dataset.go, thread: null });
  node("where")?.focus();
}

function watch() {
  const source = new EventSource("/page/stream");
  let busy = false;
  let again = false;
  const look = async () => {
    if (busy) { again = true; return; }
    busy = true;
    await refresh().catch(() => {});
    busy = false;
    if (again) { again = false; look(); }
  };
  source.addEventListener("changed", look);
  source.addEventListener("open", () => { node("link").hidden = true; look(); });
  source.addEventListener("error", () => { node("link").hidden = false; });
}

function listen() {
  document.addEventListener("click", follow);
  window.addEventListener("popstate", async () => {
    const { as } = here;
    readAddress();
    if (here.as !== as) await refresh().catch(() => {});
    draw();
  });
  node("nav-toggle").addEventListener("click", () => showNav(!document.body.classList.contains("has-nav")));
  node("shade").addEventListener("click", () => showNav(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && showNav(false));
  node("log-toggle").addEventListener("click", log.toggle);
  for (const part of [clock, modal, main, persona]) part.listen();
}

async function start() {
  readAddress();
  seen.problem = notices.show;
  listen();
  onChange(draw);
  try {
    await refresh().catch(async (error) => {
      // An old address may name someone who is no longer here; the page goes on as somebody else.
      notices.show(error.message);
      here.as = null;
      await refresh();
    });
    if (here.as !== seen.snapshot.me.id) here.as = seen.snapshot.me.id;
    go({}, { replace: true });
  } catch (error) {
    notices.show(error.message);
    node("where").textContent = "Nobody is here";
  }
  watch();
}

start();

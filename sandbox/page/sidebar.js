// The way around: channels, direct messages and the app, with what is unread.

import { fill, h, hidden, icon } from "./dom.js";
import { avatar } from "./messages.js";
import { address, here, seen } from "./store.js";

const byName = (a, b) => a.name.localeCompare(b.name, "en-GB");

function row({ id, name, picture, unread }) {
  const isHere = here.at === id;
  const more = unread ? h("span", { class: "unread" }, String(unread), hidden(unread === 1 ? " unread message" : " unread messages")) : null;
  return {
    key: id,
    sign: JSON.stringify([name, unread, isHere, here.as]),
    draw: () => h("li", {}, h("a", { id: `to-${id}`, class: unread ? "nav-row has-unread" : "nav-row", href: address({ at: id, thread: null }), data: { go: id }, "aria-current": isHere ? "page" : null }, picture(), h("span", { class: "nav-name" }, name), more)),
  };
}

function channelRow(channel) {
  const signs = { im: () => avatar(channel.name, channel.id), mpim: () => icon("people") };
  const picture = signs[channel.kind] ?? (() => icon(channel.private ? "lock" : "hash"));
  return row({ ...channel, picture });
}

function appRows({ app, channels }) {
  const dm = channels.find((channel) => channel.id === app.dm);
  return [
    row({ id: "home", name: "Home", picture: () => icon("home"), unread: 0 }),
    row({ id: "messages", name: "Messages", picture: () => icon("reply"), unread: dm?.unread ?? 0 }),
  ];
}

export function draw() {
  const { snapshot } = seen;
  const others = snapshot.channels.filter((channel) => channel.id !== snapshot.app.dm);
  const list = (id, rows) => {
    document.getElementById(id).closest("section").hidden = !rows.length;
    fill(document.getElementById(id), rows);
  };
  document.getElementById("app-name").textContent = snapshot.app.name;
  list("nav-app", appRows(snapshot));
  list("nav-channels", others.filter((each) => !["im", "mpim"].includes(each.kind)).sort(byName).map(channelRow));
  list("nav-people", others.filter((each) => ["im", "mpim"].includes(each.kind)).sort(byName).map(channelRow));
}

// Every time on the page comes from the pretend clock; the machine's own clock only measures how far it has run on.

const HOME = "Europe/London";

let told = { at: Date.now(), since: performance.now(), frozen: false };

export function setClock(iso, frozen) {
  told = { at: Date.parse(iso), since: performance.now(), frozen };
}

export function now() {
  return new Date(told.frozen ? told.at : told.at + performance.now() - told.since);
}

function written(moment, zone, options) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone || HOME, ...options }).format(moment);
}

export const dayKey = (moment, zone) => written(moment, zone, { year: "numeric", month: "2-digit", day: "2-digit" });
export const hour = (moment, zone) => written(moment, zone, { hour: "2-digit", minute: "2-digit", hour12: false });
const seconds = (moment, zone) => written(moment, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const long = (moment, zone) => written(moment, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const plain = (moment, zone) => written(moment, zone, { day: "numeric", month: "long", year: "numeric" });
const short = (moment, zone) => written(moment, zone, { day: "numeric", month: "short", year: "numeric" });
const number = (moment, zone) => written(moment, zone, { year: "numeric", month: "2-digit", day: "2-digit" });

/** "Today", "Yesterday", "Tomorrow", or nothing. */
function near(moment, zone) {
  const day = 86400000;
  const words = { [dayKey(now(), zone)]: "today", [dayKey(new Date(now() - day), zone)]: "yesterday" };
  words[dayKey(new Date(now().getTime() + day), zone)] = "tomorrow";
  return words[dayKey(moment, zone)];
}

const capital = (word) => word && word[0].toUpperCase() + word.slice(1);

export function dayName(moment, zone) {
  return capital(near(moment, zone)) ?? written(moment, zone, { weekday: "long", day: "numeric", month: "long" });
}

export const clockFace = (moment) => written(moment, HOME, { weekday: "short", day: "numeric", month: "short" });
export const fullDay = (moment) => long(moment, HOME);
export const fullMoment = (moment, zone) => `${long(moment, zone)} at ${hour(moment, zone)}`;
export const clockSeconds = (moment, zone) => seconds(moment, zone || HOME);

/** A moment as a date-time field wants it: local time in the zone, no offset. */
export function forField(moment, zone = HOME) {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return `${day.format(moment)}T${hour(moment, zone)}`;
}

/** The other way round: what the field says, read in the zone. */
export function fromField(text, zone = HOME) {
  const guess = new Date(`${text}Z`);
  const seen = new Date(`${forField(guess, zone)}Z`);
  const first = new Date(guess.getTime() - (seen - guess));
  const again = new Date(`${forField(first, zone)}Z`);
  return new Date(first.getTime() - (again - guess));
}

function ago(moment) {
  const steps = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const distance = (moment - now()) / 1000;
  const [unit, size] = steps.find(([, length]) => Math.abs(distance) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" }).format(Math.round(distance / size), unit);
}

const TOKENS = {
  date_num: number,
  date_slash: number,
  date: plain,
  date_short: short,
  date_long: long,
  date_long_full: long,
  date_pretty: (moment, zone) => near(moment, zone) ?? plain(moment, zone),
  date_short_pretty: (moment, zone) => near(moment, zone) ?? short(moment, zone),
  date_long_pretty: (moment, zone) => near(moment, zone) ?? long(moment, zone),
  day_divider_pretty: dayName,
  time: hour,
  time_secs: seconds,
  ago,
};

/** Slack's date tokens, in the reader's zone. */
export function dated(unix, format, zone) {
  const moment = new Date(Number(unix) * 1000);
  if (Number.isNaN(moment.getTime())) return null;
  return format.replace(/\{(\w+)\}/g, (whole, token) => (TOKENS[token] ? TOKENS[token](moment, zone) : whole));
}

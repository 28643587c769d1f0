// The drawing of charts, in a box of fixed size that the page scales.

import { svg } from "./dom.js";
import { pointAt } from "./points.js";

const BOX = { width: 520, height: 244, left: 44, right: 12, top: 18, bottom: 42 };
const format = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2, notation: "compact" });
const DASHES = ["", "7 4", "2 4", "10 4 2 4", "4 2", "12 4"];

/** A step of 1, 2 or 5 times a power of ten, so that the axis has some five lines. */
function stepFor(span) {
  const rough = span / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough);
}

function scaleFor(chart) {
  const all = chart.series.flatMap((series) => series.data.map((point) => point.value));
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const step = stepFor(high - low);
  const [from, to] = [Math.floor(low / step) * step, Math.ceil(high / step) * step || step];
  const inner = BOX.height - BOX.top - BOX.bottom;
  const y = (value) => BOX.top + inner * (1 - (value - from) / (to - from));
  return { y, from, to, step };
}

function grid({ y, from, to, step }) {
  const lines = [];
  for (let value = from; value <= to + step / 1e6; value += step) {
    const at = y(value);
    lines.push(svg("line", { class: Math.abs(value) < step / 1e6 ? "zero" : "rule", x1: BOX.left, x2: BOX.width - BOX.right, y1: at, y2: at }));
    lines.push(svg("text", { class: "tick-label is-end", x: BOX.left - 7, y: at + 4 }, format.format(value)));
  }
  return lines;
}

function labels(categories, x) {
  const room = (BOX.width - BOX.left - BOX.right) / categories.length;
  const fits = Math.max(3, Math.floor(room / 6.2));
  const every = Math.ceil(24 / room);
  const cut = (word) => (word.length > fits ? `${word.slice(0, fits - 1)}…` : word);
  const inLines = (name) => {
    const at = name.length > fits ? name.lastIndexOf(" ", fits) : -1;
    return at > 0 ? [name.slice(0, at), cut(name.slice(at + 1))] : [cut(name)];
  };
  const line = (words, i, n) => svg("tspan", { x: x(i), dy: n ? "1.15em" : 0 }, words);
  return categories.map((name, i) => (i % every ? null : svg("text", { class: "tick-label is-middle", x: x(i), y: BOX.height - BOX.bottom + 20 }, svg("title", {}, name), inLines(name).map((words, n) => line(words, i, n)))));
}

const frame = (...inside) => svg("svg", { viewBox: `0 0 ${BOX.width} ${BOX.height}` }, ...inside);

function oneBar(scale, { value, left, width, tone, name, alone }) {
  const [a, b] = [scale.y(0), scale.y(value)];
  const bar = svg("rect", { class: `fill tone-${tone % 12}`, x: left, y: Math.min(a, b), width, height: Math.max(1, Math.abs(a - b)), rx: Math.min(3, width / 4) }, svg("title", {}, `${name}: ${format.format(value)}`));
  const number = alone && svg("text", { class: "point-label is-middle", x: left + width / 2, y: value < 0 ? b + 13 : b - 4 }, format.format(value));
  return [bar, number];
}

function bar(chart) {
  const { categories } = chart.axis_config;
  const scale = scaleFor(chart);
  const room = (BOX.width - BOX.left - BOX.right) / categories.length;
  const width = Math.min(46, (room * 0.74) / chart.series.length);
  const start = (i) => BOX.left + room * (i + 0.5) - (width * chart.series.length) / 2;
  const bars = categories.map((category, i) => chart.series.map((series, tone) => oneBar(scale, {
    value: pointAt(series, category, i), left: start(i) + tone * width, width: width - 1.5, tone, name: `${category}, ${series.name}`, alone: chart.series.length === 1 && categories.length <= 12,
  })));
  return frame(grid(scale), bars, labels(categories, (i) => BOX.left + room * (i + 0.5)));
}

const MARKS = [
  (x, y) => svg("circle", { cx: x, cy: y, r: 3.5 }),
  (x, y) => svg("rect", { x: x - 3.2, y: y - 3.2, width: 6.4, height: 6.4 }),
  (x, y) => svg("path", { d: `M${x} ${y - 4.4}l4.2 7.2h-8.4z` }),
  (x, y) => svg("path", { d: `M${x} ${y - 4.8}l4.8 4.8-4.8 4.8-4.8-4.8z` }),
];

function trace(chart, filled) {
  const { categories } = chart.axis_config;
  const scale = scaleFor(chart);
  const room = (BOX.width - BOX.left - BOX.right) / Math.max(1, categories.length - 1 || 1);
  const x = (i) => (categories.length === 1 ? BOX.width / 2 : BOX.left + 8 + (room - 16 / Math.max(1, categories.length - 1)) * i);
  const layers = chart.series.map((series, tone) => {
    const points = categories.map((category, i) => [x(i), scale.y(pointAt(series, category, i))]);
    const path = points.map(([px, py], i) => `${i ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");
    const area = filled && svg("path", { class: `area tone-${tone % 12}`, d: `${path}L${points.at(-1)[0]} ${scale.y(0)}L${points[0][0]} ${scale.y(0)}Z` });
    const marks = points.map(([px, py]) => MARKS[tone % 4](px, py));
    return [area, svg("path", { class: `line tone-${tone % 12}`, d: path, "stroke-dasharray": DASHES[tone % 6] || null }), svg("g", { class: `fill tone-${tone % 12}` }, marks)];
  });
  return frame(grid(scale), layers, labels(categories, x));
}

function slice(from, to, tone, name) {
  const [cx, cy, r] = [110, 110, 100];
  const at = (turn) => `${(cx + r * Math.sin(turn * 2 * Math.PI)).toFixed(2)} ${(cy - r * Math.cos(turn * 2 * Math.PI)).toFixed(2)}`;
  const whole = to - from > 0.9999;
  const d = whole ? `M${cx} ${cy - r}a${r} ${r} 0 110 ${2 * r}a${r} ${r} 0 110 ${-2 * r}` : `M${cx} ${cy}L${at(from)}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}Z`;
  return svg("path", { class: `fill slice tone-${tone % 12}`, d }, svg("title", {}, name));
}

function shareLabel(middle, share) {
  if (share < 0.06) return null;
  const turn = middle * 2 * Math.PI;
  return svg("text", { class: "share is-middle", x: 110 + 66 * Math.sin(turn), y: 114 - 66 * Math.cos(turn) }, `${Math.round(share * 100)}%`);
}

function pie(chart) {
  const total = chart.segments.reduce((sum, each) => sum + each.value, 0);
  let from = 0;
  const parts = chart.segments.map((each, tone) => {
    const share = each.value / total;
    from += share;
    return [slice(from - share, from, tone, `${each.label}: ${each.value}`), shareLabel(from - share / 2, share)];
  });
  return svg("svg", { viewBox: "0 0 220 220" }, parts.map(([path]) => path), parts.map(([, label]) => label));
}

export const PLOTS = { bar, pie, line: (chart) => trace(chart, false), area: (chart) => trace(chart, true) };

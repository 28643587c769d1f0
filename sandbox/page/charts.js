// Charts: bars, lines, areas and pies as pictures, each with the same figures as a table beneath.

import { fresh, h } from "./dom.js";
import { PLOTS } from "./plots.js";
import { pointAt } from "./points.js";

const format = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });

function legend(names, kind) {
  return h("ul", { class: "legend", "aria-hidden": "true" }, names.map((name, i) => h("li", {}, h("span", { class: `swatch tone-${i % 12} is-${kind}` }), name)));
}

function figures(chart) {
  if (chart.type === "pie") {
    const total = chart.segments.reduce((sum, each) => sum + each.value, 0);
    const row = (each) => h("tr", {}, h("th", { scope: "row" }, each.label), h("td", { class: "is-right" }, format.format(each.value)), h("td", { class: "is-right" }, `${Math.round((each.value / total) * 100)}%`));
    return [["Part", "Value", "Share"], chart.segments.map(row)];
  }
  const row = (category, i) => h("tr", {}, h("th", { scope: "row" }, category), chart.series.map((series) => h("td", { class: "is-right" }, format.format(pointAt(series, category, i)))));
  return [[chart.axis_config.x_label || "", ...chart.series.map((series) => series.name)], chart.axis_config.categories.map(row)];
}

function asTable(title, chart) {
  const [head, rows] = figures(chart);
  return h("details", { class: "figures" }, h("summary", {}, "Figures as a table"),
    h("table", { class: "grid" }, h("caption", { class: "unseen" }, title), h("thead", {}, h("tr", {}, head.map((name, i) => h("th", { scope: "col", class: i ? "is-right" : "is-left" }, name)))), h("tbody", {}, rows)));
}

const KINDS = { pie: "Pie chart", bar: "Bar chart", line: "Line chart", area: "Area chart" };

export function charts(block) {
  const { chart, title } = block;
  const name = fresh("chart");
  const plot = PLOTS[chart.type];
  if (!plot) return h("p", { class: "block unknown" }, `This page cannot draw the chart “${chart.type}”.`);
  const picture = plot(chart);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", `${KINDS[chart.type]}: ${title}. The figures are in the table that follows.`);
  const names = chart.type === "pie" ? chart.segments.map((each) => `${each.label} ${format.format(each.value)}`) : chart.series.map((series) => series.name);
  const axis = chart.axis_config ?? {};
  return h("figure", { class: "block chart", "aria-labelledby": name },
    h("figcaption", { id: name }, title),
    axis.y_label && h("p", { class: "axis", "aria-hidden": "true" }, axis.y_label),
    h("div", { class: `plot is-${chart.type}` }, picture,
      axis.x_label && h("p", { class: "axis is-x", "aria-hidden": "true" }, axis.x_label), names.length > 1 && legend(names, chart.type)),
    asTable(title, chart));
}

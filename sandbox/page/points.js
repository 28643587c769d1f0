// Where a chart's numbers are found.

/** A series' value for a category; Slack wants exactly one point for each. */
export function pointAt(series, category, i) {
  return (series.data.find((point) => point.label === category) ?? series.data[i])?.value ?? 0;
}

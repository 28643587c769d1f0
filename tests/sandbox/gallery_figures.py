"""One of everything that shows figures: a table with pages, and each kind of chart."""

from typing import Any

from tests.sandbox.gallery import raw

Json = dict[str, Any]


def figure(value: float) -> Json:
    return {"type": "raw_number", "value": value, "text": f"{value:g}"}


def data_table() -> Json:
    names = ("Supervision", "Workload", "Wellbeing", "Learning time", "Feedback", "Belonging")
    rows = [
        [raw(name), figure(400 - 7 * i), figure(round(3.9 - 0.21 * i, 2))]
        for i, name in enumerate(names)
    ]
    return {
        "type": "data_table",
        "block_id": "figures",
        "caption": "England by item, October 2026",
        "page_size": 4,
        "rows": [[raw("Item"), raw("Answers"), raw("Mean")], *rows],
    }


def series(name: str, *values: float) -> Json:
    return {
        "name": name,
        "data": [
            {"label": month, "value": value} for month, value in zip(MONTHS, values, strict=True)
        ],
    }


MONTHS = ["Jun", "Jul", "Aug", "Sep", "Oct"]
AXES = {"categories": MONTHS, "x_label": "Wave", "y_label": "Mean, 1 to 5"}


def chart(kind: str, title: str, *parts: Json) -> Json:
    inside = (
        {"segments": list(parts)} if kind == "pie" else {"series": list(parts), "axis_config": AXES}
    )
    return {"type": "data_visualization", "title": title, "chart": {"type": kind, **inside}}


def charts() -> list[list[Json]]:
    supervision = series("Supervision", 3.4, 3.6, 3.5, 3.8, 3.9)
    workload = series("Workload", 2.6, 2.5, 2.9, 2.7, 2.8)
    parts = [
        {"label": name, "value": value}
        for name, value in zip(("Yes", "No", "Not yet"), (51, 22, 9), strict=True)
    ]
    return [
        [
            chart("bar", "Supervision over the waves", supervision),
            chart("pie", "Protected time", *parts),
        ],
        [
            chart("line", "Two items over the waves", supervision, workload),
            chart("area", "The same as areas", supervision, workload),
        ],
        [
            chart(
                "bar",
                "Change since the last wave",
                series("Change", 0.3, -0.1, 0.4, -0.2, 0.1),
                series("Target", 0.1, 0.1, 0.1, 0.1, 0.1),
            )
        ],
    ]

"""The block that draws: `data_visualization`."""

from typing import Any

from sandbox.rules.objects import identifier
from sandbox.rules.place import Place
from sandbox.rules.shapes import (
    MESSAGE,
    Need,
    Shape,
    is_number,
    kinds,
    list_of,
    number,
    string,
    typed,
)

# Sources disagree between six and twelve; six is safe under both.
MOST_SERIES = 6

_label = string(20, least=1)


def _more_than_nothing(value: Any, place: Place) -> None:
    if not is_number(value) or value <= 0:
        place.complain("must be a number greater than 0")


_segment = Shape({"label": Need(_label), "value": Need(_more_than_nothing)})
_point = Shape({"label": Need(_label), "value": Need(number)})
_series = Shape({"name": Need(_label), "data": Need(list_of(_point, 20, least=1))})
_axis = Shape(
    {
        "categories": Need(list_of(_label, 20, least=1)),
        "x_label": string(50),
        "y_label": string(50),
    }
)


def _names_are_unique(chart: Any, place: Place) -> None:
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) < len(names):
        (place / "series").complain("series names must be unique")


def _a_point_for_each_category(chart: Any, place: Place) -> None:
    categories = sorted(chart["axis_config"]["categories"])
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            where = place / "series" / index / "data"
            where.complain("exactly one point is required for each category")


_pie = typed({"segments": Need(list_of(_segment, MOST_SERIES, least=1))})
_lines = typed(
    {"series": Need(list_of(_series, MOST_SERIES, least=1)), "axis_config": Need(_axis)},
    _names_are_unique,
    _a_point_for_each_category,
)

DATA_VISUALIZATION = typed(
    {
        "block_id": identifier,
        "title": Need(string(50, least=1)),
        "chart": Need(kinds({"pie": _pie, "bar": _lines, "area": _lines, "line": _lines})),
    },
    surfaces=MESSAGE,
)

"""Charts as SVG that a page, a print and a screen reader can take: shares, each with its interval.

Nothing is told by colour alone: a share is a dot, its interval a line with ends, the range of a
small group a striped bar, and what is hidden an empty diamond. No line joins two waves: what lies
between them is not known, and a line would make a change of what may be none.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from analysis.intervals import Interval
from analysis.protection import Band, Rounded
from analysis.published import Published
from views import figure_words

LEGEND = (
    "A dot is a share, the line through it the 95% interval. A striped bar is the range that is "
    "shown for a small group. An empty diamond stands for what is hidden."
)

# Units of the drawing; a narrow telephone shows about as many pixels.
WIDTH, EDGE = 320, 12
SMALL, TEXT = 11, 13
LONGEST_LABEL, LONGEST_LINE = 34, 38

ROW, SECOND_LINE, DEPTH = 42, 15, 28
TREND_HEIGHT, TREND_LEFT, TREND_TOP, TREND_FOOT = 170, 40, 12, 34
QUARTERS = (0, 25, 50, 75, 100)
CAP = 4

# Some fifty pages of them.
CHARTS_KEPT = 256
# More labels than this run into each other; then every third month has one.
MOST_LABELS, EVERY_QUARTER = 8, 3

Drawing = Any
Point = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """One figure of a chart and what it is called, in two lines at most."""

    label: str
    figure: Published
    below: str = ""


def intervals(key: str, title: str, marks: Sequence[Mark]) -> Markup:
    """Rows from 0 to 100 %: for units or questions beside each other; `key` is once on a page."""
    return _lying_rows(key, title, tuple(marks))


def trend(key: str, title: str, marks: Sequence[Mark]) -> Markup:
    """From wave to wave, the earliest first; `key` is once on a page."""
    return _standing_columns(key, title, tuple(marks))


# What was released stays as it is, and so do its charts.
@lru_cache(maxsize=CHARTS_KEPT)
def _lying_rows(key: str, title: str, marks: tuple[Mark, ...]) -> Markup:
    shares = [figure_words.share(mark.figure) for mark in marks]
    labels = [_beside(mark.label, share) for mark, share in zip(marks, shares, strict=True)]
    bottom = sum(ROW + SECOND_LINE * (len(label) - 1) for label in labels)
    drawing = _drawing(key, title, marks, bottom + DEPTH)
    _lines(drawing, [((_across(of), 4), (_across(of), bottom + 4)) for of in QUARTERS], "grid")
    for percent in QUARTERS:
        place = _across(percent), bottom + 20
        _text(drawing, f"{percent}%", place, SMALL, _anchor(percent))
    top = 0
    for mark, share, label in zip(marks, shares, labels, strict=True):
        for number, line in enumerate(label):
            _text(drawing, line, (EDGE, top + 16 + SECOND_LINE * number), TEXT, "start")
        _text(drawing, share, (WIDTH - EDGE, top + 16), TEXT, "end")
        top += SECOND_LINE * (len(label) - 1)
        _lying(drawing, mark.figure, top + 30)
        top += ROW
    return _made(drawing)


@lru_cache(maxsize=CHARTS_KEPT)
def _standing_columns(key: str, title: str, marks: tuple[Mark, ...]) -> Markup:
    drawing = _drawing(key, title, marks, TREND_HEIGHT)
    right = WIDTH - EDGE
    _lines(drawing, [((TREND_LEFT, _down(of)), (right, _down(of))) for of in QUARTERS], "grid")
    for percent in QUARTERS:
        _text(drawing, f"{percent}%", (TREND_LEFT - 6, _down(percent) + 4), SMALL, "end")
    step = (right - TREND_LEFT) / max(1, len(marks))
    for place, mark in enumerate(marks):
        x = round(TREND_LEFT + step * (place + 0.5), 1)
        _standing(drawing, mark.figure, x)
        if place % (1 if len(marks) <= MOST_LABELS else EVERY_QUARTER):
            continue
        _text(drawing, mark.label, (x, TREND_HEIGHT - 18), SMALL, "middle")
        if mark.below:
            _text(drawing, mark.below, (x, TREND_HEIGHT - 5), SMALL, "middle")
    return _made(drawing)


def _drawing(key: str, title: str, marks: Sequence[Mark], height: int) -> Drawing:
    """An empty drawing that says what it shows."""
    # The library costs time that a start need not wait for.
    import drawsvg  # type: ignore[import-untyped]  # noqa: PLC0415 - as said above

    class Description(drawsvg.Title):  # type: ignore[misc]
        TAG_NAME = "desc"

    names = {"aria-labelledby": f"{key}-title", "aria-describedby": f"{key}-description"}
    shape = {"id_prefix": f"{key}-", "role": "img", "class": "chart"}
    drawing = drawsvg.Drawing(WIDTH, height, **shape, **names)
    drawing.append(drawsvg.Title(title, id=f"{key}-title"))
    drawing.append(Description(in_words(marks), id=f"{key}-description"))
    stripes = drawsvg.Pattern(6, 6, id=f"{key}-stripes", patternTransform="rotate(45)")
    stripes.append(drawsvg.Rectangle(0, 0, 3, 6, fill="currentColor", class_="stripe"))
    drawing.append_def(stripes)
    drawing.stripes = stripes
    return drawing


def _made(drawing: Drawing) -> Markup:
    # The library escapes texts; all else in it is our own.
    return Markup(drawing.as_svg(header=""))  # noqa: S704 - as said above


def in_words(marks: Sequence[Mark]) -> str:
    """What a chart shows, for whoever does not see it."""
    said = []
    for mark in marks:
        name = f"{mark.label} {mark.below}".strip()
        figure = mark.figure
        between = "" if figure.interval is None else f" (interval {figure_words.interval(figure)})"
        said.append(f"{name}: {figure_words.share(figure)}{between}")
    return "; ".join(said) + "."


def _lying(drawing: Drawing, figure: Published, y: float) -> None:
    if figure.is_hidden:
        _diamond(drawing, _across(0) + 6, y)
        return
    if isinstance(figure.favourable, Band):
        least, most = _ends(figure.favourable)
        left, right = _across(least), _across(most)
        _striped(drawing, (left, y - 6), (right - left, 12))
    if figure.interval is not None:
        left, right = (_across(percent) for percent in _percents(figure.interval))
        caps = [((x, y - CAP), (x, y + CAP)) for x in (left, right)]
        _lines(drawing, [((left, y), (right, y)), *caps], "interval")
    if isinstance(figure.favourable, Rounded):
        _dot(drawing, _across(figure.favourable.value), y)


def _standing(drawing: Drawing, figure: Published, x: float) -> None:
    if figure.is_hidden:
        _diamond(drawing, x, _down(0) - 7)
        return
    if isinstance(figure.favourable, Band):
        least, most = _ends(figure.favourable)
        top, bottom = _down(most), _down(least)
        _striped(drawing, (x - 5, top), (10, bottom - top))
    if figure.interval is not None:
        bottom, top = (_down(percent) for percent in _percents(figure.interval))
        caps = [((x - CAP, y), (x + CAP, y)) for y in (bottom, top)]
        _lines(drawing, [((x, bottom), (x, top)), *caps], "interval")
    if isinstance(figure.favourable, Rounded):
        _dot(drawing, x, _down(figure.favourable.value))


def _ends(band: Band) -> tuple[float, float]:
    """From where to where a band reaches; "40 to 69" ends where 70 begins."""
    return band.at_least or 0, 100 if band.at_most is None else band.at_most + 1


def _percents(interval: Interval) -> tuple[float, float]:
    return 100 * interval.least, 100 * interval.most


def _lines(drawing: Drawing, lines: Sequence[tuple[Point, Point]], kind: str) -> None:
    import drawsvg  # noqa: PLC0415 - see above

    look = {"stroke": "currentColor", "stroke_width": 2, "class": kind}
    if kind == "grid":
        look |= {"stroke_width": 1, "stroke_opacity": 0.25}
    path = drawsvg.Path(**look)
    for start, end in lines:
        path.M(*start).L(*end)
    drawing.append(path)


def _text(drawing: Drawing, words: str, at: tuple[float, float], size: int, anchor: str) -> None:
    import drawsvg  # noqa: PLC0415 - see above

    drawing.append(drawsvg.Text(words, size, *at, text_anchor=anchor, fill="currentColor"))


def _dot(drawing: Drawing, x: float, y: float) -> None:
    import drawsvg  # noqa: PLC0415 - see above

    drawing.append(drawsvg.Circle(x, y, 5, fill="currentColor", class_="dot"))


def _diamond(drawing: Drawing, x: float, y: float) -> None:
    import drawsvg  # noqa: PLC0415 - see above

    corners = (x, y - 6, x + 6, y, x, y + 6, x - 6, y)
    look = {"fill": "none", "stroke": "currentColor", "stroke_width": 1.5, "class": "hidden"}
    drawing.append(drawsvg.Lines(*corners, close=True, **look))


def _striped(drawing: Drawing, at: Point, size: tuple[float, float]) -> None:
    import drawsvg  # noqa: PLC0415 - see above

    look = {"stroke": "currentColor", "stroke_width": 1, "class": "band"}
    drawing.append(drawsvg.Rectangle(*at, *size, fill=drawing.stripes, **look))


def _across(percent: float) -> float:
    return round(EDGE + percent * (WIDTH - 2 * EDGE) / 100, 1)


def _down(percent: float) -> float:
    return round(TREND_TOP + (100 - percent) * (TREND_HEIGHT - TREND_TOP - TREND_FOOT) / 100, 1)


def _anchor(percent: int) -> str:
    return {0: "start", 100: "end"}.get(percent, "middle")


def _beside(label: str, share: str) -> list[str]:
    """A label in two lines at most, the first of them beside its share."""
    first, *more = textwrap.wrap(label, min(LONGEST_LABEL, LONGEST_LINE - len(share))) or [""]
    rest = " ".join(more)
    return [first, textwrap.shorten(rest, LONGEST_LINE, placeholder="…")] if rest else [first]

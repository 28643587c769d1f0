"""What people said in their own words, by theme: how many spoke of what, and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analysis.published import ReleaseInfo, UnitInfo
from views import charts, words_release
from views.charts import Mark
from views.site import frame
from views.site.frame import Frame
from views.words_release import Quote, ShownTheme

TITLE = "Comments"
NOTHING_YET = (
    "No comments have been released yet. They are shown by theme, never in the order in which they "
    "were written, after names were taken out and a second person agreed, and only for places from "
    "which enough people wrote."
)


@dataclass(frozen=True)
class Comments:
    """What the page is made of; `themes` are of England and of one place more."""

    release: ReleaseInfo
    releases: Sequence[ReleaseInfo]
    units: Sequence[UnitInfo]
    themes: Sequence[tuple[UnitInfo, Sequence[ShownTheme]]]
    quotes: Sequence[Quote]


@dataclass(frozen=True)
class Place:
    """A unit and its themes."""

    key: str
    unit: UnitInfo
    themes: Sequence[ShownTheme]
    chart: Markup

    @property
    def is_level(self) -> bool:
        """Whether no theme stands out."""
        told = [one for one in self.themes if not one.figure.is_hidden]
        return len(told) > 1 and len(words_release.by_share(told)) == 1


def page(around: Frame, shown: Comments) -> str:
    """The themes of one release of words."""
    names = {one.id: one.name for _, themes in shown.themes for one in themes}
    quotes = [
        (text, place, "; ".join(sorted(names[one] for one in themes if one in names)))
        for (text, place), themes in words_release.each_once(shown.quotes).items()
    ]
    places = [_place(number, unit, themes) for number, (unit, themes) in enumerate(shown.themes)]
    return frame.page("comments", around, TITLE, shown=shown, places=places, quotes=quotes)


def nothing_yet(around: Frame) -> str:
    """Before any comment is released."""
    return frame.page("nothing", around, TITLE, here=TITLE, text=NOTHING_YET)


def _place(number: int, unit: UnitInfo, themes: Sequence[ShownTheme]) -> Place:
    key = f"themes-{number}"
    title = f"Share of those who wrote, by theme, {unit.name}"
    chart = charts.intervals(f"{key}-chart", title, [Mark(one.name, one.figure) for one in themes])
    return Place(key, unit, themes, chart)

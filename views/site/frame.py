"""What every page has around it, and how a page is made: one template, and no script."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import jinja2

from analysis.published import ReleaseInfo
from models.reporting import Period
from views import charts, figure_words, times
from views.site.addresses import Addresses

STYLE, ICON = "style.css", "icon.svg"
PERIODS = {Period.WAVE: "Waves", Period.QUARTER: "Quarters", Period.YEAR: "Years"}


@dataclass(frozen=True)
class Crumb:
    """A step on the way from the overview to the page."""

    name: str
    address: str


@dataclass(frozen=True)
class Frame:
    """What is around a page: whose addresses, which release, and which others there are."""

    addresses: Addresses
    release: ReleaseInfo | None = None
    releases: Sequence[ReleaseInfo] = ()
    # Signing out is offered only to who has come in.
    is_inside: bool = True

    @property
    def periods(self) -> list[tuple[str, list[ReleaseInfo]]]:
        """The releases by the length of their periods, the newest first."""
        grouped = [
            (heading, [one for one in self.releases if one.period is period])
            for period, heading in PERIODS.items()
        ]
        return [(heading, found) for heading, found in grouped if found]


def page(name: str, frame: Frame, title: str, way: Sequence[Crumb] = (), **shown: Any) -> str:
    """One whole page; whatever is shown stays text."""
    template = _environment().get_template(f"site/{name}.html")
    return template.render(frame=frame, to=frame.addresses, title=title, way=way, **shown)


@cache
def file(name: str) -> bytes:
    """A file that pages ask for."""
    return (resources.files("views") / "templates" / "site" / name).read_bytes()


@cache
def edition(name: str) -> str:
    """What tells two versions of a file apart, so that browsers may keep it."""
    return hashlib.sha256(file(name)).hexdigest()[:12]


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("views"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        say=figure_words, times=times, legend=charts.LEGEND, edition=edition, style=STYLE, icon=ICON
    )
    return environment

"""Charts that say what they show: to the eye, to the ear, and without a colour."""

import re
import subprocess
import sys

import pytest

from analysis.intervals import Interval
from analysis.protection import Band, Rounded
from analysis.published import HIDDEN, Published
from views import charts
from views.charts import Mark

LARGE = Published(
    people=Band(50, 999), favourable=Rounded(75), reckoned=50, interval=Interval(0.6, 0.84)
)
SMALL = Published(people=Band(8, 19), favourable=Band(40, 69), interval=Interval(0.2, 0.84))
MARKS = (Mark("London", LARGE), Mark("Thameside", SMALL), Mark("Pennine", HIDDEN))
BOTH = pytest.mark.parametrize("draw", [charts.intervals, charts.trend])


@BOTH
def test_a_chart_says_in_words_all_that_it_shows(draw: type) -> None:
    drawn = str(draw("shares", "By place", MARKS))

    assert '<title id="shares-title">By place</title>' in drawn
    assert (
        '<desc id="shares-description">London: 75% (interval 60% to 84%); '
        "Thameside: 40% to 69% (interval 20% to 84%); Pennine: Hidden.</desc>"
    ) in drawn
    assert 'role="img"' in drawn
    assert 'aria-labelledby="shares-title" aria-describedby="shares-description"' in drawn


@BOTH
def test_a_share_a_range_and_what_is_hidden_have_shapes_of_their_own(draw: type) -> None:
    kinds = re.findall(r'class="(dot|band|interval|hidden)"', str(draw("key", "Title", MARKS)))

    assert kinds == ["interval", "dot", "band", "interval", "hidden"]


@BOTH
def test_a_chart_takes_its_colour_from_the_page_and_has_no_style_of_its_own(draw: type) -> None:
    drawn = str(draw("key", "Title", MARKS))

    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn)) <= {
        "currentColor",
        "none",
        "url(#key-stripes)",
    }
    assert "style" not in drawn


@BOTH
def test_what_stands_in_a_name_stays_text(draw: type) -> None:
    drawn = str(draw("key", "<b>&", [Mark("<i>&\"'", LARGE)]))

    assert not re.search("<[bi]>", drawn)
    assert "&lt;i&gt;&amp;" in drawn


@BOTH
def test_the_same_figures_make_the_same_chart(draw: type) -> None:
    assert draw("key", "Title", list(MARKS)) == draw("key", "Title", MARKS)


def test_a_start_does_not_wait_for_what_draws() -> None:
    asking = "import sys, bot.app; sys.exit('drawsvg' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", asking], check=False).returncode == 0  # noqa: S603


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Supervision", ["Supervision"]),
        ("Equipment, systems and place of work", ["Equipment, systems and", "place of work"]),
        (
            "Over the past month my work has helped me develop the knowledge and skills",
            ["Over the past month my work", "has helped me develop the knowledge…"],
        ),
    ],
)
def test_a_long_name_has_two_lines_and_makes_room_for_the_share(
    name: str, lines: list[str]
) -> None:
    few = Published(people=Band(20, 49), favourable=Rounded(10, "or_less"))
    drawn = str(charts.intervals("key", "Title", [Mark(name, few)]))

    assert re.findall('text-anchor="start" fill="currentColor">([^<]+)<', drawn)[1:] == lines

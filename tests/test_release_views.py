"""Figures on their way out, in words: what comes next, and why some may not leave."""

from datetime import date
from uuid import uuid4

import pytest

from models.release import Preparation, Stage
from models.reporting import Period
from views import releases
from views.releases import Shown, Subject

FINDING = {
    "unit": "employer:Thameside",
    "item": "C1",
    "table": "wave employer",
    "because": "employer:Thameside (wave employer), region:London (wave region) together tell.",
    "instead": "Leave employer:Thameside out of this table; show region:London instead.",
}


def preparation(stage: Stage) -> Shown:
    """One wave's figures at this stage."""
    found = [FINDING] if stage is Stage.REFUSED else []
    made = Preparation(id=uuid4(), period=Period.WAVE, subject="w1", stage=stage, findings=found)
    return Shown(made, "Monthly pulse", is_mine=False)


def waiting(period: Period = Period.WAVE) -> Subject:
    return Subject(period, "w1", "Monthly pulse")


def test_figures_that_may_not_leave_name_places_as_people_do_and_say_what_comes_next() -> None:
    window = str(releases.window(preparation(Stage.REFUSED)))

    assert "Thameside, C1 Programme delivery: Thameside (wave employer), London" in window
    assert "please tell whoever runs it" in window
    assert "employer:" not in window


def test_what_was_refused_is_not_said_to_have_waited_for_the_first_time() -> None:
    home = str(releases.for_home([preparation(Stage.REFUSED)] * 2, [waiting()]))

    assert (home.count("See why"), home.count("It can be prepared again.")) == (1, 1)
    assert "wait to be prepared" not in home


@pytest.mark.parametrize(
    ("period", "says"),
    [(Period.WAVE, "Closed and sealed."), (Period.YEAR, "All its waves are released.")],
)
def test_what_waits_says_why_it_can_be_prepared(period: Period, says: str) -> None:
    assert says in str(releases.for_home([], [waiting(period)]))


@pytest.mark.parametrize(
    ("is_released", "says"),
    [(True, "Everybody can see it now"), (False, "told why, and they can be prepared again")],
)
def test_a_decision_says_what_comes_of_it(is_released: bool, says: str) -> None:
    assert says in str(releases.done("Monthly pulse {1}", is_released=is_released))


@pytest.mark.parametrize(
    ("opened", "closed", "title"),
    [
        (date(2026, 3, 3), date(2026, 3, 10), "Pulse, 3 to 10 March 2026"),
        (date(2026, 10, 27), date(2026, 11, 3), "Pulse, 27 October to 3 November 2026"),
        (date(2026, 12, 30), date(2027, 1, 6), "Pulse, 30 December 2026 to 6 January 2027"),
    ],
)
def test_a_wave_is_called_by_its_days_and_says_nothing_twice(
    opened: date, closed: date, title: str
) -> None:
    assert releases.wave_title("Pulse", opened, closed) == title

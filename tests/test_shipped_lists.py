"""The shipped lists: help lines, headings, and the versions of the programme."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import views.people
from models import framework, headings, help_lines
from models.framework import UnknownFramework, milestone_dates


@pytest.mark.parametrize(
    ("name", "contact"),
    [
        ("Emergency services", "999"),
        ("NHS 111, mental health option", "111"),
        ("Samaritans", "116 123"),
        ("Shout", "Text 85258"),
        ("NSPCC Whistleblowing Advice Line", "0800 028 0285"),
        ("Social Work Professional Support Service", ""),
        ("Your employer's support", ""),
    ],
)
def test_every_help_line_has_its_number(name: str, contact: str) -> None:
    assert (name, contact) in [(line.name, line.contact) for line in help_lines.load().lines]


def test_help_lines_have_an_owner_a_source_and_a_date_of_review() -> None:
    lines = help_lines.load()

    assert lines.owner == "National team"
    assert all(line.source and line.when for line in lines.lines)
    assert lines.is_due_for_review(lines.review_by)
    assert not lines.is_due_for_review(lines.review_by - timedelta(days=1))


def test_the_panel_does_not_claim_a_check_that_nobody_made() -> None:
    kept = help_lines.load()

    assert kept.reviewed_on is None
    last = views.people.help_panel(kept)[-1]
    assert "who will check it by" in last["elements"][0]["text"]


@pytest.mark.parametrize(
    ("set_id", "count", "code", "text"),
    [
        ("criteria-2026", 4, "C4", "the ASYE programme is integrated within the wider"),
        ("kss-2018", 10, "8", "The law and the family and youth justice systems"),
        ("pcf-2018", 9, "9", "Professional leadership"),
        ("employer-standards-2020", 8, "6", "Continuing professional development (CPD)"),
        ("employer-standards-revised", 1, "1", "Strategic and professional leadership"),
    ],
)
def test_headings_have_their_exact_words(set_id: str, count: int, code: str, text: str) -> None:
    headings_of_set = headings.load()[set_id]

    assert len(headings_of_set.headings) == count
    assert headings_of_set.text(code).startswith(text)


def test_a_list_that_we_have_not_read_in_full_says_so() -> None:
    incomplete = [one.id for one in headings.load().sets if not one.complete]

    assert incomplete == ["employer-standards-revised"]


def test_the_statement_applies_until_the_end_of_march_2027() -> None:
    assert headings.load()["kss-2018"].applies_until == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("started_on", "version"),
    [
        (date(2017, 1, 1), "asye-2018"),
        (date(2026, 9, 1), "asye-2018"),
        (date(2027, 3, 31), "asye-2018"),
        (date(2027, 4, 1), "asye-2027"),
        (date(2027, 9, 1), "ecdp-2027"),
    ],
)
def test_a_person_is_tied_to_the_version_of_their_start(started_on: date, version: str) -> None:
    assert framework.load().for_start(started_on).id == version


def test_every_list_that_a_version_names_exists() -> None:
    known = {one.id for one in headings.load().sets} | {""}

    for version in framework.load().versions:
        assert {version.standards, version.capabilities, version.criteria} <= known
        assert version.employer_standards in known


@pytest.mark.parametrize(
    ("started_on", "part_time", "dates"),
    [
        (
            date(2026, 9, 1),
            False,
            ["2026-09-15", "2026-10-13", "2026-12-01", "2027-03-01", "2027-06-01", "2027-09-01"],
        ),
        (
            date(2026, 9, 1),
            True,
            ["2026-09-15", "2026-10-13", "2027-01-15", "2027-06-01", "2027-10-15", "2028-03-01"],
        ),
        (
            date(2027, 2, 28),
            False,
            ["2027-03-14", "2027-04-11", "2027-05-28", "2027-08-28", "2027-11-28", "2028-02-28"],
        ),
        (
            date(2027, 8, 31),
            False,
            ["2027-09-14", "2027-10-12", "2027-11-30", "2028-02-29", "2028-05-31", "2028-08-31"],
        ),
    ],
)
def test_milestones_fall_on_the_same_day_of_the_month(
    started_on: date, part_time: bool, dates: list[str]
) -> None:
    proposed = milestone_dates("asye-2018", started_on, part_time)

    assert list(proposed) == ["M0", "M6W", "M3", "M6", "M9", "M12"]
    assert [day.isoformat() for day in proposed.values()] == dates


def test_a_programme_without_published_milestones_dates_none() -> None:
    assert milestone_dates("ecdp-2027", date(2027, 9, 1), part_time=False) == {}


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(UnknownFramework, match="asye-1999"):
        milestone_dates("asye-1999", date(2026, 9, 1), part_time=False)


@given(st.dates(date(2018, 1, 1), date(2035, 1, 1)), st.booleans())
def test_milestones_come_in_their_order(started_on: date, part_time: bool) -> None:
    days = list(milestone_dates("asye-2018", started_on, part_time).values())

    assert days == sorted(set(days))
    assert days[0] > started_on

"""The calendar: working hours, bank holidays, and schedules over both clock changes."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import (
    Calendar,
    WorkingHours,
    check_cron,
    due_between,
    next_due,
)

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(LONDON, WorkingHours.parse("mon-fri 09:00-17:00"))
ZONES = st.sampled_from(
    [LONDON, *map(ZoneInfo, ("UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"))]
)
MOMENTS = st.integers(0, 9 * 366 * 1440).map(
    lambda minutes: datetime(2019, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
# Three days around both British clock changes, a leap day and a year end.
EDGES = [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
EDGES += [datetime(2028, 2, 29, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)]
NEAR_EDGES = st.builds(
    lambda edge, minutes: edge + timedelta(minutes=minutes),
    st.sampled_from(EDGES),
    st.integers(-2 * 1440, 3 * 1440),
)
ANY_MOMENT = st.one_of(MOMENTS, NEAR_EDGES)
DAILY = st.tuples(st.integers(0, 23), st.integers(0, 59))
HOURS = st.one_of(
    st.just(WorkingHours()),
    st.builds(
        lambda days, start, length: WorkingHours(
            frozenset(days), time(start), time(min(23, start + length), 30)
        ),
        st.sets(st.integers(0, 6), min_size=1),
        st.integers(0, 23),
        st.integers(0, 12),
    ),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("mon-fri 09:00-17:00", WorkingHours()),
        ("MON-FRI  09:00-17:00", WorkingHours()),
        ("mon,wed 10:00-12:00", WorkingHours(frozenset({0, 2}), time(10), time(12))),
        ("mon-tue,fri 08:30-16:45", WorkingHours(frozenset({0, 1, 4}), time(8, 30), time(16, 45))),
        ("sat-mon 09:00-17:00", WorkingHours(frozenset({5, 6, 0}))),
        ("always", WorkingHours(always=True)),
    ],
)
def test_working_hours_are_read_as_people_write_them(text: str, hours: WorkingHours) -> None:
    assert WorkingHours.parse(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        "",
        "never",
        "mon-fri",
        "09:00-17:00",
        "mon-fri 9-17",
        "mon-fri 17:00-09:00",
        "mon-fri 09:00-09:00",
        "mon-fri 09:00-25:00",
        "monday-friday 09:00-17:00",
        "mon-- 09:00-17:00",
        "mon, 09:00-17:00",
        "mon-fri 09:00-17:00 extra",
    ],
)
def test_other_working_hours_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\A[^\n]+\.\Z"):
        WorkingHours.parse(text)


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2026-11-24T09:00", "2026-11-24T09:00"),
        ("2026-11-24T16:59:59", "2026-11-24T16:59:59"),
        ("2026-11-24T17:00", "2026-11-25T09:00"),
        ("2026-11-24T03:00", "2026-11-24T09:00"),
        ("2026-11-27T18:00", "2026-11-30T09:00"),
        ("2026-12-24T17:30", "2026-12-29T09:00"),
        ("2026-04-02T17:00", "2026-04-07T08:00"),
        ("2026-03-27T17:00", "2026-03-30T08:00"),
        ("2026-10-23T16:30", "2026-10-26T09:00"),
        ("2026-12-31T17:00", "2027-01-04T09:00"),
    ],
)
def test_a_message_waits_for_the_next_working_moment(at: str, moment: str) -> None:
    assert CALENDAR.next_working_moment(utc(at), LONDON) == utc(moment)


def test_a_person_abroad_is_reached_in_the_hours_of_their_own_zone() -> None:
    moment = CALENDAR.next_working_moment(utc("2026-11-24T10:00"), ZoneInfo("America/New_York"))

    assert moment == utc("2026-11-24T14:00")


def test_always_sends_at_any_time_but_counts_ordinary_working_days() -> None:
    always = Calendar(LONDON, WorkingHours.parse("always"))
    christmas = utc("2026-12-25T03:00")

    assert always.next_working_moment(christmas, LONDON) == christmas
    assert always.add_working_days(christmas, 1, LONDON) == utc("2026-12-29T17:00")


@pytest.mark.parametrize(
    ("at", "days", "closes"),
    [
        ("2026-11-24T09:00", 1, "2026-11-25T17:00"),
        ("2026-11-24T09:00", 10, "2026-12-08T17:00"),
        ("2026-12-21T09:00", 5, "2026-12-30T17:00"),
        ("2026-03-27T09:00", 1, "2026-03-30T16:00"),
        ("2026-10-23T09:00", 1, "2026-10-26T17:00"),
        ("2026-11-28T09:00", 1, "2026-11-30T17:00"),
        ("2028-02-28T09:00", 1, "2028-02-29T17:00"),
        ("2026-12-30T09:00", 2, "2027-01-04T17:00"),
    ],
)
def test_a_wave_closes_at_the_end_of_its_last_working_day(at: str, days: int, closes: str) -> None:
    assert CALENDAR.add_working_days(utc(at), days, LONDON) == utc(closes)


def test_a_wave_lasts_at_least_one_working_day() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        CALENDAR.add_working_days(utc("2026-11-24T09:00"), 0, LONDON)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),
        (date(2026, 8, 31), False),
        (date(2026, 8, 3), True),
        (date(2026, 3, 17), True),
        (date(2027, 3, 29), False),
        (date(2028, 5, 29), False),
    ],
)
def test_bank_holidays_are_those_of_england(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


@given(ANY_MOMENT, ZONES, HOURS)
def test_the_next_working_moment_is_itself_a_working_moment(
    at: datetime, zone: ZoneInfo, hours: WorkingHours
) -> None:
    calendar = Calendar(zone, hours)
    moment = calendar.next_working_moment(at, zone)

    assert moment >= at
    assert calendar.is_working_moment(moment, zone)
    assert calendar.next_working_moment(moment, zone) == moment


@given(ANY_MOMENT, st.integers(0, 20_000), ZONES)
def test_waiting_keeps_the_order_of_moments(at: datetime, minutes: int, zone: ZoneInfo) -> None:
    later = at + timedelta(minutes=minutes)

    assert CALENDAR.next_working_moment(at, zone) <= CALENDAR.next_working_moment(later, zone)


@given(ANY_MOMENT, st.integers(1, 30), ZONES)
def test_as_many_working_days_lie_between_opening_and_closing(
    at: datetime, days: int, zone: ZoneInfo
) -> None:
    closes = CALENDAR.add_working_days(at, days, zone).astimezone(zone)
    opened = at.astimezone(zone).date()
    between = (closes.date() - opened).days

    passed = [opened + timedelta(days=step + 1) for step in range(between)]
    assert sum(CALENDAR.is_working_day(day) for day in passed) == days
    assert closes.time() == time(17)


@pytest.mark.parametrize(
    ("cron", "after", "due"),
    [
        ("0 9 1 * *", "2026-11-24T00:00", "2026-12-01T09:00"),
        ("0 9 1 * *", "2026-03-31T00:00", "2026-04-01T08:00"),
        ("30 1 * * *", "2026-03-28T02:00", "2026-03-29T01:00"),
        ("30 1 * * *", "2026-03-29T01:00", "2026-03-30T00:30"),
        ("30 1 * * *", "2026-10-24T12:00", "2026-10-25T00:30"),
        ("30 1 * * *", "2026-10-25T00:30", "2026-10-26T01:30"),
        ("30 1 * * *", "2026-10-25T01:10", "2026-10-26T01:30"),
        ("0 0 * * mon", "2026-03-28T00:00", "2026-03-29T23:00"),
        ("0 0 * * mon", "2026-03-29T23:00", "2026-04-05T23:00"),
        ("0 9 29 2 *", "2026-11-24T00:00", "2028-02-29T09:00"),
        ("0 9 * * mon#1", "2026-11-24T00:00", "2026-12-07T09:00"),
        ("0 9 1 1 *", "2026-12-31T23:59:59.5", "2027-01-01T09:00"),
        ("0 9 LW * *", "2026-11-24T00:00", "2026-11-30T09:00"),
    ],
)
def test_a_schedule_is_next_due_at_its_time_on_the_wall(cron: str, after: str, due: str) -> None:
    assert next_due(cron, utc(after), LONDON) == utc(due)


def test_several_times_in_the_spring_gap_are_due_once() -> None:
    due = due_between("0,30 1,2 * * *", utc("2026-03-29T00:00"), utc("2026-03-29T23:00"), LONDON)

    assert due == [utc("2026-03-29T01:00"), utc("2026-03-29T01:30")]


@given(ANY_MOMENT, DAILY, ZONES)
def test_a_daily_job_is_due_once_on_every_day(
    after: datetime, daily: tuple[int, int], zone: ZoneInfo
) -> None:
    hour, minute = daily
    until = after + timedelta(days=8)
    due = due_between(f"{minute} {hour} * * *", after, until, zone)

    days = [moment.astimezone(zone).date() for moment in due]
    assert all(late - early == timedelta(days=1) for early, late in pairwise(days))
    assert len(due) in {7, 8, 9}
    assert all(after < moment <= until for moment in due)


@given(ANY_MOMENT, DAILY)
def test_a_daily_job_is_due_at_its_wall_time_or_when_the_gap_ends(
    after: datetime, daily: tuple[int, int]
) -> None:
    due = next_due("{1} {0} * * *".format(*daily), after, LONDON)

    local = due.astimezone(LONDON)
    in_the_gap = daily[0] == 1 and (local.hour, local.minute) == (2, 0)
    assert (local.hour, local.minute) == daily or in_the_gap
    assert local.fold == 0


@given(ANY_MOMENT, st.sampled_from(["30 1 * * *", "*/20 * * * *", "0 */6 * * *", "15 1,2 * * 0"]))
def test_one_due_time_after_the_other_gives_the_same_list_as_asking_at_once(
    after: datetime, cron: str
) -> None:
    until = after + timedelta(days=2)
    steps = []
    moment = next_due(cron, after, LONDON)
    while moment <= until:
        steps.append(moment)
        moment = next_due(cron, moment, LONDON)

    assert due_between(cron, after, until, LONDON) == steps
    assert steps == sorted(set(steps))


@given(ANY_MOMENT, st.integers(1, 4000))
def test_no_slot_is_skipped_or_doubled_when_the_heartbeat_pauses(
    after: datetime, minutes: int
) -> None:
    pause = after + timedelta(minutes=minutes)
    until = after + timedelta(days=3)

    first = due_between("30 1 * * *", after, pause, LONDON)
    second = due_between("30 1 * * *", pause, until, LONDON)
    assert first + second == due_between("30 1 * * *", after, max(pause, until), LONDON)


@pytest.mark.parametrize(
    "cron",
    [
        "",
        "daily",
        "0 9 * *",
        "0 0 9 * * *",
        "61 9 * * *",
        "0 9 30 2 *",
        "0 9 * * noday",
        "x * * * *",
    ],
)
def test_a_schedule_that_nobody_can_follow_is_refused_in_one_sentence(cron: str) -> None:
    with pytest.raises(ValueError, match=r"\A[^\n]+\.\Z"):
        check_cron(cron)


def test_importing_the_calendar_does_not_import_the_holidays() -> None:
    code = "import sys, models.calendar; sys.exit('holidays' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  # our own interpreter

"""The roster file: bytes become rows, or a list of what is wrong on which line."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from models.person import Reach, RoleName
from models.roster_cells import Cells

ENGLAND = "England"
REGIONS = (
    "North East",
    "North West",
    "Yorkshire and the Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
)
IDENTITIES = ("slack_id", "email")
REQUIRED = ("employer", "employer_type", "region", "roles", "started_on", "cohort")
OPTIONAL = ("framework", "part_time", "left_on")
COLUMNS = (*IDENTITIES, *REQUIRED, *OPTIONAL)


class Wrong(StrEnum):
    """What can be wrong with a roster file; the words are in `views.roster`."""

    NOT_UTF8 = "not_utf8"
    EMPTY = "empty"
    NOT_CSV = "not_csv"
    NO_IDENTITY_COLUMN = "no_identity_column"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    CELL_COUNT = "cell_count"
    UNPRINTABLE = "unprintable"
    TOO_LONG = "too_long"
    NO_IDENTITY = "no_identity"
    SLACK_ID = "slack_id"
    EMAIL = "email"
    NO_EMPLOYER = "no_employer"
    SEMICOLON = "semicolon"
    REGION = "region"
    NO_ROLES = "no_roles"
    ROLE = "role"
    SCOPE = "scope"
    DATE = "date"
    LEFT_BEFORE_START = "left_before_start"
    YES_NO = "yes_no"
    FRAMEWORK = "framework"
    TWICE = "twice"
    TWO_REGIONS = "two_regions"
    TWO_TYPES = "two_types"
    TWO_SPELLINGS = "two_spellings"
    UNKNOWN_EMPLOYER = "unknown_employer"
    TWO_PEOPLE = "two_people"
    SAME_PERSON = "same_person"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong on one line: in which column, what stands there, since which line."""

    line: int
    wrong: Wrong
    column: str = ""
    value: str = ""
    other: int = 0


class Right(NamedTuple):
    """A role and how far it reaches."""

    role: RoleName
    reach: Reach
    scope: str


@dataclass(frozen=True)
class Row:
    """One person as the file has them; `silent` names the columns the file does not have."""

    line: int
    slack_id: str | None
    email: str | None
    employer: str
    employer_type: str
    region: str
    rights: frozenset[Right]
    started_on: date | None
    cohort: str
    framework: str | None
    part_time: bool | None
    left_on: date | None
    silent: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """What a file says; with a single fault it says nothing that may be used."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class NotCsv(ValueError):  # noqa: N818 - it states a fact, as refusals do
    """From this line on the file cannot be taken apart."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def parse(content: bytes, frameworks: Collection[str]) -> Reading:
    """Read a whole file; every fault is found, not only the first."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Reading(faults=[Fault(content.count(b"\n", 0, error.start) + 1, Wrong.NOT_UTF8)])
    lines = _lines(text)
    try:
        line, header = next(lines)
        names = [name.strip().lower() for name in header]
        if faults := [Fault(line, *rest) for rest in _faults_of_header(names)]:
            return Reading(faults=faults)
        reading = Reading()
        for line, values in lines:
            _read_row(reading, line, (names, values), frameworks)
    except StopIteration:
        return Reading(faults=[Fault(1, Wrong.EMPTY)])
    except NotCsv as error:
        return Reading(faults=[Fault(error.line, Wrong.NOT_CSV)])
    reading.faults.extend(_faults_between(reading.rows))
    reading.faults.sort(key=lambda fault: fault.line)
    return reading


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that says something, under the number of its first line in the file."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise NotCsv(line) from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _faults_of_header(names: list[str]) -> Iterator[tuple[Wrong, str]]:
    named = [name for name in names if name]
    if not set(IDENTITIES) & set(named):
        yield Wrong.NO_IDENTITY_COLUMN, ""
    yield from ((Wrong.MISSING_COLUMN, name) for name in REQUIRED if name not in named)
    yield from ((Wrong.UNKNOWN_COLUMN, name) for name in named if name not in COLUMNS)
    yield from ((Wrong.COLUMN_TWICE, name) for name in COLUMNS if named.count(name) > 1)


def _read_row(
    reading: Reading, line: int, cells: tuple[list[str], list[str]], frameworks: Collection[str]
) -> None:
    names, values = cells
    # Spreadsheets like to leave empty columns behind on the right.
    if len(values) < len(names) or any(value.strip() for value in values[len(names) :]):
        reading.faults.append(Fault(line, Wrong.CELL_COUNT, "", str(len(values)), len(names)))
        return
    found = Cells(dict(zip(names, values, strict=False)))
    row = _row(line, found, frameworks)
    if found.faults:
        faults = [Fault(line, Wrong(wrong), column, value) for wrong, column, value in found.faults]
        reading.faults.extend(faults)
    else:
        reading.rows.append(row)


def _row(line: int, cells: Cells, frameworks: Collection[str]) -> Row:
    slack_id, email = cells.slack_id(), cells.email()
    if not (cells.says("slack_id") or cells.says("email")):
        cells.fault(Wrong.NO_IDENTITY)
    employer = cells.name("employer", Wrong.NO_EMPLOYER)
    started_on, left_on = cells.day("started_on"), cells.day("left_on")
    if started_on and left_on and left_on < started_on:
        cells.fault(Wrong.LEFT_BEFORE_START, "left_on")
    framework = cells.text("framework", 60) or None
    if framework is not None and framework not in frameworks:
        cells.fault(Wrong.FRAMEWORK, "framework")
    rights = frozenset(_rights(cells, employer))
    if not rights and not left_on and not cells.says("roles"):
        cells.fault(Wrong.NO_ROLES, "roles")
    return Row(
        line=line,
        slack_id=slack_id,
        email=email,
        employer=employer,
        employer_type=cells.text("employer_type", 80),
        region=_region(cells),
        rights=rights,
        started_on=started_on,
        cohort=cells.text("cohort", 60),
        framework=framework,
        part_time=cells.yes_or_no("part_time"),
        left_on=left_on,
        silent=frozenset(name for name in OPTIONAL if name not in cells.values),
    )


def _region(cells: Cells) -> str:
    region = region_named(cells.text("region", 60))
    if region is None:
        cells.fault(Wrong.REGION, "region")
    return region or ""


def region_named(text: str) -> str | None:
    """Give one of the nine regions in its own spelling, however it was typed."""
    return _spelt(text, REGIONS)


def _spelt(text: str, names: Collection[str]) -> str | None:
    return {plain(name): name for name in names}.get(plain(text))


def plain(text: str) -> str:
    """A name as it is compared: case, spaces and "&" make no difference."""
    return " ".join(text.casefold().replace("&", " and ").split())


def _rights(cells: Cells, employer: str) -> Iterator[Right]:
    for part in cells.text("roles", 1000).split(";"):
        name, colon, scope = (piece.strip() for piece in part.partition(":"))
        if not name and not colon:
            continue
        role = name.lower()
        if role not in list(RoleName):
            cells.fault(Wrong.ROLE, "roles", name)
        # Whoever is newly qualified is so with one employer, their own.
        elif colon and (not scope or role == RoleName.NQSW):
            cells.fault(Wrong.SCOPE, "roles", part.strip())
        else:
            yield Right(RoleName(role), *_reach(scope, employer))


def _reach(scope: str, employer: str) -> tuple[Reach, str]:
    if plain(scope) == plain(ENGLAND):
        return Reach.NATIONAL, ENGLAND
    if region := region_named(scope):
        return Reach.REGION, region
    return Reach.EMPLOYER, scope or employer


def _faults_between(rows: list[Row]) -> Iterator[Fault]:
    """What is right on each line alone, and wrong together."""
    for column in IDENTITIES:
        first: dict[str, int] = {}
        for row in rows:
            value = getattr(row, column)
            if value and first.setdefault(value, row.line) != row.line:
                yield Fault(row.line, Wrong.TWICE, column, value, first[value])
    employers: dict[str, Row] = {}
    for row in rows:
        yield from _faults_of_employer(row, employers.setdefault(plain(row.employer), row))
        # An empty type says nothing, so the first that says something counts.
        if not employers[plain(row.employer)].employer_type:
            employers[plain(row.employer)] = row


def _faults_of_employer(row: Row, first: Row) -> Iterator[Fault]:
    pairs: Mapping[Wrong, tuple[str, str, str]] = {
        Wrong.TWO_SPELLINGS: ("employer", row.employer, first.employer),
        Wrong.TWO_REGIONS: ("region", row.region, first.region),
        Wrong.TWO_TYPES: (
            "employer_type",
            row.employer_type or first.employer_type,
            first.employer_type or row.employer_type,
        ),
    }
    for wrong, (column, value, before) in pairs.items():
        if value != before:
            yield Fault(row.line, wrong, column, value, first.line)

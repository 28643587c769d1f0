"""A roster file is read whole, or every bad line is named with its reason."""

from datetime import date

import pytest

from models.person import Reach, RoleName
from models.roster import REGIONS, Fault, Reading, Right, Wrong, parse
from models.roster_cells import neutralised, restored
from views.roster import REASONS, reason

VERSIONS = ("asye-2018", "asye-2027")
HEADER = (
    "slack_id,email,employer,employer_type,region,roles,"
    "started_on,cohort,framework,part_time,left_on"
)
GOOD = {
    "slack_id": "U1",
    "email": "ann@example.org",
    "employer": "Camden",
    "employer_type": "council",
    "region": "London",
    "roles": "nqsw",
    "started_on": "2026-09-07",
    "cohort": "2026-autumn",
    "framework": "asye-2018",
    "part_time": "no",
    "left_on": "",
}


def line(**cells: str) -> str:
    return ",".join({**GOOD, **cells}.values())


def read(*lines: str, header: str = HEADER) -> Reading:
    return parse("\n".join([header, *lines]).encode(), VERSIONS)


def test_a_good_line_becomes_a_row() -> None:
    (row,) = read(line(part_time="yes", left_on="2027-01-31")).rows

    assert (row.slack_id, row.email, row.employer) == ("U1", "ann@example.org", "Camden")
    assert (row.started_on, row.left_on) == (date(2026, 9, 7), date(2027, 1, 31))
    assert row.part_time is True
    assert row.rights == {Right(RoleName.NQSW, Reach.EMPLOYER, "Camden")}


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_byte_order_mark_and_line_ends_make_no_difference(start: bytes, end: str) -> None:
    reading = parse(start + end.join([HEADER, line(), "", ",,,,,,,,,,"]).encode(), VERSIONS)

    assert ([row.line for row in reading.rows], reading.faults) == ([2], [])


@pytest.mark.parametrize(
    ("roles", "rights"),
    [
        ("coordinator:London", [Right(RoleName.COORDINATOR, Reach.REGION, "London")]),
        (
            "Coordinator : yorkshire & the humber",
            [Right(RoleName.COORDINATOR, Reach.REGION, "Yorkshire and the Humber")],
        ),
        ("analyst:England", [Right(RoleName.ANALYST, Reach.NATIONAL, "England")]),
        (
            "champion:Leeds City Council",
            [Right(RoleName.CHAMPION, Reach.EMPLOYER, "Leeds City Council")],
        ),
        (
            "nqsw; assessor;nqsw;",
            [
                Right(RoleName.ASSESSOR, Reach.EMPLOYER, "Camden"),
                Right(RoleName.NQSW, Reach.EMPLOYER, "Camden"),
            ],
        ),
    ],
)
def test_roles_reach_the_own_employer_unless_a_scope_says_more(
    roles: str, rights: list[Right]
) -> None:
    (row,) = read(line(roles=roles)).rows

    assert sorted(row.rights) == rights


@pytest.mark.parametrize("region", REGIONS)
def test_all_nine_regions_are_known(region: str) -> None:
    assert read(line(region=region.upper())).rows[0].region == region


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"slack_id": "", "email": ""}, Wrong.NO_IDENTITY),
        ({"slack_id": "C123"}, Wrong.SLACK_ID),
        ({"slack_id": "<!channel>"}, Wrong.SLACK_ID),
        ({"email": "ann.example.org"}, Wrong.EMAIL),
        ({"email": "a@b@c"}, Wrong.EMAIL),
        ({"employer": " "}, Wrong.NO_EMPLOYER),
        ({"employer": "A;B"}, Wrong.SEMICOLON),
        ({"employer": "x" * 201}, Wrong.TOO_LONG),
        ({"cohort": "x" * 61}, Wrong.TOO_LONG),
        ({"cohort": "a\x00b"}, Wrong.UNPRINTABLE),
        ({"cohort": '"a\nb"'}, Wrong.UNPRINTABLE),
        ({"region": "Wales"}, Wrong.REGION),
        ({"region": ""}, Wrong.REGION),
        ({"roles": ""}, Wrong.NO_ROLES),
        ({"roles": "boss"}, Wrong.ROLE),
        ({"roles": ":London"}, Wrong.ROLE),
        ({"roles": "coordinator:"}, Wrong.SCOPE),
        ({"roles": "nqsw:London"}, Wrong.SCOPE),
        ({"started_on": "07/09/2026"}, Wrong.DATE),
        ({"started_on": "20260907"}, Wrong.DATE),
        ({"started_on": "2026-02-30"}, Wrong.DATE),
        ({"started_on": "0206-09-07"}, Wrong.DATE),
        ({"left_on": "2026-09-06"}, Wrong.LEFT_BEFORE_START),
        ({"left_on": "soon"}, Wrong.DATE),
        ({"part_time": "maybe"}, Wrong.YES_NO),
        ({"framework": "asye-1999"}, Wrong.FRAMEWORK),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_reason(cells: dict[str, str], wrong: Wrong) -> None:
    reading = read(line(slack_id="U0", email=""), line(**cells))

    assert [(fault.line, fault.wrong) for fault in reading.faults] == [(3, wrong)]
    assert "{" not in reason(reading.faults[0])


def test_every_fault_of_every_line_is_found() -> None:
    reading = read(line(region="Wales", part_time="perhaps"), line(slack_id="U2", email="x"))

    assert [(fault.line, fault.wrong) for fault in reading.faults] == [
        (2, Wrong.REGION),
        (2, Wrong.YES_NO),
        (3, Wrong.EMAIL),
    ]


@pytest.mark.parametrize(
    ("second", "wrong"),
    [
        ({"email": "b@example.org"}, [Wrong.TWICE]),
        ({"slack_id": "U2", "email": "ANN@example.org"}, [Wrong.TWICE]),
        ({"slack_id": "U2", "email": "", "region": "South East"}, [Wrong.TWO_REGIONS]),
        ({"slack_id": "U2", "email": "", "employer": "CAMDEN"}, [Wrong.TWO_SPELLINGS]),
        ({"slack_id": "U2", "email": "", "employer_type": "trust"}, [Wrong.TWO_TYPES]),
        ({"slack_id": "U2", "email": "", "employer_type": ""}, []),
    ],
)
def test_lines_that_contradict_each_other_are_named(
    second: dict[str, str], wrong: list[Wrong]
) -> None:
    faults = read(line(), line(**second)).faults

    assert [fault.wrong for fault in faults] == wrong
    assert all((fault.line, fault.other) == (3, 2) for fault in faults)


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        (
            HEADER.replace("slack_id,email", "name"),
            [Wrong.NO_IDENTITY_COLUMN, Wrong.UNKNOWN_COLUMN],
        ),
        (HEADER.replace("region,", ""), [Wrong.MISSING_COLUMN]),
        (HEADER + ",email", [Wrong.COLUMN_TWICE]),
        ("", [Wrong.EMPTY]),
    ],
)
def test_a_header_that_does_not_fit_is_refused(header: str, faults: list[Wrong]) -> None:
    assert [fault.wrong for fault in read(header=header).faults] == faults


def test_one_column_of_identity_and_no_optional_one_are_enough() -> None:
    header = "email,employer,employer_type,region,roles,started_on,cohort"

    (row,) = read("a@b.org,Camden,council,London,nqsw,2026-09-07,x", header=header).rows

    assert row.slack_id is None
    assert row.silent == {"framework", "part_time", "left_on"}


def test_a_line_with_cells_missing_or_left_over_is_refused() -> None:
    reading = read("U1,a@b.org", line(slack_id="U2", email="") + ",more", line() + ",,")

    assert [(fault.line, fault.wrong) for fault in reading.faults] == [
        (2, Wrong.CELL_COUNT),
        (3, Wrong.CELL_COUNT),
    ]


def test_a_file_that_is_no_utf8_is_refused_at_its_line() -> None:
    content = f"{HEADER}\n{line()}\n{line(employer='Orléans')}".encode("latin-1")

    assert parse(content, VERSIONS).faults == [Fault(3, Wrong.NOT_UTF8)]


def test_an_open_quotation_mark_is_refused_at_its_line() -> None:
    assert read(line(), line(employer='"Camden')).faults == [Fault(3, Wrong.NOT_CSV)]


def test_somebody_who_left_needs_no_role() -> None:
    assert read(line(roles="", left_on="2026-10-01")).rows[0].rights == frozenset()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Camden", "Camden"),
        ("=1+1", "'=1+1"),
        ("+Care", "'+Care"),
        ("-Care", "'-Care"),
        ("@home", "'@home"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=1", "''=1"),
        ("'quoted'", "'quoted'"),
    ],
)
def test_a_formula_is_neutralised_and_read_back_as_it_was(text: str, cell: str) -> None:
    assert neutralised(text) == cell
    assert restored(cell) == text


def test_a_neutralised_employer_is_read_as_the_same_employer() -> None:
    assert read(line(employer="'=1+1")).rows == read(line(employer="=1+1")).rows


def test_every_fault_has_its_words() -> None:
    assert set(REASONS) == set(Wrong)

"""Files of released figures explain themselves, hide what is hidden, and are the same each time."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from sqlalchemy import select
from sqlmodel import col
from typer.testing import Result

from analysis.published import HIDDEN, ItemInfo, ReleaseInfo, Row, UnitInfo
from models.audit import AuditEntry
from models.refusals import OnlyWords, ReleaseUnknown
from models.reporting import Level, Period
from services import result_files
from services.sight import EVERYTHING, PUBLIC, Sight
from services.work import SYSTEM, House
from tests.report import years
from tests.site.year import publish_words
from views import result_formats
from views.refusals import sentence
from views.result_columns import FIGURE
from views.result_files import Kind, Results, Table
from views.words_release import Quote, ShownTheme

AT = datetime(2027, 4, 10, 9, tzinfo=UTC)


@pytest.fixture
async def year(house: House) -> House:
    await years.publish(house, employers=9, waves=2)
    return house


async def words_of(house: House, quote: str) -> None:
    """Release the words of the second wave."""
    await publish_words(house, ("Employer 001",), quote, number=4, subject="w02")


async def made(
    house: House, sight: Sight, kind: Kind, period: str = "", release: int | None = None
) -> tuple[str, bytes]:
    async with house.begin(SYSTEM) as work:
        found = await (
            result_files.within(work, period) if period else result_files.one(work, release)
        )
        taking = await result_files.take(work, sight, found, kind, period)
    async with house.look(SYSTEM) as work:
        return await result_files.make(work, taking)


def rows_of(content: bytes, table: str) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return [row for row in csv.DictReader(io.StringIO(text, newline="")) if row["table"] == table]


async def test_a_csv_file_holds_every_table_and_says_what_its_columns_mean(year: House) -> None:
    name, content = await made(year, EVERYTHING, Kind.CSV)

    tables = ("overview", "items", "units", "notes")
    assert name == "results-release-3.csv"
    assert content.startswith("\ufeff".encode())
    assert all(rows_of(content, table) for table in tables)
    meanings = {row["column"] for row in rows_of(content, "notes")}
    assert {column.name for column in FIGURE} <= meanings


async def test_a_file_says_its_release_with_day_floor_and_link(year: House) -> None:
    [about] = rows_of((await made(year, EVERYTHING, Kind.CSV))[1], "overview")

    assert (about["release"], about["released_on"], about["floor"]) == ("3", "2027-04-10", "8")
    assert len(about["link"]) == 64


async def test_a_hidden_figure_says_so_with_its_reason_and_is_never_empty(year: House) -> None:
    rows = rows_of((await made(year, EVERYTHING, Kind.CSV))[1], "units")

    hidden = [row for row in rows if row["people"] == "hidden"]
    shown = [row for row in rows if row["people"] != "hidden"]
    cells = [column.name for column in FIGURE if column.name != "reason"]
    assert hidden
    assert all(row[name] == "hidden" for row in hidden for name in cells[6:])
    assert all("Look at" in row["reason"] for row in hidden)
    assert all(row[name] != "" for row in shown for name in cells)


async def test_a_response_is_told_for_england_and_counted_by_wave_for_a_year(year: House) -> None:
    _, content = await made(year, EVERYTHING, Kind.JSON, years.YEAR)

    rates = {one["release"]: one["response_rate"] for one in json.loads(content)["overview"]}
    assert rates == {1: 70, 2: 70, 3: "counted by wave"}


async def test_the_file_of_a_year_holds_its_waves_and_comes_last_with_the_year(
    year: House,
) -> None:
    name, content = await made(year, EVERYTHING, Kind.JSON, years.YEAR)

    told = json.loads(content)
    assert name == "results-2026-27.json"
    assert [one["period"] for one in told["overview"]] == ["wave", "wave", "year"]
    assert told["title"] == "April 2026 to March 2027"


async def test_a_file_has_only_the_units_that_may_be_seen(year: House) -> None:
    _, all_of_it = await made(year, EVERYTHING, Kind.JSON)
    _, public = await made(year, PUBLIC, Kind.JSON)

    levels = {row["level"] for row in json.loads(public)["units"]}
    assert levels == {"region"}
    assert {row["level"] for row in json.loads(all_of_it)["units"]} == {"region", "employer"}


@pytest.mark.parametrize("kind", list(Kind))
async def test_the_same_release_gives_the_same_bytes(year: House, kind: Kind) -> None:
    first = await made(year, EVERYTHING, kind)
    again = await made(year, EVERYTHING, kind)

    assert first == again


async def test_a_workbook_has_a_sheet_for_each_table_with_a_frozen_header(year: House) -> None:
    book = workbook((await made(year, EVERYTHING, Kind.XLSX))[1])

    sheets = ["Overview", "Items", "Units", "Associations", "Themes", "Quotations", "Notes"]
    assert book.sheetnames == sheets
    assert {book[name].freeze_panes for name in sheets} == {"A2"}
    assert book["Items"]["A1"].value == "Release"


async def test_a_workbook_holds_numbers_where_numbers_are_shown_and_words_elsewhere(
    year: House,
) -> None:
    sheet = workbook((await made(year, EVERYTHING, Kind.XLSX))[1])["Items"]

    heads = [cell.value for cell in sheet[1]]
    share = sheet.cell(2, heads.index("Favourable") + 1)
    assert isinstance(share.value, float)
    assert (0 < share.value < 1, share.number_format) == (True, "0%")
    assert sheet.cell(2, heads.index("People") + 1).value == "1,000 or more"


@pytest.mark.parametrize("period", ["", years.YEAR])
async def test_a_file_holds_the_words_of_its_waves_and_only_of_units_that_may_be_seen(
    year: House, period: str
) -> None:
    await words_of(year, "=1+1")
    _, content = await made(year, EVERYTHING, Kind.JSON, period, release=2)
    _, public = await made(year, PUBLIC, Kind.JSON, period, release=2)

    told, shown = json.loads(content), json.loads(public)
    assert told["overview"][0]["period"] == "words"
    assert {row["level"] for row in told["themes"]} == {"England", "region", "employer"}
    assert {row["level"] for row in shown["themes"]} == {"England", "region"}
    said = {"release": 4, "unit": "England", "theme": "Workload", "text": "=1+1"}
    assert shown["quotations"] == [said]


async def test_words_of_another_wave_are_not_in_the_file_of_a_release(year: House) -> None:
    await words_of(year, "Short.")
    _, content = await made(year, EVERYTHING, Kind.JSON, release=1)

    told = json.loads(content)
    assert [told["themes"], told["quotations"], len(told["overview"])] == [[], [], 1]


async def test_a_quotation_is_no_formula_in_any_file(year: House) -> None:
    await words_of(year, "=1+1")

    [row] = rows_of((await made(year, PUBLIC, Kind.CSV, release=2))[1], "quotations")
    book = workbook((await made(year, PUBLIC, Kind.XLSX, release=2))[1])
    assert row["text"] == "'=1+1"
    assert (book["Quotations"]["D2"].value, book["Quotations"]["D2"].data_type) == ("=1+1", "s")


def test_a_hidden_theme_says_why_and_a_quotation_of_two_themes_stands_once() -> None:
    unit = UnitInfo("region:London", "London", Level.REGION, ("London",), "england:")
    england = UnitInfo("england:", "England", Level.ENGLAND, (), "england:")
    theme = ShownTheme("workload", "Workload", HIDDEN)
    quotes = [Quote("England", one, "It was short.") for one in ("workload", "other")]
    results = Results()
    results.add_words(a_release(), [(england, [theme]), (unit, [theme])], quotes)

    assert results.themes[1][:6] == (1, "London", "region", "Workload", "hidden", "hidden")
    assert str(results.themes[1][6]).endswith("Look at England instead.")
    assert results.quotations == [(1, "England", "Workload; other", "It was short.")]


async def test_every_taking_is_in_the_audit_trail_before_the_file_is_made(year: House) -> None:
    async with year.begin(SYSTEM) as work:
        found = await result_files.one(work, 1)
        await result_files.take(work, EVERYTHING, found, Kind.CSV)

    async with year.look(SYSTEM) as work:
        note = select(AuditEntry).where(col(AuditEntry.what) == "figures.exported")
        [entry] = (await work.session.scalars(note)).all()
    assert entry.subject == "results-release-1.csv"
    assert entry.details == {"releases": [1], "kind": "csv"}


async def test_what_was_not_released_is_refused(year: House) -> None:
    async with year.look(SYSTEM) as work:
        with pytest.raises(ReleaseUnknown):
            await result_files.one(work, 99)
        with pytest.raises(ReleaseUnknown):
            await result_files.within(work, "2019-20")


async def test_a_release_of_words_says_with_which_figures_its_words_go(year: House) -> None:
    await words_of(year, "Short.")
    await publish_words(year, ("Employer 001",), "Short.", number=5, subject="w09")

    async with year.look(SYSTEM) as work:
        with pytest.raises(OnlyWords) as refused:
            await result_files.one(work, 4)
        with pytest.raises(OnlyWords) as early:
            await result_files.one(work, 5)
    assert "take release 2, and they are in its file." in sentence(refused.value)
    assert sentence(early.value).endswith("those are not released yet.")


def test_the_command_writes_a_file_that_only_its_owner_reads(
    tmp_path: Path, types_here: Callable[..., Result]
) -> None:
    written = tmp_path / "one.json"
    ended = types_here(
        "figures", "export", "--release", "1", "--format", "json", "-o", str(written)
    )

    assert (ended.exit_code, ended.stdout) == (0, f"Written: {written}.\n")
    assert written.stat().st_mode & 0o777 == 0o600
    assert [one["release"] for one in json.loads(written.read_bytes())["overview"]] == [1]


def test_the_command_says_in_one_sentence_that_there_is_no_such_release(
    types_here: Callable[..., Result],
) -> None:
    ended = types_here("figures", "export", "--release", "99")

    assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_any_file_is_a_formula(start: str) -> None:
    tables = [a_table(f"{start}1+1")]

    [row] = rows_of(result_formats.as_csv(tables), "units")
    cell = workbook(result_formats.as_workbook(tables, "Title", AT))["Units"]["B2"]
    assert row["unit"] == f"'{start}1+1"
    assert cell.data_type == "s"


def test_nought_is_a_number_and_never_empty() -> None:
    table = Table("numbers", "Numbers", (FIGURE[0], FIGURE[7]), [(0, 0)])

    [row] = rows_of(result_formats.as_csv([table]), "numbers")
    book = workbook(result_formats.as_workbook([table], "Title", AT))
    assert (row["release"], row["favourable"]) == ("0", "0")
    assert book["Numbers"]["B2"].value == 0
    assert json.loads(result_formats.as_json([table], "Title", AT))["numbers"][0]["release"] == 0


def a_table(name: str) -> Table:
    unit = UnitInfo("employer:x", name, Level.EMPLOYER)
    results = Results()
    row = Row(1, unit, ItemInfo("C1", "C1", ""), HIDDEN)
    results.add(a_release(), [unit], [row])
    return results.tables()[2]


def a_release() -> ReleaseInfo:
    days = date(2026, 4, 1), date(2026, 4, 15)
    return ReleaseInfo(1, Period.WAVE, "w", "April", *days, AT, "pulse", 1, 8, "a" * 64)


def workbook(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))

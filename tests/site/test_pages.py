"""What the pages show: to each what they may see, from what was released, and nothing else."""

import re
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import col

from models.person import Employer, Person, Reach, RoleName
from models.release import ReleasedItem
from services.work import SYSTEM, House
from tests import published
from tests.doubles import Community, FrozenClock
from tests.site import year
from tests.site.conftest import Browser, Door
from tests.site.test_coming import noted

EMPLOYERS = ("Thameside", "Pennine", "Riverside")
UNIT, CRITERION = "/results/unit?unit=employer:{}", "/results/criteria/C1?unit=employer:{}"
FILE = "multipart/form-data; boundary=x"
NO_SUCH_PAGE, NO_SUCH_PLACE = "There is no such page", "There is no such place here"


@pytest.fixture
async def released(house: House) -> None:
    await year.publish(house, 2, EMPLOYERS)


async def names(browser: Browser) -> set[str]:
    """The employers on the list of places."""
    text = (await browser.opens("/results/units")).text
    return {name for name in EMPLOYERS if name in text}


async def test_before_the_first_release_every_page_says_so(door: Door, nqsw: Person) -> None:
    browser = await door.visits(nqsw)
    pages = [await browser.opens(f"/results{path}") for path in ("/", "/units", "/criteria/C1")]

    assert {(page.status, "Nothing has been released yet" in page.text) for page in pages} == {
        (200, True)
    }


@pytest.mark.usefixtures("released")
async def test_each_sees_their_own_place_and_the_wider_ones(
    door: Door, community: Community, nqsw: Person, analyst: Person, thameside: Employer
) -> None:
    of_region = await community.member(RoleName.COORDINATOR, thameside, Reach.REGION, "North East")

    assert await names(await door.visits(nqsw)) == {"Thameside"}
    assert await names(await door.visits(analyst)) == set(EMPLOYERS)
    # Employers stand in the regions in turn; the second is in the second region.
    assert "Thameside" in await names(await door.visits(of_region))


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(("unit", "is_told"), [("england%3A", False), ("region%3ALondon", True)])
async def test_a_place_says_that_how_many_answered_is_told_for_england_only(
    door: Door, nqsw: Person, unit: str, *, is_told: bool
) -> None:
    page = (await (await door.visits(nqsw)).opens(f"/results/unit?unit={unit}")).text

    assert ("How many answered is told for England only: of smaller places" in page) is is_told
    assert "In England " in page


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("page", [UNIT, CRITERION])
async def test_a_foreign_place_is_refused_as_if_there_were_none(
    door: Door, house: House, nqsw: Person, page: str
) -> None:
    browser = await door.visits(nqsw)
    own = await browser.opens(page.format("Thameside"))
    foreign, made_up = [await browser.opens(page.format(name)) for name in ("Pennine", "Nowhere")]

    assert (own.status, foreign.status, NO_SUCH_PLACE in foreign.text) == (200, 404, True)
    assert (foreign.status, foreign.text) == (made_up.status, made_up.text)
    assert await noted(house, "refused") == [nqsw.slack_id] * 2


@pytest.mark.usefixtures("released")
async def test_a_criterion_names_no_place_that_its_reader_may_not_see(
    door: Door, nqsw: Person
) -> None:
    browser = await door.visits(nqsw)
    texts = [
        (await browser.opens(f"/results{path}")).text
        for path in ("/", "/criteria/C1", "/units", "/unit", "/releases", "/releases/1")
    ]

    assert not any(name in text for text in texts for name in EMPLOYERS[1:])


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    "path",
    [
        "/results/?release=99",
        "/results/?release=1.5",
        "/results/?release=٣",
        "/results/?release=99999999999999999999",
        "/results/criteria/C9",
        "/results/criteria/A1",
        "/results/unit?unit=%00",
        "/results/unit?unit=" + "x" * 300,
        "/results/releases/99",
        "/results/releases/x",
        "/results/releases/99/checked",
        "/results/nothing",
    ],
)
async def test_what_is_not_there_is_said_to_be_no_page(
    door: Door, analyst: Person, path: str
) -> None:
    read = await (await door.visits(analyst)).opens(path)

    assert (read.status, NO_SUCH_PAGE in read.text) == (404, True)


@pytest.mark.usefixtures("released")
async def test_an_earlier_release_stays_chosen_from_page_to_page(door: Door, nqsw: Person) -> None:
    read = await (await door.visits(nqsw)).opens("/results/?release=1")

    assert "Pulse, September 2026" in read.text
    assert '<a href="/results/criteria/C1?release=1&amp;unit=england%3A">' in read.text
    assert '<a href="/results/units?release=1"' in read.text
    # Words are releases of their own.
    assert '<a href="/results/comments"' in read.text


@pytest.mark.usefixtures("released")
async def test_a_change_is_told_in_words_with_its_interval(door: Door, nqsw: Person) -> None:
    browser = await door.visits(nqsw)
    first, second = [(await browser.opens(f"/results/?release={number}")).text for number in (1, 2)]

    said = re.findall(r"<td>((?:Rose|Fell|No clear change)[^<]*)</td>", second)
    assert said
    assert all(re.search(r"\((by|between) .* points?", one) or "and" in one for one in said)
    assert "Not compared" in first


async def test_whatever_was_written_stays_text(
    door: Door, house: House, community: Community
) -> None:
    name = "<script>alert(1)</script>&\"'"
    employer = await community.employer(name)
    [nqsw] = await community.nqsws(1, employer)
    await year.publish(house, 1, (name,))
    browser = await door.visits(nqsw)
    pages = [await browser.opens(f"/results{path}") for path in ("/", "/units", "/unit")]

    assert [page.status for page in pages] == [200] * 3
    assert all("<script" not in page.text for page in pages)
    assert all("&lt;script&gt;" in page.text for page in pages)


@pytest.mark.usefixtures("released")
async def test_charts_have_no_style_no_script_and_names_of_their_own(
    door: Door, analyst: Person
) -> None:
    text = (await (await door.visits(analyst)).opens("/results/criteria/C1")).text
    ids = re.findall(r' id="([^"]+)"', text)

    assert not re.search(r"<script|<style| style=| on[a-z]+=|https?://(?!www\.w3\.org)", text)
    assert len(ids) == len(set(ids))
    assert text.count("<svg") == text.count("<title id=") == text.count("<desc id=")


async def test_releases_say_who_asked_who_agreed_and_that_they_are_as_they_were(
    door: Door, house: House, community: Community, clock: FrozenClock
) -> None:
    clock.move_to(datetime(2026, 11, 3, 10, tzinfo=UTC))
    made = await published.publish(house, community, count=2)
    browser = await door.visits(made.second)
    listed = (await browser.opens("/results/releases")).text
    one = (await browser.opens("/results/releases/2")).text
    checked = (await browser.opens("/results/releases/2/checked")).text

    assert re.search(r"Analyst</td><td>Co-ordinator</td>", listed)
    assert made.releases[1].link[:16] in listed
    assert made.releases[1].link in one
    assert "As it was released." in checked


@pytest.mark.usefixtures("released")
async def test_a_release_that_is_not_as_it_was_is_told_of(door: Door, nqsw: Person) -> None:
    # Those of this year were written without the fingerprint of what they say.
    read = await (await door.visits(nqsw)).opens("/results/releases/1/checked")

    assert "Not as it was released." in read.text


async def test_pages_of_what_was_released_in_earnest_can_all_be_read(
    door: Door, house: House, community: Community
) -> None:
    made = await published.publish(house, community, count=3)
    browser = await door.visits(made.analyst)
    async with house.look(SYSTEM) as work:
        codes = await work.session.scalars(sa.select(col(ReleasedItem.criterion)).distinct())
    paths = [
        "/",
        "/units",
        "/unit",
        "/unit?unit=employer:Southam",
        "/comments",
        "/responses",
        *(f"/criteria/{code}" for code in codes),
    ]
    statuses = {path: (await browser.opens(f"/results{path}")).status for path in paths}

    assert set(statuses.values()) == {200}, statuses


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("json", b"{")]
)
async def test_a_file_holds_what_its_reader_may_see_and_is_put_on_record(
    door: Door, house: House, nqsw: Person, kind: str, begins: bytes
) -> None:
    browser = await door.visits(nqsw)
    taken = await browser.takes("/results/files/2", kind)

    assert (taken.status, taken.content[: len(begins)]) == (200, begins)
    assert (
        taken.headers["Content-Disposition"] == f'attachment; filename="results-release-2.{kind}"'
    )
    assert b"Pennine" not in taken.content
    assert await noted(house, "figures.exported") == [nqsw.slack_id]


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(("number", "kind"), [("99", "csv"), ("1", "exe"), ("1", ""), ("x", "csv")])
async def test_a_file_that_is_not_there_is_no_page(
    door: Door, nqsw: Person, number: str, kind: str
) -> None:
    browser = await door.visits(nqsw)

    assert (await browser.takes(f"/results/files/{number}", kind)).status == 404


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"csv", "multipart/form-data"),
        (b"kind=csv", "application/x-www-form-urlencoded; charset=none"),
        (
            b'--x\r\nContent-Disposition: form-data; name="kind"; filename="f"\r\n\r\n\r\n--x--',
            FILE,
        ),
    ],
)
async def test_a_form_that_is_none_of_ours_is_no_page(
    door: Door, nqsw: Person, content: bytes, kind: str
) -> None:
    browser = await door.visits(nqsw)

    assert (await browser.forges("/results/files/1", content, kind)).status == 404


async def test_only_a_visitor_takes_a_file(door: Door) -> None:
    assert (await door.browser().takes("/results/files/1", "csv")).status == 401


async def test_themes_are_shown_for_england_and_where_one_is_and_words_stay_text(
    door: Door, house: House, nqsw: Person
) -> None:
    await year.publish_words(house, EMPLOYERS, quote="Ask me <b>later</b>.")
    browser = await door.visits(nqsw)
    shown = await browser.opens("/results/comments")
    foreign = await browser.opens("/results/comments?unit=employer:Pennine")

    assert re.findall("Themes, ([^<]+)</span>", shown.text) == ["England", "Thameside"]
    assert "England, about Workload" in shown.text
    assert "interval</th>" not in shown.text
    assert "Ask me &lt;b&gt;later&lt;/b&gt;." in shown.text
    assert "Pennine" not in shown.text
    assert foreign.status == 404


async def test_a_release_of_words_has_no_page_of_figures(
    door: Door, house: House, nqsw: Person
) -> None:
    await year.publish_words(house, EMPLOYERS, quote="")
    browser = await door.visits(nqsw)

    assert (await browser.opens("/results/?release=1")).status == 404
    release = await browser.opens("/results/releases/1")
    assert (release.status, 'href="/results/comments?release=1"' in release.text) == (200, True)


async def test_comments_say_which_release_they_are_from_and_that_no_theme_stands_out(
    door: Door, house: House, nqsw: Person
) -> None:
    await year.publish_words(house, EMPLOYERS, quote="")
    text = (await (await door.visits(nqsw)).opens("/results/comments")).text

    assert "From release 1, “Comments of the pulse”" in text
    assert "No theme stands out" not in text


async def test_a_year_does_not_call_hidden_what_is_told_wave_by_wave(
    door: Door, house: House, nqsw: Person
) -> None:
    await year.publish_year(house)
    browser = await door.visits(nqsw)
    paths = ("units?", "unit?", "unit?unit=england%3A&", "criteria/C1?")
    places, unit, england, criterion = [
        (await browser.opens(f"/results/{path}release=1")).text for path in paths
    ]

    assert "C4 Wider organisation" in places
    assert ">Answered</th>" not in places
    assert "How many answered is told for England only, wave by wave." in unit
    assert "How many answered is told wave by wave." in england
    assert "This is told wave by wave" in criterion
    assert "A quarter or a year shows only what every one of its waves showed." in unit


@pytest.mark.usefixtures("released")
async def test_answers_to_a_release_are_read_by_whom_they_speak_to(
    door: Door, house: House, nqsw: Person
) -> None:
    for reach, scope in (
        (Reach.NATIONAL, "England"),
        (Reach.EMPLOYER, "Thameside"),
        (Reach.EMPLOYER, "Pennine"),
    ):
        await year.answer(house, reach, scope, f"More <time> for {scope}.")
    text = (await (await door.visits(nqsw)).opens("/results/responses")).text

    assert "<strong>You said:</strong> More &lt;time&gt; for England." in text
    assert "More &lt;time&gt; for Thameside." in text
    assert "Pennine" not in text


async def test_where_few_answered_each_page_asks_to_read_with_care(
    door: Door, house: House, nqsw: Person
) -> None:
    # The response is 60%, 70% and 50% in turn.
    await year.publish(house, 3, EMPLOYERS)
    browser = await door.visits(nqsw)

    flagged = {
        number: [
            "read these figures with care" in (await browser.opens(page)).text
            for page in (f"/results/?release={number}", f"/results/criteria/C1?release={number}")
        ]
        for number in (1, 2, 3)
    }

    assert flagged == {1: [True, True], 2: [False, False], 3: [True, True]}

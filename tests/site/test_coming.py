"""Coming to the pages: a link works once, a visit ends when it must, and nobody else comes in."""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.site.door import Allowance
from models.audit import AuditEntry
from models.person import Employer, Person, Reach, Role, RoleName, Standing
from models.refusals import NoPublicAddress, NotOnRoster
from models.site import SiteLink, SiteVisit
from services import visits
from services.work import SYSTEM, House, Work, account
from tests.doubles import FrozenClock
from tests.site import year
from tests.site.conftest import FROM_HERE, Browser, Door

OVERVIEW, DOOR = "/results/", "Open the results"
SPENT, OVER = "This link cannot be used", "Please come in through Slack"


async def has_come_in(browser: Browser) -> bool:
    read = await browser.opens(OVERVIEW)
    assert (read.status == 200) == (OVER not in read.text)
    return read.status == 200


async def noted(house: House, what: str) -> list[str]:
    """Whose notes of this kind there are."""
    async with house.look(SYSTEM) as work:
        query = select(AuditEntry).where(col(AuditEntry.what) == what)
        return [one.actor for one in await work.session.scalars(query)]


async def kept(house: House, table: type[SiteLink] | type[SiteVisit]) -> Sequence[object]:
    async with house.look(SYSTEM) as work:
        return (await work.session.scalars(select(table))).all()


async def test_a_link_shows_a_door_and_the_door_leads_to_the_overview(
    door: Door, house: House, nqsw: Person
) -> None:
    await year.publish(house)
    browser, link = door.browser(), await door.link(nqsw)

    shown = await browser.opens(link)
    entered = await browser.sends(link)

    assert (shown.status, DOOR in shown.text) == (200, True)
    assert (entered.status, "How the programme is doing" in entered.text) == (200, True)


async def test_whoever_looks_ahead_uses_nothing_up(door: Door, nqsw: Person) -> None:
    link = await door.link(nqsw)
    for _ in range(3):
        # A chat that unfurls, and a mail gateway that follows what it finds.
        await door.browser().opens(link)
        await door.browser().looks(link)

    assert (await door.browser().sends(link)).status == 200


async def test_a_link_works_once(door: Door, house: House, nqsw: Person) -> None:
    link = await door.link(nqsw)
    first, second = door.browser(), door.browser()
    await first.sends(link)

    again = await second.sends(link)

    assert (again.status, SPENT in again.text) == (403, True)
    assert (await has_come_in(first), await has_come_in(second)) == (True, False)
    assert await noted(house, "refused") == [nqsw.slack_id]


async def test_of_many_at_once_one_comes_in(door: Door, nqsw: Person) -> None:
    link = await door.link(nqsw)
    browsers = [door.browser() for _ in range(12)]

    answers = await asyncio.gather(*(browser.sends(link) for browser in browsers))

    assert Counter(answer.status for answer in answers) == {200: 1, 403: 11}


async def test_a_link_works_for_ten_minutes(door: Door, clock: FrozenClock, nqsw: Person) -> None:
    early, late = await door.link(nqsw), timedelta(minutes=10)
    clock.advance(late)

    assert (await door.browser().sends(early)).status == 403


async def test_an_earlier_link_stops_working_when_a_new_one_is_asked_for(
    door: Door, nqsw: Person
) -> None:
    earlier, later = await door.link(nqsw), await door.link(nqsw)

    assert (await door.browser().sends(earlier)).status == 403
    assert (await door.browser().sends(later)).status == 200


async def test_links_that_were_never_made_are_refused_in_the_same_words(
    door: Door, house: House, nqsw: Person
) -> None:
    used, old = await door.link(nqsw), "/results/open/never-made"
    await door.browser().sends(used)
    one = await door.browser().sends(used)
    another = await door.browser().sends(old)

    assert (one.status, one.text) == (another.status, another.text)
    # Strangers must not fill the trail.
    assert len(await noted(house, "refused")) == 1


async def test_only_the_roster_gets_a_link_and_only_to_a_safe_address(
    house: House, nqsw: Person
) -> None:
    async with house.begin(account("U0STRANGER")) as work:
        with pytest.raises(NotOnRoster):
            await visits.invite(work)
    for address in ("", "http://nqsw.example.org"):
        open_house = replace(house, policy=replace(house.policy, public_url=address))
        async with open_house.begin(account(nqsw.slack_id or "")) as work:
            with pytest.raises(NoPublicAddress):
                await visits.invite(work)


async def test_neither_links_nor_visits_can_be_read_from_the_tables(
    door: Door, house: House, nqsw: Person
) -> None:
    link = await door.link(nqsw)
    browser = door.browser()
    await browser.sends(link)
    [token] = browser.cookies.values()
    stored = repr([*await kept(house, SiteLink), *await kept(house, SiteVisit)])

    assert link.rpartition("/")[2] not in stored
    assert token not in stored


async def test_a_visit_ends_after_eight_hours(door: Door, clock: FrozenClock, nqsw: Person) -> None:
    browser = await door.visits(nqsw)
    clock.advance(timedelta(hours=7, minutes=59))
    before = await has_come_in(browser)
    clock.advance(timedelta(minutes=1))

    assert (before, await has_come_in(browser)) == (True, False)


async def new_role(work: Work, person: Person) -> None:
    right = Role(
        id=work.new_id(),
        person_id=person.id,
        role=RoleName.CHAMPION,
        reach=Reach.EMPLOYER,
        scope="Thameside",
        valid_from=date(2026, 9, 1),
    )
    work.session.add(right)


async def lost_role(work: Work, person: Person) -> None:
    query = select(Role).where(col(Role.person_id) == person.id)
    for right in await work.session.scalars(query):
        right.valid_until = work.today


async def left(work: Work, person: Person) -> None:
    (await work.session.get_one(Person, person.id)).left_on = work.today


async def deactivated(work: Work, person: Person) -> None:
    (await work.session.get_one(Person, person.id)).standing = Standing.DEACTIVATED


async def moved(work: Work, person: Person) -> None:
    elsewhere = Employer(id=work.new_id(), name="Pennine", kind="trust", region="North West")
    work.session.add(elsewhere)
    await work.session.flush()
    (await work.session.get_one(Person, person.id)).employer_id = elsewhere.id


@pytest.mark.parametrize("change", [new_role, lost_role, left, deactivated, moved])
async def test_a_visit_ends_at_once_when_the_person_is_not_who_they_were(
    door: Door, house: House, nqsw: Person, change: object
) -> None:
    browser = await door.visits(nqsw)
    assert callable(change)
    async with house.begin(SYSTEM) as work:
        await change(work, nqsw)

    assert not await has_come_in(browser)
    assert (await kept(house, SiteVisit), await noted(house, "results.left")) == (
        [],
        [nqsw.slack_id],
    )


@pytest.mark.parametrize("change", [left, deactivated])
async def test_whoever_is_gone_cannot_use_a_link_any_more(
    door: Door, house: House, nqsw: Person, change: object
) -> None:
    link = await door.link(nqsw)
    assert callable(change)
    async with house.begin(SYSTEM) as work:
        await change(work, nqsw)

    assert (await door.browser().sends(link)).status == 403
    assert await noted(house, "refused") == [nqsw.slack_id]


async def test_signing_out_ends_the_visit_on_our_side_too(
    door: Door, house: House, nqsw: Person
) -> None:
    browser = await door.visits(nqsw)
    [kept_by_a_thief] = browser.cookies.values()
    said = await browser.sends("/results/leave")
    thief = await door.browser().opens(OVERVIEW, Cookie=f"visit={kept_by_a_thief}")

    assert "You have signed out" in said.text
    assert (browser.cookies, thief.status) == ({}, 401)
    assert await noted(house, "results.left") == [nqsw.slack_id]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example.org"},
        {"Origin": "null"},
        {},
    ],
)
async def test_a_form_from_elsewhere_does_nothing(
    door: Door, nqsw: Person, headers: dict[str, str]
) -> None:
    browser, link = await door.visits(nqsw), await door.link(nqsw)

    answers = [await browser.sends(path, headers) for path in (link, "/results/leave")]

    assert [one.status for one in answers] == [403, 403]
    assert await has_come_in(browser)
    assert (await door.browser().sends(link)).status == 200


async def test_an_older_browser_says_where_a_form_comes_from(door: Door, nqsw: Person) -> None:
    entered = await door.browser().sends(await door.link(nqsw), {"Origin": door.address})

    assert entered.status == 200


async def test_the_cookie_is_for_us_alone(door: Door, nqsw: Person) -> None:
    link = await door.link(nqsw)
    answer = await door.browser().sends(link, FROM_HERE, follows=False)
    cookie = answer.headers["Set-Cookie"]

    assert re.sub("=[^;]{43};", "=…;", cookie) == (
        "visit=…; HttpOnly; Max-Age=28800; Path=/; SameSite=Lax"
    )


async def test_over_https_the_cookie_is_bound_to_the_host(safe_door: Door, nqsw: Person) -> None:
    link = await safe_door.link(nqsw)
    answer = await safe_door.browser().sends(link, FROM_HERE, follows=False)

    assert answer.headers["Set-Cookie"].startswith("__Host-visit=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {
        part.strip() for part in answer.headers["Set-Cookie"].split(";")
    }


@pytest.mark.parametrize(
    "path", ["/results/", "/results/open/x", "/results/nothing", "/results/style.css"]
)
async def test_every_answer_says_what_a_browser_may_do_with_it(door: Door, path: str) -> None:
    headers = (await door.browser().opens(path)).headers

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    is_file = path.endswith(".css")
    assert headers["Cache-Control"].startswith("public" if is_file else "private, no-store")


async def test_who_asks_too_often_waits_a_minute(
    door: Door, house: House, clock: FrozenClock, nqsw: Person
) -> None:
    browser = await door.visits(nqsw)
    most = house.policy.visiting.pages_a_minute
    # Coming in has led to the overview.
    statuses = [(await browser.opens("/results/comments")).status for _ in range(most)]
    clock.advance(timedelta(minutes=1))

    assert statuses == [*[200] * (most - 1), 429]
    assert await has_come_in(browser)


def test_one_who_asks_often_takes_nothing_from_others(clock: FrozenClock) -> None:
    allowance = Allowance(clock)

    assert [allowance.spend("one", 2) for _ in range(3)] == [True, True, False]
    assert allowance.spend("another", 2)


async def test_what_breaks_is_an_apology_with_a_reference_and_no_content(
    door: Door, house: House, nqsw: Person
) -> None:
    await year.publish(house, 1)
    browser = await door.visits(nqsw)
    await year.spoil(house)

    broken = await browser.opens(OVERVIEW)

    assert broken.status == 500
    assert re.search("tell a co-ordinator this reference: [B-Z]{8}", broken.text)

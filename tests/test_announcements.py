"""Announcements reach just whom their author may reach, once enough people have agreed."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col

from models import rich_text
from models.announcement import AnnouncementState
from models.audience import Audience
from models.outbox import MessageState
from models.person import Employer, Person, Reach, Role, RoleName, Standing
from models.refusals import (
    AnnouncementMoved,
    BadInput,
    NobodyToApprove,
    NobodyToAsk,
    NotAllowed,
    NotOnRoster,
    OwnAnnouncement,
    Refusal,
)
from services import (
    acknowledging,
    agenda,
    announced,
    announcements,
    announcing,
    correcting,
    drafting,
    wishes,
)
from services.work import SYSTEM, House
from tests.announcing import (
    SAID,
    acting,
    audience,
    copies,
    drafted,
    letters,
    noted,
    now,
    started,
    submitted,
    typed,
)
from tests.doubles import Community, FrozenClock


class Cast(NamedTuple):
    """Two employers in two regions, and everybody who might announce to them."""

    london: Employer
    north: Employer
    londoners: list[Person]
    northerners: list[Person]
    national: Person
    second: Person
    regional: Person
    local: Person


@pytest.fixture
async def cast(community: Community) -> Cast:
    london = await community.employer("Thameside", "London")
    north = await community.employer("Pennine", "North West")
    coordinator = RoleName.COORDINATOR
    return Cast(
        london,
        north,
        await community.nqsws(3, london),
        await community.nqsws(2, north),
        await community.member(coordinator, london, Reach.NATIONAL, "England"),
        await community.member(coordinator, north, Reach.NATIONAL, "England"),
        await community.member(coordinator, north, Reach.REGION, "North West"),
        await community.member(coordinator, london),
    )


@pytest.fixture
def strict(house: House) -> House:
    """A house in which more than two direct messages need a second co-ordinator."""
    return replace(house, policy=replace(house.policy, announce_alone_up_to=2))


NQSWS = {"roles": ["nqsw"]}


@pytest.mark.parametrize(
    ("who", "london", "north"),
    [("national", 3, 2), ("regional", 0, 2), ("local", 3, 0)],
)
async def test_everybody_reaches_just_their_own_place(
    house: House, cast: Cast, who: str, london: int, north: int
) -> None:
    one = await submitted(house, getattr(cast, who), typed(NQSWS))

    reached = set(await audience(house, one))

    assert len(reached & {person.id for person in cast.londoners}) == london
    assert len(reached & {person.id for person in cast.northerners}) == north


@pytest.mark.parametrize("role", [role for role in RoleName if role is not RoleName.COORDINATOR])
async def test_nobody_else_may_announce(
    house: House, cast: Cast, community: Community, role: RoleName
) -> None:
    member = await community.member(role, cast.london, Reach.NATIONAL, "England")

    with pytest.raises(NotAllowed):
        await drafted(house, member)

    assert "refused" in await noted(house)


@pytest.mark.parametrize(
    "forged",
    [
        typed({"regions": ["London"]}),
        typed({"employers": ["Thameside"]}),
        typed({"employers": ["Nowhere"]}),
        typed({"surveys": ["nothing"]}),
        typed(scope="national:England"),
        typed(scope="region:London"),
        typed(where="channel"),
        typed(where="both"),
    ],
)
async def test_a_tampered_form_is_refused_and_noted(
    house: House, cast: Cast, forged: drafting.Typed
) -> None:
    with pytest.raises(NotAllowed):
        await drafted(house, cast.regional, forged)

    assert await noted(house) == ["refused"]


async def test_a_tampered_row_still_reaches_nobody_elsewhere(house: House, cast: Cast) -> None:
    one = await drafted(house, cast.regional, typed(NQSWS))
    async with house.begin(SYSTEM) as work:
        (await announcements.fetch(work, one)).audience = {"regions": ["London"], "roles": []}

    async with acting(house, cast.regional) as work:
        with pytest.raises(NobodyToAsk):
            await announcing.submit(work, one)


@pytest.mark.parametrize("standing", [Standing.DEACTIVATED, Standing.EXTERNAL, Standing.BOT])
async def test_who_is_not_here_neither_announces_nor_hears(
    house: House, cast: Cast, standing: Standing
) -> None:
    away = [cast.national.id, cast.londoners[0].id]
    async with house.begin(SYSTEM) as work:
        gone = update(Person).where(col(Person.id).in_(away)).values(standing=standing)
        await work.session.execute(gone)

    one = await submitted(house, cast.local, typed(NQSWS))

    assert len(await audience(house, one)) == 2
    with pytest.raises((NotAllowed, NotOnRoster)):
        await drafted(house, cast.national)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (typed(title=" "), "title"),
        (typed(title="x" * 151), "title"),
        (replace(typed(), text=rich_text.of("  ")), "text"),
        (replace(typed(), text=rich_text.of("x" * 3001)), "text"),
        (replace(typed(), text=rich_text.of("&" * 2000)), "text"),
        (typed(link="http://example.org"), "link"),
        (typed(link="https://exa mple.org"), "link"),
        (typed(when="later"), "at"),
        (replace(typed(when="later"), at=1), "at"),
        (replace(typed(), at=1_900_000_000), "when"),
        (typed(where="channel", acknowledgement="must"), "where"),
    ],
)
async def test_what_cannot_be_saved_says_why_under_its_field(
    house: House, cast: Cast, wrong: drafting.Typed, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        await drafted(house, cast.national, wrong)

    assert refused.value.field == field


async def test_few_messages_need_nobody_else(house: House, cast: Cast) -> None:
    one = await submitted(house, cast.national, typed(NQSWS))

    await started(house, one)

    assert len(await copies(house, one)) == 5
    assert (await now(house, one)).state is AnnouncementState.SENDING


async def test_many_messages_wait_for_a_second_coordinator(strict: House, cast: Cast) -> None:
    one = await submitted(strict, cast.national, typed(NQSWS))
    assert (await now(strict, one)).state is AnnouncementState.AWAITING
    assert await audience(strict, one) == {}

    async with acting(strict, cast.second) as work:
        await announcing.approve(work, one, 0)

    assert (await now(strict, one)).approved_by == cast.second.id
    assert len(await audience(strict, one)) == 5


@pytest.mark.parametrize("who", ["national", "regional", "local"])
async def test_the_author_and_narrower_coordinators_cannot_agree(
    strict: House, cast: Cast, who: str
) -> None:
    one = await submitted(strict, cast.national, typed(NQSWS))

    async with acting(strict, cast.second):
        pass
    with pytest.raises(NotAllowed) as refused:
        async with acting(strict, getattr(cast, who)) as work:
            await announcing.approve(work, one, 0)

    assert isinstance(refused.value, OwnAnnouncement) is (who == "national")
    assert (await now(strict, one)).state is AnnouncementState.AWAITING


async def test_two_who_decide_at_once_have_one_outcome(
    strict: House, cast: Cast, community: Community
) -> None:
    third = await community.member(RoleName.COORDINATOR, cast.london, Reach.NATIONAL, "England")
    one = await submitted(strict, cast.national, typed(NQSWS))

    async def approves() -> None:
        async with acting(strict, cast.second) as work:
            await announcing.approve(work, one, 0)

    async def sends_back() -> None:
        async with acting(strict, third) as work:
            await announcing.send_back(work, one, 0, "Not yet")

    outcomes = await asyncio.gather(approves(), sends_back(), return_exceptions=True)

    assert sorted(type(one).__name__ for one in outcomes) == ["AnnouncementMoved", "NoneType"]
    decisions = {"announcement.approved", "announcement.sent_back"}
    assert len(decisions & set(await noted(strict))) == 1


async def test_other_words_need_agreement_again(strict: House, cast: Cast) -> None:
    one = await submitted(strict, cast.national, typed(NQSWS))
    async with acting(strict, cast.national) as work:
        await drafting.save(work, one, typed(NQSWS, title="Other words"))
        await announcing.submit(work, one)

    with pytest.raises(AnnouncementMoved):
        async with acting(strict, cast.second) as work:
            await announcing.approve(work, one, 0)

    assert (await now(strict, one)).state is AnnouncementState.AWAITING


async def test_without_a_second_coordinator_it_says_so_at_once(strict: House, cast: Cast) -> None:
    async with strict.begin(SYSTEM) as work:
        for other in (cast.second, cast.national):
            ends = update(Role).where(col(Role.person_id) == other.id)
            await work.session.execute(ends.values(valid_until=work.today))

    with pytest.raises(NobodyToApprove):
        await submitted(strict, cast.local, typed())


async def test_the_audience_is_frozen_when_it_is_sent(
    house: House, cast: Cast, community: Community, clock: FrozenClock
) -> None:
    at = int((clock.now() + timedelta(days=1)).timestamp())
    one = await submitted(house, cast.local, replace(typed(NQSWS, when="later"), at=at))

    await community.nqsws(2, cast.london)
    clock.advance(timedelta(days=1))
    await started(house, one)

    assert len(await copies(house, one)) == 3


async def test_a_scheduled_one_can_be_cancelled_until_it_starts(
    house: House, cast: Cast, clock: FrozenClock
) -> None:
    at = int((clock.now() + timedelta(days=1)).timestamp())
    one = await submitted(house, cast.local, replace(typed(NQSWS, when="later"), at=at))
    async with acting(house, cast.local) as work:
        await announcing.cancel(work, one)

    clock.advance(timedelta(days=2))
    await started(house, one)

    async with house.look(SYSTEM) as work:
        assert await agenda.due(work) == []
    assert await copies(house, one) == []


async def test_it_does_not_start_when_nobody_stands_behind_it(house: House, cast: Cast) -> None:
    one = await submitted(house, cast.local, typed(NQSWS))
    async with house.begin(SYSTEM) as work:
        ends = update(Role).where(col(Role.person_id) == cast.local.id)
        await work.session.execute(ends.values(valid_until=work.today))

    await started(house, one)

    assert (await now(house, one)).state is AnnouncementState.CANCELLED
    assert await copies(house, one) == []


async def test_starting_twice_sends_once(house: House, cast: Cast) -> None:
    one = await submitted(house, cast.local, typed(NQSWS))

    await asyncio.gather(started(house, one), started(house, one), return_exceptions=True)

    assert len(await copies(house, one)) == 3
    assert (await noted(house)).count("announcement.started") == 1


async def test_pause_continue_and_stop(house: House, cast: Cast) -> None:
    one = await submitted(house, cast.local, typed(NQSWS))
    await started(house, one)
    async with acting(house, cast.local) as work:
        await announcing.pause(work, one)
    assert {letter.state for letter in await copies(house, one)} == {MessageState.HELD}
    async with acting(house, cast.local) as work:
        await announcing.resume(work, one)
    assert {letter.state for letter in await copies(house, one)} == {MessageState.QUEUED}

    async with acting(house, cast.local) as work:
        await announcing.stop(work, one)

    assert await copies(house, one) == []


async def test_it_is_sent_when_nothing_waits_any_more(house: House, cast: Cast) -> None:
    one = await submitted(house, cast.local, typed(NQSWS))
    await started(house, one)
    async with house.begin(SYSTEM) as work:
        await announcing.tend(work, one)
    assert (await now(house, one)).state is AnnouncementState.SENDING

    await everything_has_gone(house, one)

    assert (await now(house, one)).state is AnnouncementState.SENT


async def everything_has_gone(house: House, one: UUID) -> None:
    from models.outbox import Message  # noqa: PLC0415 - only here

    async with house.begin(SYSTEM) as work:
        sent = update(Message).values(state=MessageState.SENT, sent_channel="D1", sent_ts="1.1")
        await work.session.execute(sent)
        await announcing.tend(work, one)


@pytest.mark.parametrize(
    ("where", "wanted", "muted", "acknowledgement", "direct"),
    [
        ("direct", "both", False, "none", True),
        ("direct", "channel", False, "none", True),
        ("both", "channel", False, "none", False),
        ("both", "direct", False, "none", True),
        ("channel", "direct", False, "none", True),
        ("channel", "both", False, "none", False),
        ("both", "both", True, "asked", False),
        ("both", "channel", True, "must", True),
    ],
)
async def test_wishes_decide_who_is_written_to(
    house: House,
    cast: Cast,
    where: str,
    wanted: str,
    muted: bool,
    acknowledgement: str,
    direct: bool,
) -> None:
    async with acting(house, cast.londoners[0]) as work:
        await wishes.save(work, wanted, is_muted=muted)

    form = typed(NQSWS, where=where, acknowledgement=acknowledgement)
    one = await submitted(house, cast.national, form)

    assert (await audience(house, one))[cast.londoners[0].id] is direct


async def test_acknowledging_twice_counts_once(
    house: House, cast: Cast, clock: FrozenClock
) -> None:
    one = await submitted(house, cast.local, typed(NQSWS, acknowledgement="must"))
    await started(house, one)
    for _ in range(2):
        async with acting(house, cast.londoners[0]) as work:
            thanks = await acknowledging.acknowledge(work, one)
        clock.advance(timedelta(hours=1))

    async with acting(house, cast.local) as work:
        figures = await acknowledging.figures(work, await announcements.fetch(work, one))

    assert (figures.done, figures.asked) == (1, 3)
    assert thanks.copy.acknowledged_at == clock.now() - timedelta(hours=2)


async def test_coordinators_see_numbers_of_their_own_place_only(house: House, cast: Cast) -> None:
    one = await submitted(house, cast.national, typed(NQSWS, acknowledgement="must"))
    await started(house, one)

    async with acting(house, cast.regional) as work:
        seen = await announced.page(work, one)
        missing = await acknowledging.missing(work, one)

    assert seen.figures is not None
    assert [line.place for line in seen.figures.employers] == ["Pennine"]
    assert len(missing) == 2


async def test_names_are_for_what_must_be_acknowledged(house: House, cast: Cast) -> None:
    one = await submitted(house, cast.local, typed(NQSWS, acknowledgement="asked"))
    await started(house, one)

    with pytest.raises(NotAllowed):
        async with acting(house, cast.local) as work:
            await acknowledging.missing(work, one)


async def test_they_are_reminded_once_and_only_those_who_have_not(house: House, cast: Cast) -> None:
    one = await submitted(house, cast.local, typed(NQSWS, acknowledgement="asked"))
    await started(house, one)
    async with acting(house, cast.londoners[0]) as work:
        await acknowledging.acknowledge(work, one)
    await everything_has_gone(house, one)

    async def reminds() -> None:
        async with acting(house, cast.local) as work:
            await acknowledging.remind(work, one)

    outcomes = await asyncio.gather(reminds(), reminds(), return_exceptions=True)

    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    assert len(await letters(house, f"announcement:{one}:remind:")) == 2


async def test_a_correction_changes_what_waits_and_what_has_gone(house: House, cast: Cast) -> None:
    one = await submitted(house, cast.local, typed(NQSWS))
    await started(house, one)

    async with acting(house, cast.local) as work:
        await correcting.correct(work, one, "Other room", SAID)

    texts = [letter.payload["text"] for letter in await copies(house, one)]
    assert all(text.startswith("Other room") for text in texts)
    assert all("Corrected on 3 November 2026." in text for text in texts)


async def test_a_correction_for_many_needs_a_second_coordinator(strict: House, cast: Cast) -> None:
    one = await submitted(strict, cast.national, typed(NQSWS))
    async with acting(strict, cast.second) as work:
        await announcing.approve(work, one, 0)
    await started(strict, one)
    async with acting(strict, cast.national) as work:
        edition = (await correcting.correct(work, one, "Other room", SAID)).edition
    with pytest.raises(OwnAnnouncement):
        async with acting(strict, cast.national) as work:
            await correcting.agree(work, one, edition)
    assert (await now(strict, one)).title == "Workshop"

    async with acting(strict, cast.second) as work:
        await correcting.agree(work, one, edition)

    assert (await now(strict, one)).title == "Other room"


async def test_what_the_timetable_wrote_belongs_to_who_takes_it_up(
    house: House, cast: Cast
) -> None:
    async with house.begin(SYSTEM) as work:
        audience_of_all = Audience(roles=())
        one = (await announcements.draft(work, "Newsletter", SAID, audience_of_all)).id
    with pytest.raises(NotAllowed):
        async with acting(house, cast.regional) as work:
            await drafting.form(work, one)

    async with acting(house, cast.national) as work:
        await drafting.save(work, one, typed(NQSWS, title="Newsletter"))

    assert (await now(house, one)).author_id == cast.national.id


async def test_no_trace_holds_a_word_of_it(house: House, cast: Cast) -> None:
    from sqlalchemy import select  # noqa: PLC0415 - only here

    from models.audit import AuditEntry  # noqa: PLC0415 - only here

    one = await submitted(house, cast.local, typed(NQSWS, title="Zebra"))
    await started(house, one)

    async with house.look(SYSTEM) as work:
        entries = list(await work.session.scalars(select(AuditEntry)))
    told = [f"{entry.subject}{entry.details}" for entry in entries]
    assert not any("Zebra" in text or "room" in text for text in told)
    assert {entry.details.get("scope") for entry in entries} == {"Thameside"}

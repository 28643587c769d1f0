"""Examples are published once, kept while somebody says they are good, and then leave."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from models.agenda import Appointment
from models.library import LibraryEntry, LibraryNote
from models.outbox import Message
from models.person import Person, Reach, RoleName, Standing
from models.practice import Practice, PracticeState
from models.refusals import (
    AlreadyDone,
    BadInput,
    NotAllowed,
    NotOnRoster,
    OwnExample,
    PracticeUnknown,
)
from models.shelf import Wish
from scheduler.heartbeat import Heartbeat, Timetable
from scheduler.library_jobs import expire, remind
from services import library, shelf, uses
from services.work import SYSTEM, House, account
from tests.doubles import Community, FrozenClock
from tests.shelves import publish

USED = uses.Typed("Team East", "lot", "Fewer worries", "Thank you", is_named=False)


async def letters(house: House) -> dict[str, str]:
    async with house.look(SYSTEM) as work:
        found = await work.session.scalars(select(Message))
        return {one.dedupe: one.payload["text"] for one in found}


async def pair(community: Community) -> tuple[Person, Person]:
    author, reader = await community.nqsws(2, await community.employer("Thameside"))
    return author, reader


async def test_publishing_twice_leaves_one_entry_one_card_and_two_appointments(
    house: House, community: Community
) -> None:
    author, _ = await pair(community)
    one = await publish(house, author, title="First", ways=["newsletter", "mentor"])
    async with house.begin(SYSTEM) as work:
        practice = await work.session.get_one(Practice, one)
        practice.version, practice.content = 2, {"title": "Second", "problem": "Changed"}
        await work.session.flush()
        await library.publish(work, practice)

    async with house.look(SYSTEM) as work:
        entries = (await work.session.scalars(select(LibraryEntry))).all()
        planned = (await work.session.scalars(select(Appointment))).all()
        notes = (await work.session.scalars(select(LibraryNote))).all()
    assert [(entry.title, entry.version) for entry in entries] == [("Second", 2)]
    assert (len(planned), len(notes)) == (2, 2)
    assert (await letters(house))[f"library:{one}"].startswith("Good practice: Second")


async def test_unanswered_it_leaves_after_two_years_and_the_author_can_bring_it_back(
    house: House, community: Community, clock: FrozenClock
) -> None:
    author, reader = await pair(community)
    one = await publish(house, author, title="Supervision")
    heart = Heartbeat(house, Timetable({library.REMINDING: remind, library.EXPIRING: expire}))
    clock.advance(timedelta(days=680))
    await heart.do_due()
    assert len([key for key in await letters(house) if key.startswith("library.remind")]) == 2
    clock.advance(timedelta(days=60))
    await heart.do_due()

    async with house.look(account(str(reader.slack_id))) as work:
        found, _ = await shelf.answer(work, Wish("supervision"))
        practice = await work.session.get_one(Practice, one)
    assert (found, practice.state) == ([], PracticeState.EXPIRED)
    async with house.begin(account(str(author.slack_id))) as work:
        await library.keep(work, one)
    async with house.look(account(str(reader.slack_id))) as work:
        assert (await library.entry_of(work, one)).review_on > date(2030, 1, 1)


async def test_a_kept_example_is_kept_once_and_stays(
    house: House, community: Community, clock: FrozenClock
) -> None:
    author, _ = await pair(community)
    one = await publish(house, author)
    clock.advance(timedelta(days=680))
    async with house.begin(account(str(author.slack_id))) as work:
        await library.keep(work, one)

    with pytest.raises(AlreadyDone):
        async with house.begin(account(str(author.slack_id))) as work:
            await library.keep(work, one)

    clock.advance(timedelta(days=60))
    async with house.begin(SYSTEM) as work:
        await library.expire(work, one)
        assert await work.session.get(LibraryEntry, one) is not None


async def test_only_its_author_and_its_coordinators_keep_an_example(
    house: House, community: Community
) -> None:
    author, reader = await pair(community)
    elsewhere = await community.employer("Pennine", "North West")
    regional = await community.member(RoleName.COORDINATOR, elsewhere, Reach.REGION, "North West")
    one = await publish(house, author)

    for person, refusal in ((reader, PracticeUnknown), (regional, NotAllowed)):
        with pytest.raises(refusal):
            async with house.begin(account(str(person.slack_id))) as work:
                await library.keep(work, one)


async def test_whoever_is_not_on_the_roster_or_left_reads_nothing(
    house: House, community: Community
) -> None:
    author, reader = await pair(community)
    one = await publish(house, author)
    async with house.begin(SYSTEM) as work:
        left = await work.session.get_one(Person, reader.id)
        left.standing = Standing.EXTERNAL

    for who in ("U0STRANGER", str(reader.slack_id)):
        async with house.look(account(who)) as work:
            for reading in (library.read(work, one), shelf.answer(work, Wish("example"))):
                with pytest.raises(NotOnRoster):
                    await reading


async def test_what_is_not_published_is_unknown_like_what_never_was(
    house: House, community: Community
) -> None:
    author, reader = await pair(community)
    one = await publish(house, author)
    async with house.begin(SYSTEM) as work:
        await library.remove(work, await work.session.get_one(Practice, one))

    for practice_id in (one, uuid4()):
        with pytest.raises(PracticeUnknown):
            async with house.begin(account(str(reader.slack_id))) as work:
                await uses.use(work, practice_id, USED)


async def test_a_use_counts_once_and_may_be_changed(house: House, community: Community) -> None:
    author, reader = await pair(community)
    one = await publish(house, author, criteria=["C1", "C3"])
    is_new = []
    for _ in range(2):
        async with house.begin(account(str(reader.slack_id))) as work:
            is_new.append(await uses.use(work, one, USED))

    async with house.look(account(str(reader.slack_id))) as work:
        assert (await library.entry_of(work, one)).uses == 1
        day = timedelta(days=1)
        counted = await uses.criteria(work, work.now - day, work.now + day)
    assert (is_new, counted) == ([True, False], [("C1", "C3")])
    told = (await letters(house))[f"library.used:{one}:{reader.id}"]
    assert reader.name not in told


async def test_a_use_that_cannot_be_kept_says_why(house: House, community: Community) -> None:
    author, reader = await pair(community)
    one = await publish(house, author)

    for typed in (
        replace(USED, place=""),
        replace(USED, how="??"),
    ):
        with pytest.raises(BadInput):
            async with house.begin(account(str(reader.slack_id))) as work:
                await uses.use(work, one, typed)
    with pytest.raises(OwnExample):
        async with house.look(account(str(author.slack_id))) as work:
            await uses.route(work, one)


async def test_an_author_who_left_is_reached_by_the_contact(
    house: House, community: Community
) -> None:
    author, reader = await pair(community)
    one = await publish(house, author, contact="asye@thameside.example")
    async with house.begin(SYSTEM) as work:
        (await work.session.get_one(Person, author.id)).standing = Standing.DEACTIVATED

    async with house.look(account(str(reader.slack_id))) as work:
        route = await uses.route(work, one)

    assert (route.author, route.contact) == (None, "asye@thameside.example")

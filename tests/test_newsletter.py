"""Co-ordinators get a draft of the newsletter when there is something new, and only then."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.library import LibraryNote
from models.outbox import Message
from models.person import Person, Reach, RoleName
from models.refusals import AnnouncementUnknown, NotAllowed
from services import newsletter, sending
from services.work import SYSTEM, House, account
from tests.doubles import Community
from tests.shelves import publish


async def drafts(house: House) -> list[str]:
    async with house.begin(SYSTEM) as work:
        await newsletter.send_draft(work)
    return await said(house)


async def said(house: House) -> list[str]:
    async with house.look(SYSTEM) as work:
        query = select(Message).where(col(Message.dedupe).startswith("library.newsletter"))
        return [one.payload["text"] for one in await work.session.scalars(query)]


async def test_nothing_new_is_no_message(house: House) -> None:
    assert await drafts(house) == []


async def test_what_was_chosen_is_told_once(house: House, community: Community) -> None:
    employer = await community.employer("Thameside")
    boss = await community.member(RoleName.COORDINATOR, employer, Reach.NATIONAL, "England")
    await publish(house, boss, title="Protected time", ways=["newsletter"])
    assert await drafts(house) == ["Draft of the newsletter for November 2026: Protected time"]

    async with house.begin(account(str(boss.slack_id))) as work:
        made = await newsletter.take_up(work, "November 2026")

    async with house.look(SYSTEM) as work:
        [note] = (await work.session.scalars(select(LibraryNote))).all()
    assert note.done_at is not None
    assert "Protected time" in str(made.text)


async def test_a_draft_forgets_an_example_that_has_left(house: House, community: Community) -> None:
    [author] = await community.nqsws(1, await community.employer("Thameside"))
    stays = await publish(house, author, title="Protected time")
    leaves = await publish(house, author, title="A quiet half hour")
    assert "A quiet half hour" in (await drafts(house))[0]

    await take_out(house, author, leaves)
    assert await said(house) == ["Draft of the newsletter for November 2026: Protected time"]
    await take_out(house, author, stays)

    assert "there is nothing else to tell" in (await said(house))[0]


async def test_a_draft_that_was_taken_up_says_so_whatever_leaves(
    house: House, community: Community
) -> None:
    home = await community.employer("Thameside")
    boss = await community.member(RoleName.COORDINATOR, home, Reach.NATIONAL, "England")
    leaves = await publish(house, boss, title="A quiet half hour")
    await drafts(house)
    async with house.begin(account(str(boss.slack_id))) as work:
        await newsletter.take_up(work, "November 2026")

    await take_out(house, boss, leaves)

    assert "was taken into a draft" in (await said(house))[0]


async def take_out(house: House, author: Person, practice_id: UUID) -> None:
    async with house.begin(account(str(author.slack_id))) as work:
        await sending.withdraw(work, practice_id, "")


async def test_a_month_without_a_draft_cannot_be_taken_up(
    house: House, community: Community
) -> None:
    home = await community.employer("Thameside")
    [author] = await community.nqsws(1, home)
    boss = await community.member(RoleName.COORDINATOR, home, Reach.NATIONAL, "England")
    await publish(house, author, ways=["newsletter"])

    with pytest.raises(AnnouncementUnknown):
        async with house.begin(account(str(boss.slack_id))) as work:
            await newsletter.take_up(work, "<!channel> 2026")

    async with house.look(SYSTEM) as work:
        [note] = (await work.session.scalars(select(LibraryNote))).all()
    assert note.done_at is None


async def test_only_coordinators_for_england_take_it_up(house: House, community: Community) -> None:
    [author] = await community.nqsws(1, await community.employer("Thameside"))
    await publish(house, author, ways=["newsletter"])

    with pytest.raises(NotAllowed):
        async with house.begin(account(str(author.slack_id))) as work:
            await newsletter.take_up(work, "November 2026")

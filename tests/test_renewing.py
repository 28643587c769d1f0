"""A new version begins with what is published, and takes its place when it is agreed to."""

import json
from uuid import UUID, uuid5

import pytest
from sqlalchemy import select, update
from sqlmodel import col

import views.practice_lists
from models.library import LibraryEntry, LibrarySave, LibraryUse
from models.outbox import Message
from models.person import Person, RoleName
from models.practice import Practice, PracticeFile, PracticeState, PracticeVersion
from models.refusals import PracticeMoved, PracticeUnknown
from services import drafts, library, renewing, review_rounds, reviews, uses
from services.work import SYSTEM, House, account
from tests.doubles import Community
from tests.shelves import publish
from views.practice_form import Form, Sheet


@pytest.fixture
async def author(community: Community) -> Person:
    [author] = await community.nqsws(1, await community.employer("Thameside"))
    return author


@pytest.fixture
async def reader(community: Community) -> Person:
    [reader] = await community.nqsws(1, await community.employer("Northgate"))
    return reader


async def renewed(house: House, author: Person, practice_id: UUID) -> Form:
    async with house.begin(account(str(author.slack_id))) as work:
        return await renewing.renew(work, practice_id)


async def is_sent(house: House, practice_id: UUID, **changed: str) -> None:
    """As if its author had changed something and pressed the last button."""
    async with house.begin(SYSTEM) as work:
        practice = await work.session.get_one(Practice, practice_id)
        practice.version += 1
        practice.state, practice.content = PracticeState.IN_REVIEW, practice.content | changed
        practice.submitted_at = practice.due_at = work.now
        sent = PracticeVersion(
            practice_id=practice_id,
            version=practice.version,
            content=practice.content,
            at=work.now,
        )
        work.session.add(sent)
        await work.session.flush()
        await review_rounds.begin_round(work, practice)


async def is_agreed_to(house: House, practice_id: UUID, state: PracticeState) -> None:
    """As if reviewers had decided so."""
    async with house.begin(SYSTEM) as work:
        decided = update(Practice).where(col(Practice.id) == practice_id)
        await work.session.execute(decided.values(state=state, version=Practice.version + 1))
        practice = await work.session.get_one(Practice, practice_id, populate_existing=True)
        if state is PracticeState.PUBLISHED:
            await library.publish(work, practice)
            await renewing.take_over(work, practice)


async def test_a_new_version_begins_with_the_published_words_and_files(
    house: House, author: Person
) -> None:
    old = await publish(house, author, title="Protected time", declarations=["no_person"])
    async with house.begin(SYSTEM) as work:
        new_file = PracticeFile(
            id=work.new_id(),
            practice_id=old,
            slack_file_id="F1",
            name="plan.txt",
            kind="txt",
            size=4,
            content=b"Plan",
        )
        work.session.add(new_file)
        entry = await work.session.get_one(LibraryEntry, old)
        entry.files = [str(new_file.id)]

    form = await renewed(house, author, old)

    assert form.practice.content == {"title": "Protected time", "problem": "A problem"}
    async with house.look(SYSTEM) as work:
        files = await work.session.scalars(
            select(col(PracticeFile.name)).where(col(PracticeFile.practice_id) == form.practice.id)
        )
        assert list(files) == ["plan.txt"]
        assert await work.session.get(LibraryEntry, old) is not None


async def test_pressing_again_opens_the_same_draft(house: House, author: Person) -> None:
    old = await publish(house, author)

    first, second = [await renewed(house, author, old) for _ in range(2)]

    assert first.practice.id == second.practice.id


async def test_what_was_not_agreed_to_can_be_begun_anew(house: House, author: Person) -> None:
    old = await publish(house, author)
    first = await renewed(house, author, old)
    await is_agreed_to(house, first.practice.id, PracticeState.NOT_NOW)

    second = await renewed(house, author, old)

    assert second.practice.id != first.practice.id
    await is_agreed_to(house, second.practice.id, PracticeState.IN_REVIEW)
    with pytest.raises(PracticeMoved):
        await renewed(house, author, old)


async def test_withdrawing_a_new_version_says_that_what_is_published_stays(
    house: House, author: Person
) -> None:
    old = await publish(house, author)
    new = (await renewed(house, author, old)).practice

    async with house.look(SYSTEM) as work:
        published = await work.session.get_one(Practice, old)
    stays = "what is published stays as it is"
    lists = views.practice_lists
    assert [
        stays in json.dumps([lists.withdrawal(one, is_author=True), lists.withdrawn(one)])
        for one in (new, published)
    ] == [True, False]


async def test_readers_see_what_changed_since_the_published_version(
    house: House, community: Community, author: Person
) -> None:
    old = await publish(house, author, version=3)
    form = await renewed(house, author, old)
    elsewhere = await community.employer("Pennine")
    champion = await community.member(RoleName.CHAMPION, elsewhere)

    await is_sent(house, form.practice.id, problem="A worse problem")

    async with house.begin(account(str(champion.slack_id))) as work:
        sheet = await reviews.read(work, form.practice.id)
    assert (sheet.practice.version, sheet.since, sheet.changed) == (4, 3, ["problem"])
    async with house.look(SYSTEM) as work:
        cards = await work.session.scalars(
            select(Message).where(col(Message.channel) == work.policy.channels.champions)
        )
        assert "Version 4, to replace version 3 in the library" in str(cards.one().payload)


async def test_a_draft_that_is_deleted_leaves_nothing(house: House, author: Person) -> None:
    form = await renewed(house, author, await publish(house, author))

    async with house.begin(account(str(author.slack_id))) as work:
        await drafts.delete_draft(work, form.practice.id)

    async with house.look(SYSTEM) as work:
        assert await work.session.get(Practice, form.practice.id) is None
        assert (await work.session.scalars(select(PracticeVersion))).all() == []


async def test_nobody_else_begins_it(house: House, author: Person, reader: Person) -> None:
    old = await publish(house, author)

    with pytest.raises(PracticeUnknown):
        await renewed(house, reader, old)


async def test_the_new_version_takes_the_place_of_the_old_one(
    house: House, author: Person, reader: Person
) -> None:
    old = await publish(house, author, title="Protected time")
    async with house.begin(account(str(reader.slack_id))) as work:
        await uses.save(work, old)
        await uses.use(work, old, uses.Typed("Team East", "lot", "", "", is_named=False))
    form = await renewed(house, author, old)

    await is_agreed_to(house, form.practice.id, PracticeState.PUBLISHED)

    async with house.look(SYSTEM) as work:
        [entry] = (await work.session.scalars(select(LibraryEntry))).all()
        assert (entry.practice_id, entry.uses) == (form.practice.id, 1)
        [use] = (await work.session.scalars(select(LibraryUse))).all()
        [save] = (await work.session.scalars(select(LibrarySave))).all()
        assert (use.practice_id, save.practice_id) == (form.practice.id, form.practice.id)
        before = await work.session.get_one(Practice, old)
        assert before.state is PracticeState.WITHDRAWN
        listed = json.dumps(views.practice_lists.mine([before], {}))
        assert "Its new version has taken its place in the library." in listed
        said = await work.session.scalars(
            select(Message).where(col(Message.dedupe).startswith(f"practice:{old}:withdrawn"))
        )
        assert "its new version took its place" in next(one.payload["text"] for one in said)


async def test_what_expired_while_its_new_version_was_read_does_not_come_back_beside_it(
    house: House, author: Person
) -> None:
    old = await publish(house, author)
    form = await renewed(house, author, old)
    async with house.begin(SYSTEM) as work:
        (await work.session.get_one(LibraryEntry, old)).review_on = work.today
        await work.session.flush()
        await library.expire(work, old)
    await is_agreed_to(house, form.practice.id, PracticeState.PUBLISHED)

    with pytest.raises(PracticeUnknown):
        async with house.begin(account(str(author.slack_id))) as work:
            await library.keep(work, old)

    async with house.look(SYSTEM) as work:
        [entry] = (await work.session.scalars(select(LibraryEntry))).all()
        assert entry.practice_id == form.practice.id


async def test_nobody_stands_in_the_way_of_a_new_version(
    house: House, author: Person, reader: Person
) -> None:
    old = await publish(house, author)
    foreseen = uuid5(old, "version 2")
    async with house.begin(account(str(reader.slack_id))) as work:
        await drafts.save(work, Sheet(foreseen, 0, "window", 1), {"title": "Mine"})

    form = await renewed(house, author, old)

    assert form.practice.author_id == author.id
    assert form.practice.id != foreseen

"""Drafts are their author's, saved once, never older than the newest save; a look keeps nothing."""

import pytest

from models.person import Person
from models.practice import PracticeState
from models.refusals import BadInput, PracticeMoved, PracticeUnknown
from services import attachments, drafts, practices
from services.attachments import Fetched
from services.work import House, account
from tests.doubles import Community
from views.practice_form import Sheet

TITLE = {"title": "Protected time"}
FILE = Fetched("F1", "rota.txt", b"A rota", "A rota")


@pytest.fixture
async def author(community: Community) -> Person:
    employer = await community.employer("Thameside")
    return (await community.nqsws(1, employer))[0]


async def test_a_text_longer_than_its_field_is_refused_with_its_limit(
    house: House, author: Person, community: Community
) -> None:
    sheet = Sheet(community.new_id(), 0, "w", 1)

    with pytest.raises(BadInput, match="title"):
        async with house.begin(account(author.slack_id or "")) as work:
            await drafts.save(work, sheet, {"title": "x" * 121})


async def test_a_look_at_a_form_being_typed_keeps_nothing_and_stays_as_old_as_it_is(
    house: House, author: Person, community: Community
) -> None:
    sheet = Sheet(community.new_id(), 0, "w", 1)
    async with house.begin(account(author.slack_id or "")) as work:
        await drafts.save(work, sheet, TITLE)
        await drafts.save(work, sheet, {"title": "Newer"})
    async with house.look(account(author.slack_id or "")) as work:
        form = await drafts.previewed(work, Sheet(sheet.practice_id, 1, "v", 1), TITLE)
        (kept,) = await practices.mine(work)

    assert (form.practice.content, form.practice.edition) == (TITLE, 1)
    assert kept.content == {"title": "Newer"}


async def test_a_file_is_kept_once_and_goes_with_its_draft(
    house: House, author: Person, community: Community
) -> None:
    sheet = Sheet(community.new_id(), 0, "w", 1)
    async with house.begin(account(author.slack_id or "")) as work:
        await drafts.save(work, sheet, TITLE)
        await attachments.keep(work, sheet.practice_id, [FILE])
        await attachments.keep(work, sheet.practice_id, [FILE])
        assert len(await attachments.of(work, sheet.practice_id)) == 1
        await drafts.delete_draft(work, sheet.practice_id)

        assert await attachments.of(work, sheet.practice_id) == []
        with pytest.raises(PracticeUnknown):
            await practices.fetch(work, sheet.practice_id)


async def test_an_example_takes_a_step_once(
    house: House, author: Person, community: Community
) -> None:
    sheet = Sheet(community.new_id(), 0, "w", 1)
    step = practices.Step([PracticeState.DRAFT], PracticeState.WITHDRAWN, "author")
    async with house.begin(account(author.slack_id or "")) as work:
        await drafts.save(work, sheet, TITLE)
        await practices.move(work, sheet.practice_id, step)

        with pytest.raises(PracticeMoved):
            await practices.move(work, sheet.practice_id, step)

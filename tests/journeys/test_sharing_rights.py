"""Nobody touches the example of somebody else, whatever a payload says; twice is once."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from models.practice import Practice, PracticeState
from models.refusals import NotAllowed, PracticeMoved, PracticeUnknown
from sandbox.people import Member
from services import drafts, practices, sending
from services.work import SYSTEM, account
from tests.journeys.readers import NOT_NOW, agree, shares
from tests.journeys.stage import PENNINE, THAMESIDE, Stage, row
from tests.journeys.test_sharing import STEP_1, fills_all, written
from views.practice_form import Sheet

WINDOW = "8c7f6c0e-6a54-4c69-9d5e-0f9f62d1a001"


async def drafted(stage: Stage, author: Member) -> UUID:
    async with stage.house.begin(account(author.id)) as work:
        one = work.new_id()
        await drafts.save(work, Sheet(one, 0, WINDOW, 1), {"title": "A title"})
    return one


async def test_a_draft_opens_saves_and_deletes_for_its_author_alone(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    one = await drafted(stage, nqsw)

    async with stage.house.begin(account(colleague.id)) as work:
        with pytest.raises(PracticeUnknown):
            await drafts.opened(work, one)
        with pytest.raises(PracticeUnknown):
            await drafts.save(work, Sheet(one, 0, WINDOW, 1), {"title": "Mine now"})
        with pytest.raises(PracticeUnknown):
            await drafts.delete_draft(work, one)


async def test_the_same_step_sent_twice_is_one_draft(stage: Stage, nqsw: Member) -> None:
    one = await drafted(stage, nqsw)
    async with stage.house.begin(account(nqsw.id)) as work:
        again = await drafts.save(work, Sheet(one, 0, WINDOW, 1), {"title": "A title"})

    assert again.practice.edition == 1
    assert len(await written(stage, nqsw)) == 1


@pytest.mark.parametrize("state", [PracticeState.PUBLISHED, PracticeState.EXPIRED])
async def test_a_published_example_is_withdrawn_by_a_co_ordinator_of_its_place_with_a_reason(
    stage: Stage, nqsw: Member, coordinator: Member, regional: Member, state: PracticeState
) -> None:
    one = await drafted(stage, nqsw)
    async with stage.house.begin(account(nqsw.id)) as work:
        (await practices.fetch(work, one)).state = state

    with pytest.raises(NotAllowed):
        async with stage.house.begin(account(regional.id)) as work:
            await sending.withdraw(work, one, "It is out of date.")
    async with stage.house.begin(account(coordinator.id)) as work:
        gone = await sending.withdraw(work, one, "It is out of date.")

    assert (gone.state, gone.reason) == (PracticeState.WITHDRAWN, "It is out of date.")
    assert await nqsw.sees("The reason: It is out of date.")


async def test_a_co_ordinator_takes_back_nothing_that_is_not_published(
    stage: Stage, nqsw: Member, coordinator: Member
) -> None:
    one = await drafted(stage, nqsw)

    async with stage.house.begin(account(coordinator.id)) as work:
        with pytest.raises(PracticeMoved):
            await sending.withdraw(work, one, "It is out of date.")


async def test_sending_twice_makes_one_version(stage: Stage, nqsw: Member) -> None:
    await nqsw.types("/practice")
    await fills_all(nqsw)
    assert nqsw.modal is not None
    kept = json.loads(nqsw.modal["private_metadata"])
    sheet = Sheet(UUID(kept["id"]), kept["edition"], kept["window"], kept["step"])
    await nqsw.submits()
    async with stage.house.begin(account(nqsw.id)) as work:
        again = await sending.send(work, sheet, {})

    assert (again.practice.version, again.is_with_reviewers) == (1, True)
    assert again.practice.content["title"] == STEP_1["Title"]


async def examples(stage: Stage) -> int:
    """How many there are."""
    async with stage.house.look(SYSTEM) as work:
        return await work.session.scalar(select(func.count()).select_from(Practice)) or 0


async def test_a_bot_on_the_roster_shares_nothing(stage: Stage) -> None:
    other = stage.member("Violet Abbott", is_bot=True)
    await stage.roster_says([row("Violet Abbott", THAMESIDE)])

    await other.types("/practice")
    await stage.workspace.settled()

    assert (other.modal, await examples(stage)) == (None, 0)


@pytest.mark.parametrize(
    "details", [{"is_bot": True}, {"team_id": "T0ELSEWHERE"}], ids=["a bot", "somebody external"]
)
async def test_whoever_is_not_of_the_community_reviews_nothing(
    stage: Stage, nqsw: Member, champions: list[Member], details: dict[str, Any]
) -> None:
    other = stage.member("Violet Abbott", **details)
    await stage.roster_says([row("Violet Abbott", PENNINE, "champion")])
    stage.workspace.channels[stage.channels["champions"]].members[other.id] = None
    await shares(nqsw)

    await other.clicks("I'll review this")
    await other.clicks("Read")
    await stage.workspace.settled()

    assert other.modal is None
    assert await champions[0].sees("Champions: 0 of 2")
    assert await champions[0].sees("Read by Nobody yet")


async def test_an_example_of_somebody_deactivated_is_decided_and_nobody_writes_to_them(
    stage: Stage, nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await stage.has_done_what_is_due()
    # What the bot still has to show to the author is shown before they go.
    await stage.bot.server.tasks.drain(5)
    before = nqsw.messages()
    await stage.workspace.deactivate(nqsw.id)
    await stage.workspace.settled()

    await agree([*champions[:2], reader], NOT_NOW)

    assert await champions[2].sees("Decided: not now")
    await stage.has_done_what_is_due()
    assert nqsw.messages() == before


async def test_a_volunteer_who_was_deactivated_is_not_asked(
    stage: Stage, nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    await stage.workspace.deactivate(reader.id)
    await stage.workspace.settled()

    await shares(nqsw)

    assert await champions[0].sees("NQSWs: 0 of 1")
    await stage.has_done_what_is_due()
    assert "Would you read" not in str(reader.messages())

"""What an author meets off the main path: likenesses, reviewers' words, reasons too short."""

import pytest

from models.practice import PracticeState
from sandbox.people import Member
from services import practices
from services.work import account
from tests.journeys.reading import published
from tests.journeys.stage import Stage
from tests.journeys.test_sharing import STEP_1, fills_all, written

ALIKE = {**STEP_1, "Title": "Group supervision on Fridays", "Problem": "Supervision in a group"}


async def test_similar_examples_are_shown_after_the_first_step(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, colleague)
    await nqsw.types("/practice")
    await nqsw.fills(ALIKE)
    await nqsw.submits()

    assert await nqsw.sees("Is it one of these?")
    await nqsw.submits()
    assert await nqsw.sees("Step 2 of 3")


async def test_enter_in_the_title_shows_what_is_similar_and_loses_nothing(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, colleague)
    await nqsw.types("/practice")
    await nqsw.fills({"Problem": ALIKE["Problem"], "What we did": "We met."})
    await nqsw.enters("Title", ALIKE["Title"])

    assert await nqsw.sees("You can read them when you continue.")
    assert await nqsw.sees("We met.")
    assert await written(stage, nqsw) == []


@pytest.mark.parametrize("state", [PracticeState.CHANGES_ASKED, PracticeState.STOPPED])
async def test_reviewers_words_stand_beside_the_field_and_go_when_it_is_sent_again(
    stage: Stage, nqsw: Member, state: PracticeState
) -> None:
    await nqsw.types("/practice")
    await fills_all(nqsw)
    await nqsw.closes()
    (found,) = await written(stage, nqsw)
    async with stage.house.begin(account(nqsw.id)) as work:
        one = await practices.fetch(work, found.id)
        one.state, one.asked_changes = state, {"problem": ["For whom?"]}
    await nqsw.types("/practice mine")
    await nqsw.clicks("Change my example")

    assert await nqsw.sees("A reviewer asks: For whom?")
    for _ in range(4):
        await nqsw.submits()
    await nqsw.sees("with the reviewers")
    assert [one.asked_changes for one in await written(stage, nqsw)] == [{}]


@pytest.mark.usefixtures("stage")
async def test_a_reason_of_a_few_signs_is_none(nqsw: Member) -> None:
    await nqsw.types("/practice")
    await fills_all(nqsw, Problem="Ring 07700 900123 when the rota is short.")
    label = "Why “07700 900123” identifies nobody"
    await nqsw.fills({label: "No."})

    assert "in a few words" in (await nqsw.submits())[label]


async def test_a_withdrawal_says_by_which_role_and_when(stage: Stage, nqsw: Member) -> None:
    await nqsw.types("/practice")
    await fills_all(nqsw)
    await nqsw.submits()
    await nqsw.closes()
    await nqsw.types("/practice mine")
    await nqsw.clicks("Withdraw")
    await nqsw.submits()
    await nqsw.closes(everything=True)

    assert await nqsw.sees("You withdrew it on Monday 30 November")
    assert stage.faults() == []

"""Sharing good practice, from the first line to the receipt, as its author meets it."""

from typing import Any

import pytest

from models.practice import Practice, PracticeState
from sandbox.people import Member
from services import practices
from services.work import account
from tests.journeys.stage import Stage

STEP_1: dict[str, Any] = {
    "Title": "Protected time that stays protected",
    "Criteria supported": ["C1: Framework and Employer Standards"],
    "Problem": "Protected time was booked over whenever the duty rota was short.",
    "What we did": "We put it on the rota as a shift, with a named role to cover it.",
}
STEP_2 = {
    "Who was involved, time and cost": "One team manager, an hour a month, and no money.",
    "What changed and how we know": "Nine in ten sessions took place, against half before.",
}
STEP_3: dict[str, Any] = {
    "How to copy it": "Ask whoever keeps the rota to add a shift of this kind.",
    "Contact": "asye@thameside.example.gov.uk",
    "Declarations": [
        "No child, family, carer or colleague can be recognised from this",
        "I may share this, and my manager knows about it",
    ],
}


async def fills_all(member: Member, **changes: Any) -> None:
    """From the first step to the last look."""
    for step in (STEP_1, STEP_2, STEP_3):
        await member.fills(step | {name: text for name, text in changes.items() if name in step})
        assert await member.submits() == {}


async def written(stage: Stage, member: Member) -> list[Practice]:
    async with stage.house.look(account(member.id)) as work:
        return list(await practices.mine(work))


async def test_an_example_goes_from_three_steps_to_the_reviewers_and_its_author_has_a_receipt(
    stage: Stage, nqsw: Member
) -> None:
    await nqsw.types("/practice")
    await fills_all(nqsw)
    await nqsw.sees("This is what reviewers will see")
    await nqsw.submits()

    assert await nqsw.sees("We have received it")
    (found,) = await written(stage, nqsw)
    assert (found.state, found.version) == (PracticeState.IN_REVIEW, 1)


async def test_a_draft_survives_a_closed_window_and_a_restart(stage: Stage, nqsw: Member) -> None:
    await nqsw.types("/practice")
    await nqsw.fills(STEP_1)
    await nqsw.submits()
    await nqsw.closes()
    await stage.bot_stops()
    await stage.bot_starts()

    await nqsw.opens_home()
    await nqsw.clicks("Continue your draft")

    assert await nqsw.sees("Step 2 of 3")
    await nqsw.clicks("Back")
    assert await nqsw.sees(STEP_1["Problem"])


@pytest.mark.usefixtures("stage")
async def test_what_was_typed_is_there_after_going_back(nqsw: Member) -> None:
    await nqsw.types("/practice")
    await nqsw.fills(STEP_1)
    await nqsw.submits()
    await nqsw.fills(STEP_2)
    await nqsw.clicks("Back")
    await nqsw.sees("Step 1 of 3")
    await nqsw.submits()

    assert await nqsw.sees(STEP_2["What changed and how we know"])


async def test_a_message_of_ones_own_becomes_a_draft_and_somebody_elses_does_not(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await nqsw.types("We tried walking supervision, and it helped.", stage.channels["community"])

    await colleague.uses_shortcut("Share as good practice", "walking supervision")
    assert await colleague.sees("Only whoever wrote a message can share it")
    await nqsw.uses_shortcut("Share as good practice", "walking supervision")

    assert await nqsw.sees("Your message is in “What we did”")
    (found,) = await written(stage, nqsw)
    assert found.content["what_we_did"] == "We tried walking supervision, and it helped."


async def test_a_finding_holds_an_example_back_until_it_is_explained(
    stage: Stage, nqsw: Member
) -> None:
    await nqsw.types("/practice")
    await fills_all(nqsw, Problem="Ring 07700 900123 when the rota is short.")
    await nqsw.sees("may show who somebody is")
    await nqsw.submits()
    (held,) = await written(stage, nqsw)
    await nqsw.fills({"Why “07700 900123” identifies nobody": "It is a made-up number."})
    await nqsw.submits()

    assert held.state is PracticeState.CHECKING
    assert await nqsw.sees("Your example is with the reviewers")
    (found,) = await written(stage, nqsw)
    assert [one["reason"] for one in found.explained] == ["It is a made-up number."]


async def test_a_form_older_than_the_newest_save_keeps_its_text_and_says_so(
    stage: Stage, nqsw: Member
) -> None:
    await nqsw.types("/practice")
    await nqsw.fills(STEP_1)
    await nqsw.submits()
    await nqsw.clicks("Back")
    await nqsw.sees("Step 1 of 3")
    (draft,) = await written(stage, nqsw)
    async with stage.house.begin(account(nqsw.id)) as work:
        one = await practices.fetch(work, draft.id)
        one.edition, one.window = one.edition + 1, "another"
    await nqsw.fills({"Title": "Another title"})

    errors = await nqsw.submits()

    assert "newer window" in errors["Title"]


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize(
    ("label", "value", "told"),
    [("Link", "http://example.org", "https://"), ("Link", "javascript:alert(1)", "https://")],
)
async def test_a_link_that_is_none_is_refused_under_its_field(
    nqsw: Member, label: str, value: str, told: str
) -> None:
    await nqsw.types("/practice")
    for step in (STEP_1, STEP_2):
        await nqsw.fills(step)
        await nqsw.submits()
    await nqsw.fills({**STEP_3, label: value})

    errors = await nqsw.submits()

    assert told in errors[label]


@pytest.mark.usefixtures("stage")
async def test_a_file_goes_with_its_example(nqsw: Member) -> None:
    await nqsw.types("/practice")
    for step in (STEP_1, STEP_2):
        await nqsw.fills(step)
        await nqsw.submits()
    await nqsw.fills({**STEP_3, "Files": [("rota.txt", b"A rota with a shift for learning.")]})

    assert await nqsw.submits() == {}
    assert await nqsw.sees("rota.txt")


async def test_an_author_withdraws_what_reviewers_have(stage: Stage, nqsw: Member) -> None:
    await nqsw.types("/practice")
    await fills_all(nqsw)
    await nqsw.submits()
    await nqsw.sees("We have received it")
    await nqsw.closes()
    await nqsw.types("/practice mine")
    await nqsw.sees("Place 1 in the queue")
    await nqsw.clicks("Withdraw")
    await nqsw.sees("cannot be undone")
    await nqsw.submits()

    assert await nqsw.sees("Nobody finds it any more")
    (found,) = await written(stage, nqsw)
    assert found.state is PracticeState.WITHDRAWN


async def test_a_draft_is_deleted_after_a_question(stage: Stage, nqsw: Member) -> None:
    await nqsw.types("/practice")
    await nqsw.fills(STEP_1)
    await nqsw.submits()
    await nqsw.closes()
    await nqsw.types("/practice mine")
    await nqsw.clicks("Delete this draft")

    assert await nqsw.sees("You have not shared anything yet")
    assert await written(stage, nqsw) == []


@pytest.mark.usefixtures("stage")
async def test_somebody_who_is_on_no_roster_shares_nothing(stranger: Member) -> None:
    await stranger.types("/practice")

    assert await stranger.sees("you are not on the list of members yet")

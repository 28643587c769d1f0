"""An NQSW is asked, answers, changes their mind, and finds what they typed kept."""

import pytest

from sandbox import visible
from sandbox.people import Member
from tests.journeys.stage import NQSWS, Stage, days

MANAGEABLE = "Over the past month my workload has been manageable"
ROOM = "My team makes room"
OWN_WORDS = "What"
SAVED = "Saved. You can change it until Tuesday 8 December, 17:00 (UK time)."


async def opens_form(nqsw: Member, way: str = "/pulse") -> None:
    """The ways to the form."""
    before = nqsw.modal
    match way:
        case "message":
            await nqsw.clicks("Answer now")
        case "home":
            await nqsw.opens_home()
            await nqsw.clicks("Answer now")
        case "shortcut":
            await nqsw.uses_shortcut("Answer the pulse")
        case command:
            await nqsw.types(command)
    assert await nqsw.workspace.changed.until(lambda: nqsw.modal is not before)
    assert await nqsw.sees("Save my answers")


async def answers(nqsw: Member, **more: str) -> None:
    """Fill in and save the whole form, once."""
    await opens_form(nqsw)
    await nqsw.fills({MANAGEABLE: "Agree", **more})
    assert await nqsw.submits() == {}
    assert await nqsw.sees(SAVED)
    await nqsw.closes(everything=True)


def chosen(nqsw: Member, label: str) -> str | None:
    """What the open form shows as chosen or written under a label."""
    assert nqsw.modal is not None
    (block,) = [
        one
        for one in nqsw.modal["blocks"]
        if one["type"] == "input" and one["label"]["text"].startswith(label)
    ]
    values = nqsw.modal["state"]["values"][block["block_id"]]
    (entry,) = values.values()
    shown: str | None = (
        entry["selected_option"]["text"]["text"]
        if entry.get("selected_option")
        else entry.get("value")
    )
    return shown


def words(nqsw: Member) -> list[str]:
    """Everything that is to be read in the open form."""
    assert nqsw.modal is not None
    return list(visible.of_view(nqsw.modal))


async def test_the_invitation_says_who_asks_what_for_how_long_and_until_when(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()

    assert await nqsw.sees("The ASYE Community of Practice team asks how your ASYE is going")
    assert await nqsw.sees(
        "It takes about 2 minutes and is open until Tuesday 8 December, 17:00 (UK time)."
    )
    assert await nqsw.sees("Your employer never sees whether you answered.")


async def test_the_whole_promise_is_one_press_away(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()

    await nqsw.clicks("Read the whole promise")

    assert await nqsw.sees("Groups of fewer than 8 people never get their own figure")
    assert await nqsw.sees("Comments are shown only from groups of 10 or more")
    assert await nqsw.sees("If a child or adult is at risk, use your safeguarding route.")


@pytest.mark.parametrize("way", ["message", "/pulse", "home", "shortcut"])
async def test_the_form_is_reached_and_saved_every_way(
    stage: Stage, nqsw: Member, way: str
) -> None:
    await stage.wave_opens()
    assert await nqsw.sees("Answer now")
    await opens_form(nqsw, way)
    await nqsw.fills({MANAGEABLE: "Agree", ROOM: "Does not apply yet"})

    errors = await nqsw.submits()

    assert errors == {}
    assert await nqsw.sees(SAVED)


async def test_the_form_opens_with_the_promise_and_says_where_to_turn(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()

    await opens_form(nqsw)

    assert nqsw.modal is not None
    first, second, third = (block for block in nqsw.modal["blocks"][:3])
    assert "after that nobody, including us, can find out" in first["text"]["text"]
    assert "This box is not monitored. If a child or adult is at risk" in second["text"]["text"]
    assert "You can change or delete your answers until" in third["elements"][0]["text"]


async def test_seven_questions_are_asked_at_most_and_each_says_all_in_its_label(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()

    await opens_form(nqsw)

    assert nqsw.modal is not None
    inputs = [block for block in nqsw.modal["blocks"] if block["type"] == "input"]
    questions = [one for one in inputs if one["element"]["type"] != "checkboxes"]
    assert len(questions) == 7
    assert all(one["label"]["text"].endswith((".", "?")) for one in questions)
    assert "Leave out names" in questions[-1]["hint"]["text"]


async def test_get_help_is_the_same_whatever_was_answered(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await stage.wave_opens()
    for member, choice in ((nqsw, "Strongly agree"), (colleague, "Strongly disagree")):
        await opens_form(member)
        await member.fills({MANAGEABLE: choice, ROOM: choice})
        await member.submits()
        assert await member.sees("Get help")

    assert words(nqsw) == words(colleague)
    assert await nqsw.sees("Samaritans: 116 123")


async def test_a_change_of_mind_starts_from_what_was_said(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await answers(nqsw, **{OWN_WORDS: "A quiet room."})

    await opens_form(nqsw)

    assert chosen(nqsw, MANAGEABLE) == "Agree"
    assert chosen(nqsw, ROOM) == "Skip this question"
    assert chosen(nqsw, OWN_WORDS) == "A quiet room."


async def test_a_change_of_mind_replaces_what_was_said(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await answers(nqsw)
    await opens_form(nqsw)
    await nqsw.fills({MANAGEABLE: "Strongly disagree"})
    await nqsw.submits()
    await nqsw.closes(everything=True)

    await opens_form(nqsw)

    assert chosen(nqsw, MANAGEABLE) == "Strongly disagree"


async def test_home_knows_at_once_that_the_ballot_is_in_the_box(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await opens_form(nqsw, "home")
    await nqsw.fills({MANAGEABLE: "Agree"})

    await nqsw.submits()

    assert await nqsw.sees("your ballot is in the box")
    assert await nqsw.sees("Change my answers")


async def test_the_older_of_two_windows_cannot_overwrite_the_newer_answer(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    on_the_desk = list(stage.workspace.views[nqsw.id])
    await answers(nqsw, **{ROOM: "Strongly agree"})
    stage.workspace.views[nqsw.id] = on_the_desk
    await nqsw.fills({ROOM: "Strongly disagree"})

    await nqsw.submits()

    assert await nqsw.sees("You have saved newer answers since you opened this form")
    assert await nqsw.sees("What you typed is still in the form behind this message.")
    await nqsw.closes(everything=True)
    await opens_form(nqsw)
    assert chosen(nqsw, ROOM) == "Strongly agree"


async def test_a_wave_that_closes_meanwhile_says_so_and_keeps_the_text(
    stage: Stage, nqsw: Member
) -> None:
    wave = await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({MANAGEABLE: "Agree", OWN_WORDS: "Half an hour on this."})
    stage.clock.move_to(wave.closes_at)

    await nqsw.submits()

    assert await nqsw.sees("It closed on Tuesday 8 December at 17:00.")
    await nqsw.closes()
    assert chosen(nqsw, OWN_WORDS) == "Half an hour on this."


async def test_a_form_without_an_answer_is_not_saved(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({ROOM: "Skip this question"})

    errors = await nqsw.submits()

    assert list(errors.values()) == ["Please answer at least one question, or press Cancel."]
    await nqsw.closes()
    await nqsw.types("/pulse status")
    assert await nqsw.sees("You have not answered yet.")


async def test_status_says_whether_my_ballot_is_in_the_box(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await nqsw.types("/pulse status")
    assert await nqsw.sees("You have not answered yet.")
    await answers(nqsw)

    await nqsw.types("/pulse status")

    assert await nqsw.sees("your ballot is in the box. You can change or delete it until")
    await nqsw.clicks("Change my answers")
    assert await nqsw.sees("Save my answers")


async def test_deleting_asks_first_and_then_takes_the_ballot_out(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()
    await answers(nqsw)
    await nqsw.types("/pulse delete")
    assert await nqsw.sees("Delete your answers to Monthly pulse?")

    await nqsw.clicks("Delete my answers")

    assert await nqsw.sees("Your answers are deleted.")
    await nqsw.types("/pulse status")
    assert await nqsw.sees("You have not answered yet.")


async def test_whoever_thinks_better_of_deleting_keeps_the_ballot(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()
    await answers(nqsw)
    await nqsw.types("/pulse delete")

    await nqsw.clicks("Keep my answers")

    assert await nqsw.sees("Nothing was deleted.")
    await nqsw.types("/pulse status")
    assert await nqsw.sees("your ballot is in the box")


async def test_a_ballot_is_deleted_from_home_after_a_question(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await answers(nqsw)
    await nqsw.opens_home()
    await nqsw.clicks("Delete my answers", confirm=False)
    assert await nqsw.sees("your ballot is in the box")

    await nqsw.clicks("Delete my answers")

    assert await nqsw.sees("You have not answered yet.")


async def test_a_deleted_ballot_leaves_room_for_another(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await answers(nqsw)
    await nqsw.types("/pulse delete")
    await nqsw.clicks("Delete my answers")
    assert await nqsw.sees("Your answers are deleted.")

    await answers(nqsw)

    await nqsw.opens_home()
    assert await nqsw.sees("your ballot is in the box")


async def test_there_is_nothing_to_delete_before_answering(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()

    await nqsw.types("/pulse delete")

    assert await nqsw.sees("You have not answered this pulse, so there is nothing to delete.")


@pytest.mark.usefixtures("stage")
async def test_between_waves_every_way_says_when_the_next_one_comes(nqsw: Member) -> None:
    await nqsw.types("/pulse")
    assert await nqsw.sees("No survey is open for you at the moment.")
    await nqsw.types("/pulse status")
    assert await nqsw.sees("No pulse is open for you now.")

    await nqsw.opens_home()

    assert await nqsw.sees("The next pulse opens on Tuesday 1 December, 09:00 (UK time).")


@pytest.mark.usefixtures("stage")
async def test_help_names_everything_the_command_can_do(nqsw: Member) -> None:
    await nqsw.types("/pulse help")

    assert await nqsw.sees("/pulse status says whether you have answered.")
    assert await nqsw.sees("/pulse delete deletes your answers while the pulse is open.")


async def test_an_old_invitation_says_that_its_wave_has_closed(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    assert await nqsw.sees("Answer now")
    await stage.wave_closes()

    await nqsw.clicks("Answer now")

    assert await nqsw.sees("This survey has closed. It closed on Tuesday 8 December at 17:00.")


async def test_a_restart_between_asking_and_answering_loses_nothing(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()
    assert await nqsw.sees("Answer now")
    await opens_form(nqsw, "message")
    await stage.bot_stops()
    await stage.bot_starts()
    await nqsw.fills({MANAGEABLE: "Agree"})

    await nqsw.submits()

    assert await nqsw.sees(SAVED)
    assert len(nqsw.messages()) == 1


async def test_somebody_who_leaves_meanwhile_is_told_kindly(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    name = NQSWS[0].lower().replace(" ", ".")
    line = f"{name}@example.org,Thameside Borough,council,London,nqsw,2026-09-07,2026-autumn"
    await stage.roster_says([f"{line},,,2026-12-02"], columns=",framework,part_time,left_on")
    stage.clock.advance(days(2))
    await nqsw.fills({MANAGEABLE: "Agree"})

    await nqsw.submits()

    assert await nqsw.sees("you are not on the list of members")

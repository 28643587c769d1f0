"""Twice is once: repeats, double clicks, late deliveries, and what an older version left behind."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from models.audit import AuditEntry
from models.ballot import Ballot
from sandbox.people import Member
from services.work import SYSTEM
from tests.journeys.stage import Stage
from tests.journeys.test_answering import MANAGEABLE, OWN_WORDS, SAVED, answers, chosen, opens_form

KINDS = ("command", "shortcut", "block_actions", "view_submission", "event")


async def count(stage: Stage, table: type[Any], **where: str) -> int:
    async with stage.house.look(SYSTEM) as work:
        query = select(func.count()).select_from(table)
        for name, value in where.items():
            query = query.where(col(getattr(table, name)) == value)
        return int(await work.session.scalar(query) or 0)


def repeats_everything(stage: Stage) -> None:
    for kind in KINDS:
        stage.workspace.faults.repeat(kind, 100)


async def test_with_every_payload_delivered_twice_a_pulse_goes_as_usual(
    stage: Stage, nqsw: Member
) -> None:
    repeats_everything(stage)
    await stage.wave_opens()
    await nqsw.clicks("Answer now")
    await nqsw.fills({MANAGEABLE: "Agree"})
    await nqsw.submits()
    assert await nqsw.sees(SAVED)
    await nqsw.closes(everything=True)
    await nqsw.types("/pulse delete")
    await nqsw.clicks("Delete my answers")

    assert await nqsw.sees("Your answers are deleted.")
    await stage.workspace.settled()
    assert await count(stage, Ballot) == 0
    assert await nqsw.sees_not("Please note")
    assert await nqsw.sees_not("there is nothing to")


async def test_with_every_payload_delivered_twice_a_wave_opens_and_closes_once(
    stage: Stage, nqsws: list[Member], coordinator: Member
) -> None:
    repeats_everything(stage)
    await coordinator.opens_home()
    await coordinator.clicks("Open a wave now")
    await coordinator.submits()
    assert await coordinator.sees("Opened.")
    await coordinator.closes(everything=True)
    for member in nqsws:
        assert await member.sees("Answer now")

    await coordinator.clicks("Close now")
    await stage.wave_is_sealed()

    await stage.workspace.settled()
    assert len(await stage.waves()) == 1
    assert await count(stage, AuditEntry, what="wave.opened") == 1
    assert await count(stage, AuditEntry, what="wave.closed") == 1
    assert [len(member.messages()) for member in nqsws] == [1] * len(nqsws)


async def test_a_form_sent_twice_at_once_is_saved_once(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({MANAGEABLE: "Agree"})
    assert nqsw.modal is not None
    view = nqsw.modal["id"]

    sent = [stage.workspace.submit(nqsw.id, view) for _ in range(2)]
    errors = await asyncio.gather(*sent)

    assert errors == [{}, {}]
    assert await nqsw.sees(SAVED)
    assert await nqsw.sees_not("Please note")
    assert await count(stage, Ballot) == 1


async def test_a_double_click_opens_one_form(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    assert await nqsw.sees("Answer now")

    await asyncio.gather(nqsw.clicks("Answer now"), nqsw.clicks("Answer now"))

    assert await nqsw.sees("Save my answers")
    await stage.workspace.settled()
    assert len(stage.workspace.views[nqsw.id]) == 1


async def test_a_double_click_on_delete_deletes_once_and_says_so(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()
    await answers(nqsw)
    await nqsw.types("/pulse delete")
    assert await nqsw.sees("Delete my answers")

    await asyncio.gather(nqsw.clicks("Delete my answers"), nqsw.clicks("Delete my answers"))

    assert await nqsw.sees("Your answers are deleted.")
    assert await count(stage, Ballot) == 0


async def test_a_double_click_on_close_closes_once(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    await stage.wave_opens()
    assert await nqsw.sees("Answer now")
    await coordinator.opens_home()

    await asyncio.gather(coordinator.clicks("Close now"), coordinator.clicks("Close now"))

    await stage.wave_is_sealed()
    await stage.workspace.settled()
    assert await count(stage, AuditEntry, what="wave.closed") == 1


async def test_two_coordinators_who_open_at_once_open_one_wave(
    stage: Stage, coordinator: Member
) -> None:
    other = stage.member("Ugo Vaughan")
    line = "ugo.vaughan@example.org,Thameside Borough,council,London,coordinator:England,,"
    await stage.roster_says([line])
    for one in (coordinator, other):
        await one.opens_home()
        await one.clicks("Open a wave now")
        assert await one.sees("How many working days")

    await asyncio.gather(coordinator.submits(), other.submits())

    assert len(await stage.waves()) == 1
    texts = coordinator.text + other.text
    assert texts.count("Opened.") == 1
    assert texts.count("This survey is open already.") == 1


async def test_answers_that_arrive_after_closing_are_not_taken(stage: Stage, nqsw: Member) -> None:
    wave = await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({MANAGEABLE: "Agree"})
    stage.workspace.faults.delay("view_submission")
    sending = asyncio.create_task(nqsw.submits())
    await stage.workspace.changed.until(lambda: False, 0.05)
    stage.clock.move_to(wave.closes_at)

    stage.workspace.faults.release()

    await sending
    assert await nqsw.sees("This survey has closed.")
    assert await count(stage, Ballot) == 0


async def test_answers_that_arrive_late_do_not_replace_newer_ones(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({MANAGEABLE: "Disagree"})
    on_its_way = list(stage.workspace.views[nqsw.id])
    stage.workspace.faults.delay("view_submission")
    sending = asyncio.create_task(nqsw.submits())
    await stage.workspace.changed.until(lambda: False, 0.05)
    await answers(nqsw)
    stage.workspace.views[nqsw.id] = on_its_way

    stage.workspace.faults.release()

    await sending
    assert await nqsw.sees("You have saved newer answers since")
    await nqsw.closes(everything=True)
    await opens_form(nqsw)
    assert chosen(nqsw, MANAGEABLE) == "Agree"


@pytest.mark.usefixtures("stage")
async def test_an_unknown_command_gets_a_kind_answer(stage: Stage, nqsw: Member) -> None:
    assert stage.workspace.manifest is not None
    commands = stage.workspace.manifest["features"]["slash_commands"]
    commands.append({**commands[0], "command": "/practise"})

    await nqsw.types("/practise")

    assert await nqsw.sees("I do not know this command.")


async def test_a_button_of_an_older_version_gets_a_kind_answer(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    assert await nqsw.sees("Answer now")
    (message,) = nqsw.messages()
    for block in message["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == "pulse.answer":
                element["action_id"] = "pulse.former"

    await nqsw.clicks("Answer now")

    assert await nqsw.sees("This button is no longer in use.")


async def test_a_form_of_an_older_version_keeps_what_was_typed(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({OWN_WORDS: "Half an hour on this."})
    assert nqsw.modal is not None
    nqsw.modal["callback_id"] = "pulse.former"

    await nqsw.submits()

    assert await nqsw.sees("This form is no longer in use, so nothing was saved.")
    await nqsw.closes()
    assert chosen(nqsw, OWN_WORDS) == "Half an hour on this."


@pytest.mark.parametrize("value", ["", "no-id", "00000000-0000-4000-8000-000000000000"])
async def test_a_button_whose_wave_is_not_known_gets_a_kind_answer(
    stage: Stage, nqsw: Member, value: str
) -> None:
    await stage.wave_opens()
    assert await nqsw.sees("Answer now")
    (message,) = nqsw.messages()
    for block in message["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == "pulse.answer":
                element["value"] = value

    await nqsw.clicks("Answer now")

    assert await nqsw.sees_not("something went wrong")
    assert await nqsw.sees("This survey")


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"wave": "x", "edition": 0}', '{"wave": 1}'])
async def test_a_form_that_carries_nonsense_is_declined_and_keeps_its_text(
    stage: Stage, nqsw: Member, kept: str
) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({OWN_WORDS: "Half an hour on this."})
    assert nqsw.modal is not None
    nqsw.modal["private_metadata"] = kept

    await nqsw.submits()

    assert await nqsw.sees("Please note")
    assert await nqsw.sees_not("something went wrong")
    await nqsw.closes()
    assert chosen(nqsw, OWN_WORDS) == "Half an hour on this."

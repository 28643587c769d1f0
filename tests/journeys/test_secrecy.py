"""What anybody else could learn about who answered, and what: nothing."""

import json

import pytest

from sandbox.people import Member
from tests.journeys.stage import Stage
from tests.journeys.test_answering import MANAGEABLE, OWN_WORDS, SAVED, opens_form

PLANTED = "the velvet heron helped me"


async def a_wave_is_lived_through(stage: Stage, nqsws: list[Member]) -> None:
    """The first of the NQSWs answers in three ways; the others answer or do not."""
    await stage.wave_opens()
    nqsw, *others = nqsws
    for words in (f"{PLANTED} once", f"{PLANTED} twice"):
        await opens_form(nqsw)
        await nqsw.fills({MANAGEABLE: "Strongly disagree", OWN_WORDS: words})
        await nqsw.submits()
        assert await nqsw.sees(SAVED)
        await nqsw.closes(everything=True)
    for member in others[:9]:
        await opens_form(member)
        await member.fills({MANAGEABLE: "Agree"})
        await member.submits()
        await member.closes(everything=True)
    await stage.wave_closes()


@pytest.mark.parametrize("when", ["open", "sealed"])
async def test_no_message_repeats_what_was_said(
    stage: Stage, nqsws: list[Member], when: str
) -> None:
    if when == "sealed":
        await a_wave_is_lived_through(stage, nqsws)
    else:
        await stage.wave_opens()
        await opens_form(nqsws[0])
        await nqsws[0].fills({OWN_WORDS: PLANTED})
        await nqsws[0].submits()
        assert await nqsws[0].sees(SAVED)

    assert PLANTED not in json.dumps(stage.posted())


async def test_nobody_else_reads_or_infers_who_answered(
    stage: Stage, nqsws: list[Member], coordinator: Member, regional: Member
) -> None:
    await a_wave_is_lived_through(stage, nqsws)
    names = [str(stage.workspace.users[one.id]["real_name"]) for one in nqsws]
    for member in (coordinator, regional):
        await member.opens_home()
        assert await member.sees("What is yours to do")

    for member in (coordinator, regional, *nqsws[1:]):
        screen = json.dumps(_what_the_app_shows(stage, member))
        own = str(stage.workspace.users[member.id]["real_name"])
        assert not [name for name in names if name in screen and name != own]
        assert not [one.id for one in nqsws if one.id in screen and one is not member]
        assert PLANTED not in screen


def _what_the_app_shows(stage: Stage, member: Member) -> list[object]:
    """All that this person has from the app: messages, ephemerals, Home and windows."""
    seen = stage.workspace.snapshot(member.id)
    messages = [one for channel in seen["messages"].values() for one in channel]
    texts: list[object] = [[one["text"], one.get("blocks")] for one in messages]
    shown = [*seen["modals"], *([seen["home"]] if seen["home"] else [])]
    return texts + [view["blocks"] for view in shown]


async def test_those_who_answered_and_those_who_did_not_get_the_same_messages(
    stage: Stage, nqsws: list[Member]
) -> None:
    await a_wave_is_lived_through(stage, nqsws)

    first, last = ([one["text"] for one in member.messages()] for member in (nqsws[0], nqsws[-1]))
    assert first == last


async def test_the_log_knows_neither_words_nor_choices_nor_people(
    stage: Stage, nqsws: list[Member]
) -> None:
    await a_wave_is_lived_through(stage, nqsws)

    log = stage.logs.getvalue()
    assert PLANTED not in log
    assert "disagree" not in log.lower()
    assert not [one.id for one in nqsws if one.id in log]
    assert "@example.org" not in log


async def test_what_the_bot_sends_repeats_the_words_only_to_their_author(
    stage: Stage, nqsws: list[Member]
) -> None:
    await a_wave_is_lived_through(stage, nqsws)

    calls = [one for one in stage.workspace.log_snapshot() if one["direction"] == "in"]
    repeating = [one for one in calls if PLANTED in json.dumps(one["detail"], default=str)]
    # The form was opened once more with what was said, by whoever said it.
    assert {one["what"] for one in repeating} == {"views.open"}
    assert stage.workspace.views.get(nqsws[0].id, []) == []


async def test_nothing_a_coordinator_can_do_tells_who_has_not_answered(
    stage: Stage, coordinator: Member, nqsws: list[Member]
) -> None:
    await stage.wave_opens()
    await coordinator.opens_home()
    before = coordinator.text
    for member in nqsws[:5]:
        await opens_form(member)
        await member.fills({MANAGEABLE: "Agree"})
        await member.submits()
        assert await member.sees(SAVED)

    await coordinator.opens_home()

    await stage.workspace.settled()
    assert coordinator.text == before

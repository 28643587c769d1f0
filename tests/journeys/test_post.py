"""Letters arrive once in a real workspace, whatever becomes of Slack's answers."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.outbox import Message, MessageState
from services.work import SYSTEM, Delivery
from tests.journeys.stage import Stage
from tests.postoffice import until
from views.letters import Letter

PRECIOUS = Delivery(is_harmless_twice=False)
MOMENT = timedelta(seconds=5)


@pytest.fixture
async def stage(theatre: Stage) -> Stage:
    """The bot is there; nobody is on the roster, and nobody need be."""
    await theatre.bot_starts()
    return theatre


async def write(stage: Stage, channel: str, text: str) -> None:
    async with stage.house.begin(SYSTEM) as work:
        work.post(channel, Letter(text), text, PRECIOUS)


def is_in(stage: Stage, text: str, state: MessageState) -> Callable[[], Awaitable[bool]]:
    async def is_so() -> bool:
        # What waits for its next try waits for the clock of the workspace.
        stage.clock.advance(MOMENT)
        async with stage.house.look(SYSTEM) as work:
            found = select(col(Message.state)).where(col(Message.dedupe) == text)
            return (await work.session.scalars(found)).one() is state

    return is_so


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("fault", ["fail", "drop"])
async def test_an_answer_that_is_lost_neither_loses_nor_doubles_a_letter(
    stage: Stage, fault: str, after: bool
) -> None:
    person = stage.people["Amara Bello"].id
    getattr(stage.workspace.faults, fault)("chat.postMessage", after=after)

    await write(stage, person, "Only once")
    await until(is_in(stage, "Only once", MessageState.SENT))

    conversation = stage.workspace.dm(person)
    assert conversation is not None
    texts = [message["text"] for message in stage.workspace.messages(conversation)]
    assert texts == ["Only once"]


async def test_a_letter_in_doubt_in_a_channel_is_found_there(stage: Stage) -> None:
    stage.workspace.faults.fail("chat.postMessage", after=True)

    await write(stage, stage.channels["coordinators"], "Only once")
    await until(is_in(stage, "Only once", MessageState.SENT))

    channel = stage.workspace.messages(stage.channels["coordinators"])
    assert [message["text"] for message in channel] == ["Only once"]


async def test_without_the_right_to_look_a_precious_letter_stays_uncertain(stage: Stage) -> None:
    stage.workspace.faults.fail("chat.postMessage", after=True)
    stage.workspace.faults.answer("conversations.history", "missing_scope")

    await write(stage, stage.channels["coordinators"], "Only once")

    await until(is_in(stage, "Only once", MessageState.UNCERTAIN))
    channel = stage.workspace.messages(stage.channels["coordinators"])
    assert [message["text"] for message in channel] == ["Only once"]

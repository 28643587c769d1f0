"""Words from a reviewer to the author, and the files that a reader is sent."""

import pytest

from sandbox.people import Member
from tests.journeys.readers import sits
from tests.journeys.stage import Stage
from tests.journeys.test_sharing import STEP_1, STEP_2, STEP_3

WORDS = "Could you say how many hours it took?"
TELLING = "Please ring me on 07700 900123."


@pytest.fixture
async def seated(nqsw: Member, champions: list[Member]) -> Member:
    """A champion with a seat, before an example that has a file."""
    await nqsw.types("/practice")
    files = {"Files": [("rota.txt", b"A rota with a shift for learning.")]}
    for step in (STEP_1, STEP_2, {**STEP_3, **files}):
        await nqsw.fills(step)
        assert await nqsw.submits() == {}
    await nqsw.sees("This is what reviewers will see")
    await nqsw.submits()
    await nqsw.sees("We have received it")
    await nqsw.closes(everything=True)
    await sits(champions[0])
    await champions[0].clicks("Read")
    await champions[0].sees("Read an example")
    return champions[0]


async def test_words_to_the_author_reach_them_and_the_thread(
    stage: Stage, nqsw: Member, seated: Member
) -> None:
    await seated.clicks("Write to the author")
    await seated.fills({"Your words to the author": WORDS})
    assert await seated.submits() == {}

    assert await nqsw.sees("A reviewer wrote to you about")
    assert await nqsw.sees(WORDS)
    await stage.has_done_what_is_due()
    channel = stage.workspace.messages(stage.channels["champions"])
    assert channel[-1]["thread_ts"] == channel[0]["ts"]
    assert WORDS in channel[-1]["text"]


async def test_words_that_may_show_somebody_go_only_when_the_reviewer_is_sure(
    nqsw: Member, seated: Member
) -> None:
    await seated.clicks("Write to the author")
    await seated.fills({"Your words to the author": TELLING})

    errors = await seated.submits()

    assert "“07700 900123”" in errors["Your words to the author"]
    assert TELLING not in str(nqsw.messages())
    await seated.fills({"If the check asks": ["This names nobody"]})
    assert await seated.submits() == {}
    assert await nqsw.sees(TELLING)


async def test_a_reader_is_sent_the_files(seated: Member) -> None:
    await seated.clicks("Send me the files")

    assert await seated.sees("It is in our direct conversation")
    assert await seated.sees("rota.txt")

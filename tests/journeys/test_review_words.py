"""Words from a reviewer to the author, and the files that a reader is sent."""

import pytest

from sandbox.people import Member
from tests.journeys.readers import CHANGES, sits
from tests.journeys.stage import Stage
from tests.journeys.test_sharing import STEP_1, STEP_2, STEP_3

WORDS = "Could you say how many hours it took?"
TELLING = "Please ring me on 07700 900123."
SETTLED = "If you do not change it"


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


async def test_words_that_may_show_somebody_go_only_when_the_reviewer_settles_them(
    nqsw: Member, seated: Member
) -> None:
    await seated.clicks("Write to the author")
    assert await seated.sees_not("identifies nobody")
    await seated.fills({"Your words to the author": TELLING})
    assert await seated.submits() == {}

    assert await seated.sees("Please check: “07700 900123”.")
    assert TELLING not in str(nqsw.messages())
    await seated.fills({SETTLED: ["“07700 900123” identifies nobody"]})
    assert await seated.submits() == {}
    assert await nqsw.sees(TELLING)


async def test_what_is_found_after_others_were_settled_is_asked_about_as_well(
    nqsw: Member, seated: Member
) -> None:
    await seated.clicks("Write to the author")
    await seated.fills({"Your words to the author": TELLING})
    await seated.submits()
    await seated.sees("Please check: “07700 900123”.")
    await seated.fills({SETTLED: ["“07700 900123” identifies nobody"]})
    await seated.fills({"Your words to the author": f"{TELLING} Or 07700 900456."})
    assert await seated.submits() == {}

    assert await seated.sees("Please check: “07700 900456”.")
    assert TELLING not in str(nqsw.messages())


async def test_reasons_and_words_for_a_field_are_looked_through_as_well(seated: Member) -> None:
    await seated.clicks("Give my view")
    await seated.fills({**CHANGES, "Reasons": f"Good. {TELLING}"})
    assert await seated.submits() == {}
    await seated.sees("The author reads it field by field")
    await seated.fills({"Problem": "Say for whom. Ask on 07700 900456."})
    assert await seated.submits() == {}

    assert await seated.sees("Please check: “07700 900456”.")
    assert await seated.sees("Please check: “07700 900123”.")
    assert await seated.sees_not("Your view is noted")
    await seated.fills({"Problem": "Say for whom.", "The whole": "Good."})
    assert await seated.submits() == {}
    assert await seated.sees("Your view is noted")
    await seated.closes()
    assert seated.modal is None


async def test_a_reader_is_sent_the_files(seated: Member) -> None:
    await seated.clicks("Send me the files")

    assert await seated.sees("It is in our direct conversation")
    assert await seated.sees("rota.txt")

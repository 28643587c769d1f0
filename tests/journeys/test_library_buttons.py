"""Every other way to an example: typed words, the card in the channel, filters and pages."""

import pytest

from sandbox.channels import Message
from sandbox.people import Member
from tests.journeys.reading import (
    opens_first,
    opens_library,
    published,
    searches_on_home,
)
from tests.journeys.stage import Stage


async def test_typed_words_answer_five_at_a_time(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    for number in range(7):
        await published(stage, nqsw, title=f"Supervision, way {number}")

    await colleague.types("/practice search supervising")
    assert await colleague.sees("Examples for “supervising”")
    await colleague.clicks("More")

    assert await colleague.sees("More examples for “supervising”")
    shown = [str(message["blocks"]) for message in colleague.ephemerals()]
    ways = [number for number in range(7) for text in shown if f", way {number}" in text]
    assert sorted(ways) == list(range(7))


async def test_typed_words_that_find_nothing_lead_into_the_library(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)

    await colleague.types("/practice search <zebra> & co")
    assert await colleague.sees("Nothing was found for “<zebra> & co”")
    await colleague.types("/practice search")
    assert await colleague.sees("such as /practice search group supervision")
    await colleague.clicks("Open the library")

    await colleague.workspace.settled()
    assert "Group supervision" in str(colleague.home)


async def reads_channel(stage: Stage, member: Member) -> Message:
    """The card is the newest message of the community's channel; nothing else is open."""
    await member.closes(everything=True) if member.modal else None
    return stage.workspace.messages(stage.channels["community"])[-1]


async def test_the_card_in_the_channel_has_all_that_a_reader_wants(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)

    await colleague.clicks("Read it all")
    assert await colleague.sees("Six of us met for an hour")
    await colleague.closes(everything=True)
    await colleague.clicks("Save")
    assert await colleague.sees("You find it in the library under “Saved by me”.")
    await colleague.closes(everything=True)
    await colleague.clicks("Ask the author")
    assert await colleague.sees("You and the author are in one conversation with me now")


async def test_a_use_from_the_card_is_counted_on_the_card(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)

    await colleague.clicks("I used this")
    await colleague.fills({"Where did you use it?": "Team East", "How much changed?": "a little"})
    assert await colleague.submits() == {}
    await stage.has_done_what_is_due()

    assert "Used once." in str(await reads_channel(stage, colleague))


async def test_an_author_asks_and_uses_nothing_of_their_own(stage: Stage, nqsw: Member) -> None:
    await published(stage, nqsw)

    await nqsw.clicks("I used this")

    assert await nqsw.sees("This is your own example.")


CHOICES = [
    ("Criterion", "C2: Knowledge and capabilities", "C1: Framework and Employer Standards"),
    ("Heading", "KSS 9: The role of supervision", "PCF 1: Professionalism"),
    ("Employer type", "council", "trust"),
    ("Region", "London", "North West"),
]


@pytest.mark.parametrize(("label", "fits", "other"), CHOICES)
async def test_a_filter_shows_what_fits_and_nothing_else(
    stage: Stage, nqsws: list[Member], colleague: Member, label: str, fits: str, other: str
) -> None:
    await published(stage, nqsws[0])
    await published(stage, nqsws[11], title="Elsewhere", criteria=["C1"], headings=["pcf:1"])
    await opens_library(colleague)

    await colleague.chooses(label, fits)
    assert await listed(colleague) == ["Group supervision on Fridays"]
    await colleague.chooses(label, other)
    assert await listed(colleague) == ["Elsewhere"]
    await colleague.clicks("Clear the filters")

    assert len(await listed(colleague)) == 2


async def test_filters_and_words_that_fit_nothing_say_how_to_go_on(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    await opens_library(colleague)

    await colleague.chooses("Region", "North West")
    assert await colleague.sees("No example fits these filters yet.")
    await colleague.clicks("Clear the filters")
    await searches_on_home(stage, colleague, "zebra")
    assert await colleague.sees("Nothing was found. Try fewer words")
    await colleague.clicks("Saved by me")

    assert await colleague.sees("You have saved nothing here yet.")


async def test_pages_go_on_and_back_and_home_is_one_press_away(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    for number in range(9):
        await published(stage, nqsw, title=f"Way {number}")
    await opens_library(colleague)

    first = await listed(colleague)
    await colleague.clicks("Next page")
    assert {*first, *await listed(colleague)} == {f"Way {number}" for number in range(9)}
    await colleague.clicks("Previous page")
    assert await listed(colleague) == first
    await colleague.clicks("Back to my page")

    assert await colleague.sees("The library. Good practice that colleagues have shared")


async def listed(member: Member) -> list[str]:
    """The titles that Home lists."""
    await member.workspace.settled()
    assert member.home is not None
    rich = [block for block in member.home["blocks"] if block["type"] == "rich_text"]
    lines = [block["elements"][0]["elements"] for block in rich]
    return ["".join(piece["text"] for piece in line) for line in lines]


async def test_a_file_that_cannot_be_sent_says_so_and_loses_nothing(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    await opens_first(colleague)
    stage.workspace.faults.fail("files.getUploadURLExternal")

    await colleague.clicks("Send me a web page")
    assert await colleague.sees("The file could not be sent to you just now. Nothing is lost")
    await colleague.closes()
    await colleague.clicks("Send me a web page")

    assert await colleague.sees("It is in our direct conversation")

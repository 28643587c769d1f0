"""What co-ordinators and authors answer to the library's own messages."""

from datetime import timedelta

from sqlalchemy import update

from models.library import LibraryEntry
from sandbox.people import Member
from services import library, newsletter
from services.work import SYSTEM
from tests.journeys.announcing import has_gone
from tests.journeys.reading import published
from tests.journeys.stage import Stage


async def newsletter_is_offered(stage: Stage) -> None:
    async with stage.house.begin(SYSTEM) as work:
        await newsletter.send_draft(work)
    await stage.has_done_what_is_due()


async def test_a_newsletter_goes_from_its_message_to_everybody(
    stage: Stage, nqsw: Member, coordinator: Member
) -> None:
    await stage.workspace.join(coordinator.id, stage.channels["coordinators"])
    await published(stage, nqsw, ways=["newsletter"])
    await newsletter_is_offered(stage)
    assert await coordinator.sees("Chosen for the newsletter")

    await coordinator.clicks("Edit and announce")
    assert await coordinator.submits() == {}
    assert await coordinator.sees("This is exactly how it will look")
    await coordinator.clicks("Send")
    await has_gone(stage)

    assert await nqsw.sees("Newsletter, November 2026")


async def test_what_is_arranged_is_said_once(
    stage: Stage, nqsw: Member, coordinator: Member
) -> None:
    await stage.workspace.join(coordinator.id, stage.channels["coordinators"])
    await published(stage, nqsw, ways=["event"])
    assert await coordinator.sees("was chosen for a community event")

    await coordinator.clicks("It is arranged")
    await stage.has_done_what_is_due()

    assert await coordinator.sees("“Group supervision on Fridays”: the community event is arranged")
    assert await coordinator.sees_not("was chosen for a community event")


async def is_reminded(stage: Stage, author: Member) -> None:
    one = await published(stage, author)
    soon = stage.clock.now().date() + timedelta(days=60)
    async with stage.house.begin(SYSTEM) as work:
        await work.session.execute(update(LibraryEntry).values(review_on=soon))
    async with stage.house.begin(SYSTEM) as work:
        await library.remind(work, one)
    await stage.has_done_what_is_due()
    assert await author.sees("Is it still good?")


async def test_an_author_keeps_an_example_when_asked(stage: Stage, nqsw: Member) -> None:
    await is_reminded(stage, nqsw)

    await nqsw.clicks("Still good: keep it two more years")

    assert await nqsw.sees("The example stays in the library until")


async def test_an_author_changes_an_example_in_a_draft_of_a_new_version(
    stage: Stage, nqsw: Member
) -> None:
    await is_reminded(stage, nqsw)

    await nqsw.clicks("Change it")

    assert await nqsw.sees("This is a new version of your example")
    assert await nqsw.sees("Group supervision on Fridays")


async def test_a_draft_of_a_new_version_is_told_from_what_is_published(
    stage: Stage, nqsw: Member
) -> None:
    await is_reminded(stage, nqsw)
    await nqsw.clicks("Change it")

    await nqsw.types("/practice mine")

    draft = "Draft. Only you can see it. It is a new version; what is published stays as it is."
    assert await nqsw.sees(draft)
    assert await nqsw.sees("Shared with the sector. Its review date is")


async def test_an_author_withdraws_an_example_when_asked(stage: Stage, nqsw: Member) -> None:
    await is_reminded(stage, nqsw)

    await nqsw.clicks("Withdraw it", confirm=False)
    assert await nqsw.sees("Is it still good?")
    await nqsw.clicks("Withdraw it")
    assert await nqsw.sees("The example has left the library")
    await stage.has_done_what_is_due()

    assert await nqsw.sees("or a new version took its place. You need not do anything.")
    card = stage.workspace.messages(stage.channels["community"])[-1]
    assert card["text"].endswith("or a new version took its place.")

"""Other words for what many have: agreed to or sent back by somebody else, once."""

import asyncio
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import update

from models.outbox import Message, MessageState
from models.person import Person, Reach, RoleName
from models.refusals import AnnouncementMoved, BadInput, OwnAnnouncement
from services import announcing, correcting
from services.work import SYSTEM, House
from tests.announcing import SAID, acting, copies, letters, noted, now, started, submitted, typed
from tests.doubles import Community


class Gone(NamedTuple):
    """An announcement that three people have, its author, and a second co-ordinator."""

    house: House
    one: UUID
    author: Person
    second: Person


@pytest.fixture
async def gone(house: House, community: Community) -> Gone:
    strict = replace(house, policy=replace(house.policy, announce_alone_up_to=2))
    employer = await community.employer("Thameside", "London")
    await community.nqsws(3, employer)
    author, second = [
        await community.member(RoleName.COORDINATOR, employer, Reach.NATIONAL, "England")
        for _ in range(2)
    ]
    one = await submitted(strict, author, typed({"roles": ["nqsw"]}))
    async with acting(strict, second) as work:
        await announcing.approve(work, one, 0)
    await started(strict, one)
    async with strict.begin(SYSTEM) as work:
        sent = update(Message).values(state=MessageState.SENT, sent_channel="D1", sent_ts="1.1")
        await work.session.execute(sent)
    return Gone(strict, one, author, second)


async def corrects(gone: Gone, title: str = "Other room") -> int:
    """The author would like other words; the edition that has to be decided about."""
    async with acting(gone.house, gone.author) as work:
        return (await correcting.correct(work, gone.one, title, SAID)).edition


async def sends_back(gone: Gone, who: Person, edition: int, why: str = "Which room?") -> None:
    async with acting(gone.house, who) as work:
        await correcting.send_back(work, gone.one, edition, why)


async def test_new_words_go_back_with_words_and_are_kept(gone: Gone) -> None:
    edition = await corrects(gone)

    await sends_back(gone, gone.second, edition)

    announcement = await now(gone.house, gone.one)
    told = await letters(gone.house, f"announcement:{gone.one}:told:")
    assert (announcement.title, announcement.corrector_id) == ("Workshop", None)
    assert announcement.correction is not None
    assert announcement.correction["title"] == "Other room"
    assert [one.person_id for one in told if "Which room?" in one.payload["text"]] == [
        gone.author.id
    ]


async def test_what_was_sent_back_can_be_decided_no_more(gone: Gone) -> None:
    edition = await corrects(gone)
    await sends_back(gone, gone.second, edition)

    with pytest.raises(AnnouncementMoved):
        await sends_back(gone, gone.second, edition)
    with pytest.raises(AnnouncementMoved):
        async with acting(gone.house, gone.second) as work:
            await correcting.agree(work, gone.one, edition)

    assert (await noted(gone.house)).count("announcement.correction_sent_back") == 1


async def test_nobody_sends_their_own_words_back(gone: Gone) -> None:
    edition = await corrects(gone)

    with pytest.raises(OwnAnnouncement):
        await sends_back(gone, gone.author, edition)


@pytest.mark.parametrize("why", ["", "  ", "x" * 1001])
async def test_nothing_goes_back_without_words_that_fit(gone: Gone, why: str) -> None:
    edition = await corrects(gone)

    with pytest.raises(BadInput):
        await sends_back(gone, gone.second, edition, why)


async def test_agreeing_and_sending_back_at_once_has_one_outcome(gone: Gone) -> None:
    edition = await corrects(gone)

    async def agrees() -> None:
        async with acting(gone.house, gone.second) as work:
            await correcting.agree(work, gone.one, edition)

    both = (agrees(), sends_back(gone, gone.second, edition))
    outcomes = await asyncio.gather(*both, return_exceptions=True)

    assert sorted(type(one).__name__ for one in outcomes) == ["AnnouncementMoved", "NoneType"]
    decisions = {"announcement.corrected", "announcement.correction_sent_back"}
    assert len(decisions & set(await noted(gone.house))) == 1


async def test_agreement_is_to_just_the_words_that_were_read(gone: Gone) -> None:
    edition = await corrects(gone)
    await corrects(gone, "A third room")

    with pytest.raises(AnnouncementMoved):
        async with acting(gone.house, gone.second) as work:
            await correcting.agree(work, gone.one, edition)

    assert (await now(gone.house, gone.one)).title == "Workshop"


async def test_it_is_known_how_many_copies_still_say_the_old_words(gone: Gone) -> None:
    edition = await corrects(gone)
    async with gone.house.begin(SYSTEM) as work:
        assert await correcting.to_change(work, gone.one) == 0

    async with acting(gone.house, gone.second) as work:
        await correcting.agree(work, gone.one, edition)

    async with gone.house.look(SYSTEM) as work:
        assert await correcting.to_change(work, gone.one) == 3


async def test_the_same_letter_goes_to_everybody_once(gone: Gone) -> None:
    found = await copies(gone.house, gone.one)

    assert len({one.channel for one in found}) == len({one.id for one in found}) == 3
    assert len({one.payload["text"] for one in found}) == 1
    assert {(one.batch_id, one.rank) for one in found} == {(gone.one, 1)}

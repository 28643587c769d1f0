"""What somebody writes in an example is read by whom it is meant for, and lies nowhere else."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy import select
from sqlmodel import col

import views.practice_fields
import views.practice_form
import views.practice_lists
import views.review_card
import views.reviews
from models.audit import AuditEntry
from models.outbox import Message, Receipt
from models.practice import Practice, PracticeState, PracticeVersion
from models.registry import METADATA
from models.review import ReviewState, Seat
from models.verdict import TESTS
from services import findings, library, practices, review_rounds, reviews, sending
from services.practices import Step
from services.reviews import Opinion
from services.work import SYSTEM, House, account
from tests.doubles import Community
from tests.rights import forms, things
from tests.rights.desk import Desk, opened
from tests.rights.people import Who

PLANTED = "velvetheron"
IDENTIFYING = f"Kayden {PLANTED.title()}, 7, of 4 Heron Lane, SW1A 1AA"
REASON = "becausecrimsonotter"


@pytest.fixture
async def desk(house: House, community: Community) -> AsyncIterator[Desk]:
    async with opened(house, community) as desk:
        yield desk


async def written(desk: Desk) -> UUID:
    """A draft that names somebody, saved and tried to be sent; the screen holds it back."""
    one = await things.A_DRAFT(desk)
    values = {**forms.FIRST_STEP, "problem": forms.typed(IDENTIFYING)}
    step = forms.sheet(one)
    for name, metadata, typed in (
        (views.practice_form.STEP, step, values),
        (views.practice_form.SEND, forms.sheet(one, 4), {}),
    ):
        assert (await desk.sends(Who.AUTHOR, name, metadata, typed)).outcome == "heard"
    return one


async def rows_with(house: House, text: str) -> set[str]:
    """The tables in which the text stands, in whatever column."""
    async with house.look(SYSTEM) as work:
        found = set()
        for table in METADATA.sorted_tables:
            rows = await work.session.execute(select(table))
            if any(text in repr(tuple(row)).lower() for row in rows):
                found.add(table.name)
        return found


async def state_of(house: House, one: UUID) -> PracticeState:
    async with house.look(SYSTEM) as work:
        return (await work.session.get_one(Practice, one)).state


async def letters(house: House) -> Sequence[Message]:
    async with house.look(SYSTEM) as work:
        return (await work.session.scalars(select(Message))).all()


async def test_a_draft_lies_in_its_own_row_and_nowhere_else(desk: Desk) -> None:
    one = await written(desk)

    assert await state_of(desk.house, one) is PracticeState.CHECKING
    assert await rows_with(desk.house, PLANTED) == {"practice"}


async def test_no_log_line_tells_of_a_draft_even_when_something_breaks(desk: Desk) -> None:
    with structlog.testing.capture_logs() as logged:
        one = await written(desk)
        desk.workspace.faults.answer("views.update", "internal_error")
        window = {"callback_id": views.practice_form.STEP, "metadata": forms.sheet(one)}
        values = {**forms.FIRST_STEP, "problem": forms.typed(IDENTIFYING)}
        broken = await desk.presses(
            Who.AUTHOR, views.practice_form.SAVE, None, **window, values=values
        )

    assert broken.outcome == "failed"
    assert [line["event"] for line in logged] == ["request failed"]
    assert PLANTED not in json.dumps(logged, default=str).lower()


async def test_nobody_but_its_author_is_told_a_word_of_a_draft(desk: Desk) -> None:
    one = await written(desk)

    for who in set(Who) - {Who.AUTHOR}:
        for name in (views.practice_lists.READ, views.review_card.READ, "library.read"):
            answer = await desk.presses(who, name, str(one))
            assert PLANTED not in answer.told.lower()
    author = desk.cast[Who.AUTHOR]
    assert {one.channel for one in await letters(desk.house)} <= {author}


async def test_neither_the_audit_trail_nor_keys_and_receipts_repeat_what_is_sent(
    desk: Desk,
) -> None:
    one = await written(desk)
    (finding, *_), reasons = await _findings(desk, one)
    kept = forms.sheet(one, 4, edition=2)
    await desk.sends(Who.AUTHOR, views.practice_form.SEND, kept, reasons)
    await desk.sends(
        Who.AUTHOR, views.practice_lists.WITHDRAWAL, str(one), {"reason": forms.typed(REASON)}
    )

    assert finding
    assert await state_of(desk.house, one) is PracticeState.WITHDRAWN
    async with desk.house.look(SYSTEM) as work:
        kept_rows = [
            *await work.session.scalars(select(AuditEntry)),
            *await work.session.scalars(select(Receipt)),
            *await work.session.scalars(select(col(Message.dedupe))),
        ]
    told = " ".join(map(str, kept_rows)).lower()
    assert [word for word in (PLANTED, REASON, "heron lane") if word in told] == []


async def _findings(desk: Desk, one: UUID) -> tuple[list[str], dict[str, Any]]:
    """The fields in which an author says why, filled in."""
    async with desk.house.look(account(desk.cast[Who.AUTHOR])) as work:
        found = await findings.of(work, await work.session.get_one(Practice, one))
    keys = [views.practice_fields.key_of(finding) for finding in found]
    return keys, {key: forms.typed(f"{REASON} it is made up") for key in keys}


async def decided(desk: Desk, proposal: str, **more: Any) -> UUID:
    """An example that two champions and an NQSW have read and decided about."""
    seats = {
        Who.CHAMPION_ELSEWHERE: (Seat.CHAMPION, ReviewState.REVIEWING),
        Who.NQSW_ELSEWHERE: (Seat.NQSW, ReviewState.REVIEWING),
    }
    second = await desk.another_champion()
    one = await things.example(desk, PracticeState.IN_REVIEW, seats)
    async with desk.house.begin(account(str(second.slack_id))) as work:
        await reviews.take(work, one)
    opinion = {"proposal": proposal, "ways": ["library"], "reason": REASON, **more}
    for slack_id in (
        desk.cast[Who.CHAMPION_ELSEWHERE],
        second.slack_id,
        desk.cast[Who.NQSW_ELSEWHERE],
    ):
        async with desk.house.begin(account(str(slack_id))) as work:
            await reviews.read(work, one)
        async with desk.house.begin(account(str(slack_id))) as work:
            await reviews.vote(work, one, Opinion(1, dict.fromkeys(TESTS, 2), **opinion))
    return one


@pytest.mark.parametrize("proposal", ["share", "changes", "not_now"])
async def test_the_author_learns_what_was_decided_and_not_by_whom(
    desk: Desk, proposal: str
) -> None:
    one = await decided(desk, proposal, changes={"title": "Please say whose time it is."})
    readers = [
        name
        for who in (Who.CHAMPION_ELSEWHERE, Who.NQSW_ELSEWHERE)
        for name in (desk.people[who].name, desk.cast[who])
    ]

    seen = [await desk.presses(Who.AUTHOR, views.practice_lists.READ, str(one))]
    seen.append(await desk.presses(Who.AUTHOR, views.practice_lists.CONTINUE, str(one)))
    seen.append(await desk.types(Who.AUTHOR, "/practice mine"))
    mine = [
        str(one.payload)
        for one in await letters(desk.house)
        if one.channel == desk.cast[Who.AUTHOR]
    ]
    told = " ".join([*mine, *(answer.told for answer in seen)])
    assert [name for name in readers if name in told] == []
    # Their form says that the author reads a reason, unless it was shared.
    assert (REASON in told) == (proposal != "share")


async def test_scores_and_reasons_stand_in_no_message_and_no_note(desk: Desk) -> None:
    await decided(desk, "share")

    async with desk.house.look(SYSTEM) as work:
        notes = [str(one) for one in await work.session.scalars(select(AuditEntry))]
    told = " ".join([*notes, *(str(one.payload) for one in await letters(desk.house))])
    assert REASON not in told
    assert [test for test in TESTS if f"'{test}'" in told] == []


async def test_a_withdrawn_example_leaves_channels_search_and_letters(desk: Desk) -> None:
    one = await things.example(desk, PracticeState.IN_REVIEW, {})
    async with desk.house.begin(SYSTEM) as work:
        practice = await work.session.get_one(Practice, one)
        sent = await work.session.get_one(PracticeVersion, (one, 1))
        words = {"title": f"Of {PLANTED}s", "problem": PLANTED, "what_we_did": PLANTED}
        practice.content = sent.content = {**things.CONTENT, **words}
        practice.ways = ["newsletter", "event", "mentor"]
        await review_rounds.begin_round(work, practice)
        step = Step([PracticeState.IN_REVIEW], PracticeState.PUBLISHED, "reviewers")
        await library.publish(work, await practices.move(work, one, step))
    assert "library_entry" in await rows_with(desk.house, PLANTED)

    async with desk.house.begin(account(desk.cast[Who.AUTHOR])) as work:
        await sending.withdraw(work, one, "")

    author = desk.cast[Who.AUTHOR]
    left = [found.dedupe for found in await letters(desk.house) if PLANTED in str(found.payload)]
    assert [key for key in left if await channel_of(desk.house, key) != author] == []
    assert await rows_with(desk.house, PLANTED) <= {"practice", "practice_version", "message"}
    assert await search_tables_with(desk.house, PLANTED) == []


async def channel_of(house: House, key: str) -> str:
    async with house.look(SYSTEM) as work:
        query = select(col(Message.channel)).where(col(Message.dedupe) == key)
        return str((await work.session.scalars(query)).one())


async def search_tables_with(house: House, text: str) -> list[str]:
    """The tables of SQLite's search, its own ones among them, in which the text stands."""
    async with house.look(SYSTEM) as work:
        if work.session.get_bind().dialect.name != "sqlite":
            return []
        query = "select name from sqlite_master where name like 'library_words%' and type = 'table'"
        names = list(await work.session.scalars(sa.text(query)))
        assert len(names) > 1
        found = []
        for name in names:
            rows = (await work.session.execute(sa.text(f"select * from {name}"))).all()  # noqa: S608
            found += [name for row in rows if text in repr(tuple(row)).lower()]
        return found

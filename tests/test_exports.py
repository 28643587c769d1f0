"""Exports give what is published and announced, with counts, no names and no formulas."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from bot.commands import writing
from models.announcement import Announcement, AnnouncementState, Recipient
from models.audit import AuditEntry
from models.library import LibraryUse
from models.person import Person, Reach
from models.practice import Practice, PracticeState
from services import exports
from services.work import SYSTEM, House
from tests.doubles import START, Community


async def practice(house: House, author: Person, new_id: UUID, state: PracticeState) -> None:
    example = Practice(
        id=new_id,
        author_id=author.id,
        employer_id=author.employer_id,
        state=state,
        version=2,
        content={"title": "=SUM(A1)", "problem": "Too long", "criteria": ["C1", "C3"]},
        ways=["library", "newsletter"],
        created_at=START,
        changed_at=START,
        decided_at=START,
    )
    async with house.begin(SYSTEM) as work:
        work.session.add(example)


async def test_published_examples_come_out_with_their_fields_and_uses(
    house: House, community: Community
) -> None:
    author, user = await community.nqsws(2, await community.employer("Northshire"))
    shared, draft = community.new_id(), community.new_id()
    await practice(house, author, shared, PracticeState.PUBLISHED)
    await practice(house, author, draft, PracticeState.DRAFT)
    async with house.begin(SYSTEM) as work:
        work.session.add(LibraryUse(practice_id=shared, person_id=user.id, at=START))

    async with house.begin(SYSTEM) as work:
        (row,) = await exports.published(work)

    assert (row["id"], row["employer"], row["version"]) == (str(shared), "Northshire", 2)
    assert (row["title"], row["criteria"], row["uses"]) == ("=SUM(A1)", ["C1", "C3"], 1)
    assert (row["ways"], row["decided_at"][:10]) == (["library", "newsletter"], "2026-11-03")


async def announcement(
    house: House, new_id: UUID, author: Person, readers: Sequence[Person], hearers: Sequence[Person]
) -> None:
    """Something that was sent to `hearers`, of whom `readers` have acknowledged it."""
    sent = Announcement(
        id=new_id,
        author_id=author.id,
        reach=Reach.EMPLOYER,
        scope="Northshire",
        title="Study day",
        audience={"roles": ["nqsw"]},
        state=AnnouncementState.SENT,
        people=len(hearers),
        created_at=START,
        changed_at=START,
    )
    async with house.begin(SYSTEM) as work:
        work.session.add(sent)
        await work.session.flush()
        for one in hearers:
            copy = Recipient(
                announcement_id=new_id, person_id=one.id, employer="Northshire", region="London"
            )
            copy.acknowledged_at = START + timedelta(hours=1) if one in readers else None
            work.session.add(copy)


async def test_announcements_come_out_with_counts_and_without_names(
    house: House, community: Community
) -> None:
    people = await community.nqsws(3, await community.employer("Northshire"))
    await announcement(house, community.new_id(), people[0], readers=people[1:], hearers=people)

    async with house.begin(SYSTEM) as work:
        (row,) = await exports.announced(work)

    assert (row["title"], row["state"], row["audience"]) == (
        "Study day",
        "sent",
        {"roles": ["nqsw"]},
    )
    assert (row["people"], row["delivered"], row["acknowledged"]) == (3, 0, 2)
    assert not any(str(one.id) in json.dumps(row) or one.name in str(row) for one in people)


async def test_every_taking_is_in_the_audit_trail(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        await exports.published(work)
        await exports.announced(work)

    async with house.look(SYSTEM) as work:
        noted = (await work.session.scalars(select(col(AuditEntry.what)))).all()
    assert {"practice.exported", "announcement.exported"} <= set(noted)


def test_no_cell_of_a_file_is_a_formula() -> None:
    wide = ["\uff1d1", "\uff0b1", "\uff0d1", "\uff201"]
    begins = ["=1", "+1", "-1", "@a", "\ta", "\ra", "\n=1", *wide]

    written = writing.as_csv([{"value": value} for value in [*begins, "plain"]])

    assert written.startswith("\ufeff")
    cells = [row["value"] for row in csv.DictReader(io.StringIO(written[1:], newline=""))]
    assert cells == [*(f"'{value}" for value in begins), "plain"]

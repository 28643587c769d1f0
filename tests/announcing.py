"""Announcements for tests: who writes them, and what is in them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from models import rich_text
from models.announcement import Announcement, Recipient
from models.audit import AuditEntry
from models.outbox import Message
from models.person import Person
from services import announcements, announcing, drafting
from services.drafting import Typed
from services.work import SYSTEM, House, Work, account

SAID = rich_text.of("The room has changed.")


def typed(
    hearers: Mapping[str, Sequence[str]] | None = None, title: str = "Workshop", **more: str
) -> Typed:
    return Typed(title=title, text=SAID, hearers=hearers or {}, **more)


@asynccontextmanager
async def acting(house: House, person: Person) -> AsyncIterator[Work]:
    async with house.begin(account(person.slack_id or "")) as work:
        yield work


async def drafted(house: House, author: Person, wanted: Typed | None = None) -> UUID:
    async with acting(house, author) as work:
        return (await drafting.save(work, None, wanted or typed())).id


async def submitted(house: House, author: Person, wanted: Typed | None = None) -> UUID:
    one = await drafted(house, author, wanted)
    async with acting(house, author) as work:
        await announcing.submit(work, one)
    return one


async def started(house: House, one: UUID) -> None:
    async with house.begin(SYSTEM) as work:
        await announcing.start(work, one)


async def now(house: House, one: UUID) -> Announcement:
    async with house.look(SYSTEM) as work:
        return await announcements.fetch(work, one)


async def letters(house: House, prefix: str = "") -> list[Message]:
    async with house.look(SYSTEM) as work:
        query = select(Message).where(col(Message.dedupe).startswith(prefix))
        return list(await work.session.scalars(query))


async def copies(house: House, one: UUID) -> list[Message]:
    return await letters(house, f"announcement:{one}:to:")


async def audience(house: House, one: UUID) -> dict[UUID, bool]:
    """Everybody in the frozen audience, and whether directly."""
    async with house.look(SYSTEM) as work:
        query = select(Recipient).where(col(Recipient.announcement_id) == one)
        return {row.person_id: row.is_direct for row in await work.session.scalars(query)}


async def noted(house: House) -> list[str]:
    async with house.look(SYSTEM) as work:
        entries = await work.session.scalars(select(AuditEntry).order_by(col(AuditEntry.number)))
        return [one.what for one in entries]

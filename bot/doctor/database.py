"""Looks at the database: is it there, up to date, durable, forgetful, and are its chains whole."""

import asyncio
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

import views.doctor as words
from bot import migrations
from bot.doctor.findings import Finding, fail, ok, warn
from services import audit, chain
from services.work import OPERATOR, House

DATABASE = "database"
MIGRATIONS = "migrations"
DURABILITY = "durability"
AUDIT = "audit"
RELEASES = "releases"
RESULTS = "results"

# What a session for results may read, and what it may not.
RELEASED, SEALED = "SELECT number FROM release LIMIT 1", "SELECT wave_id FROM answer LIMIT 1"

# What each database must say of itself, and the answer that keeps the promise.
SQLITE = {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": "2", "PRAGMA secure_delete": "1"}
POSTGRES = {
    "SHOW synchronous_commit": "on",
    "SHOW fsync": "on",
    "SHOW track_commit_timestamp": "off",
}


async def reachable(address: str) -> list[Finding]:
    """Whether the database answers and has the tables that this version needs."""
    url = make_url(address)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite and not _is_there(url):
        return [warn(DATABASE, words.not_there_yet(str(url.database)))]
    try:
        version = await asyncio.to_thread(migrations.current, address)
    except (SQLAlchemyError, OSError) as fault:
        return [fail(DATABASE, words.unreachable(_place(url), _reason(fault)))]
    return [ok(DATABASE, words.reachable(_place(url))), _migrated(version, is_sqlite=is_sqlite)]


async def settled(house: House) -> list[Finding]:
    """Whether commits last, what is deleted is gone, results are apart, both chains hold."""
    async with house.look(OPERATOR) as work:
        broken = await audit.first_broken(work.session)
        changed = await chain.first_broken(work)
        return [
            await _durable(work.session),
            await _apart(house),
            ok(AUDIT, words.TRAIL_HOLDS) if broken is None else fail(AUDIT, words.torn(broken)),
            ok(RELEASES, words.RELEASES_HOLD)
            if changed is None
            else fail(RELEASES, words.not_as_released(changed)),
        ]


def _migrated(version: str | None, *, is_sqlite: bool) -> Finding:
    newest = migrations.head()
    if version == newest:
        return ok(MIGRATIONS, words.up_to_date(newest))
    if version is not None and version > newest:
        return fail(MIGRATIONS, words.too_new(version, newest))
    if is_sqlite:
        return warn(MIGRATIONS, words.will_migrate(version, newest))
    return fail(MIGRATIONS, words.must_migrate(version, newest))


async def _durable(session: AsyncSession) -> Finding:
    wanted = SQLITE if session.get_bind().dialect.name == "sqlite" else POSTGRES
    for question, answer in wanted.items():
        found = str((await session.execute(text(question))).scalar_one())
        if found != answer:
            name = question.split()[1]
            return fail(DURABILITY, words.not_durable(name, found, answer))
    return ok(DURABILITY, words.DURABLE)


async def _apart(house: House) -> Finding:
    """Whether sessions for results read what was released, and nothing else."""
    try:
        async with house.database.results() as session:
            await session.execute(text(RELEASED))
    except SQLAlchemyError as fault:
        return fail(RESULTS, words.results_shut(_reason(fault)))
    try:
        async with house.database.results() as session:
            await session.execute(text(SEALED))
    except DBAPIError:
        return ok(RESULTS, words.ONLY_RELEASES)
    return fail(RESULTS, words.RESULTS_OPEN)


def _is_there(url: URL) -> bool:
    # To look into a file that is not there would make it.
    return Path(str(url.database)).exists()


def _place(url: URL) -> str:
    """Where it is, without what opens it."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"{url.database} on {url.host or url.query.get('host') or 'this machine'}"


def _reason(fault: Exception) -> str:
    cause = getattr(fault, "orig", None) or fault
    return (str(cause).strip() or type(cause).__name__).splitlines()[0]

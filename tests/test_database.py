"""The two databases keep what was committed, take turns, and forget what was scrubbed."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from bot.database import PostgresDatabase
from bot.migrations import current, head, upgrade
from bot.sqlite import SqliteDatabase
from models.audit import AuditEntry
from models.outbox import Lease
from models.refusals import AlreadyDone
from models.survey import Survey
from services import audit
from services.work import SYSTEM, House, account
from tests.doubles import START

AnyDatabase = SqliteDatabase | PostgresDatabase


def survey(name: str = "pulse") -> Survey:
    return Survey(id=name, title="Pulse", questionnaire="pulse", cron="0 9 * * 1", working_days=5)


async def test_what_was_changed_is_read_afterwards(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        work.session.add(survey())

    async with house.look(SYSTEM) as work:
        assert (await work.session.get_one(Survey, "pulse")).title == "Pulse"


async def test_a_failed_unit_leaves_nothing_and_disturbs_nobody(house: House) -> None:
    async def fails() -> None:
        async with house.begin(SYSTEM) as work:
            work.session.add(survey("lost"))
            await work.session.flush()
            raise KeyError

    async def works() -> None:
        async with house.begin(SYSTEM) as work:
            work.session.add(survey("kept"))

    await asyncio.gather(works(), fails(), return_exceptions=True)

    async with house.look(SYSTEM) as work:
        assert (await work.session.scalars(select(col(Survey.id)))).all() == ["kept"]


async def test_sixteen_writers_at_once_lose_no_update(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        work.session.add(survey())

    async def add_one() -> None:
        async with house.begin(SYSTEM) as work:
            row = await work.session.get_one(Survey, "pulse", with_for_update=True)
            row.working_days += 1

    for _ in range(5):
        await asyncio.gather(*(add_one() for _ in range(16)))

    async with house.look(SYSTEM) as work:
        assert (await work.session.get_one(Survey, "pulse")).working_days == 85


async def test_a_cancelled_unit_commits_nothing_and_the_next_one_works(house: House) -> None:
    started = asyncio.Event()

    async def hangs() -> None:
        async with house.begin(SYSTEM) as work:
            work.session.add(survey("half"))
            await work.session.flush()
            started.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hangs())
    await started.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with house.begin(SYSTEM) as work:
        work.session.add(survey("whole"))

    async with house.look(SYSTEM) as work:
        assert (await work.session.scalars(select(col(Survey.id)))).all() == ["whole"]


async def test_a_unit_may_be_cancelled_at_any_moment_and_holds_nobody_up(house: House) -> None:
    async def change(what: str) -> None:
        async with house.begin(SYSTEM) as work:
            work.record(what, "cancelled")

    for moment in range(60):
        unit = asyncio.create_task(change("cancelled"))
        for _ in range(moment):
            await asyncio.sleep(0)
        unit.cancel()
        await asyncio.wait((unit,))
        await change("next")

    async with house.look(SYSTEM) as work:
        query = select(AuditEntry).where(col(AuditEntry.what) == "next")
        assert len((await work.session.scalars(query)).all()) == 60


async def test_the_same_receipt_has_one_effect(house: House) -> None:
    async def rename(title: str) -> None:
        async with house.begin(account("U1"), receipt="click:1") as work:
            work.session.add(survey(title))

    await rename("first")
    with pytest.raises(AlreadyDone):
        await rename("second")

    async with house.look(SYSTEM) as work:
        assert (await work.session.scalars(select(col(Survey.id)))).all() == ["first"]


async def test_moments_come_back_aware_and_equal(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        work.session.add(Lease(name="x", holder="me", until=START))

    async with house.look(SYSTEM) as work:
        assert (await work.session.get_one(Lease, "x")).until == START


async def test_a_changed_audit_entry_is_found(house: House) -> None:
    for number in range(3):
        async with house.begin(SYSTEM) as work:
            work.record("wave.opened", number)
    async with house.look(SYSTEM) as work:
        assert await audit.first_broken(work.session) is None

    async with house.begin(SYSTEM) as work:
        second = update(AuditEntry).where(col(AuditEntry.number) == 2)
        await work.session.execute(second.values(subject="other"))

    async with house.look(SYSTEM) as work:
        assert await audit.first_broken(work.session) == 2


async def test_audit_entries_written_at_once_form_one_chain(house: House) -> None:
    async def note(number: int) -> None:
        async with house.begin(SYSTEM) as work:
            work.record("wave.opened", number)

    await asyncio.gather(*(note(number) for number in range(20)))

    async with house.look(SYSTEM) as work:
        assert await audit.first_broken(work.session) is None
        assert len((await work.session.scalars(select(AuditEntry))).all()) == 20


async def test_scrubbing_leaves_the_rows_in_place(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        work.session.add(survey())

    await house.database.scrub()

    async with house.look(SYSTEM) as work:
        assert (await work.session.get_one(Survey, "pulse")).id == "pulse"


def test_two_first_starts_at_once_do_no_harm(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/new/bot.db"
    faults: list[Exception] = []

    def start() -> None:
        try:
            upgrade(url)
        except Exception as fault:  # noqa: BLE001 - a thread must tell its fault
            faults.append(fault)

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert current(url) == head()

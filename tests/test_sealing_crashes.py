"""The power may go at any step of a sealing, and several may seal at once: nothing is lost."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.custody import FileCustody
from bot.database import connect
from bot.sqlite import SqliteDatabase, StillRead
from models.answer import Answer, Comment
from models.audit import AuditEntry
from models.ballot import Ballot
from models.survey import Wave, WaveState
from services import sealing
from services.work import SYSTEM, Custody, Database, House
from tests.doubles import Community, FrozenClock
from tests.privacy.planting import ITEMS, Planted, fill, plant

PEOPLE = 9
NEVER = 1000


class PowerCut(Exception):  # noqa: N818 - it is an event, not a fault of ours
    """Nothing more happens."""


@dataclass
class Power:
    """Goes at one step of many."""

    cut_at: int
    steps: int = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.cut_at:
            raise PowerCut


@dataclass
class FragileDatabase:
    """May lose its power before, in or after every transaction."""

    database: Database
    power: Power

    @asynccontextmanager
    async def change(self) -> AsyncIterator[AsyncSession]:
        self.power.step()
        async with self.database.change() as session:
            yield session
            self.power.step()
        self.power.step()

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self.database.read()

    def results(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self.database.results()

    async def scrub(self) -> None:
        self.power.step()
        await self.database.scrub()
        self.power.step()


@dataclass
class FragileCustody:
    """May lose its power around everything it does with a key."""

    custody: Custody
    power: Power

    def create(self, wave_id: UUID, key: bytes) -> None:
        self.custody.create(wave_id, key)

    def fetch(self, wave_id: UUID) -> bytes:
        self.power.step()
        return self.custody.fetch(wave_id)

    def destroy(self, wave_id: UUID) -> None:
        self.power.step()
        self.custody.destroy(wave_id)
        self.power.step()

    def was_destroyed(self, wave_id: UUID) -> bool:
        return self.custody.was_destroyed(wave_id)

    def repair(self, wave_id: UUID) -> bool:
        return self.custody.repair(wave_id)

    def sweep(self, known_wave_ids: Collection[UUID]) -> list[UUID]:
        return self.custody.sweep(known_wave_ids)


@dataclass(frozen=True)
class Stock:
    """What the database holds of a wave."""

    state: WaveState
    ballots: int
    answers: int
    comments: int


BEFORE = {
    Stock(WaveState.OPEN, PEOPLE, 0, 0),
    Stock(WaveState.CLOSING, PEOPLE, 0, 0),
}
SEALED = (PEOPLE * len(ITEMS), PEOPLE)
AFTER = {
    Stock(WaveState.SEALED, PEOPLE, *SEALED),
    Stock(WaveState.SEALED, 0, *SEALED),
    Stock(WaveState.DESTROYED, 0, *SEALED),
}
DONE = Stock(WaveState.DESTROYED, 0, *SEALED)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "first", tmp_path / "second"


@pytest.fixture
def house_with_files(house: House, folders: tuple[Path, Path]) -> House:
    return replace(house, custody=FileCustody(*folders))


def with_power(house: House, power: Power) -> House:
    return replace(
        house,
        database=FragileDatabase(house.database, power),
        custody=FragileCustody(house.custody, power),
    )


async def new_wave(house: House, community: Community, seed: int) -> Planted:
    """A wave of nine people that is over and has not been closed."""
    planted = await plant(house, community, [(f"Employer {seed}", "London", PEOPLE)], seed=seed)
    await fill(house, planted)
    return planted


async def stock(house: House, wave_id: UUID) -> Stock:
    async with house.look(SYSTEM) as work:
        counts = [
            (
                await work.session.execute(
                    select(func.count()).select_from(table).where(col(column) == wave_id)
                )
            ).scalar_one()
            for table, column in (
                (Ballot, Ballot.wave_id),
                (Answer, Answer.wave_id),
                (Comment, Comment.wave_id),
            )
        ]
        wave = await work.session.get_one(Wave, wave_id)
        return Stock(wave.state, *counts)


async def test_a_power_cut_at_any_step_leaves_a_wave_wholly_open_or_wholly_sealed(
    house_with_files: House, clock: FrozenClock, folders: tuple[Path, Path]
) -> None:
    house, community = house_with_files, Community(house_with_files)
    clock.advance(timedelta(days=8))
    cuts = 0
    while True:
        power = Power(cut_at=cuts + 1)
        planted = await new_wave(house, community, seed=cuts)
        try:
            await sealing.run(with_power(house, power), planted.wave_id)
            break
        except PowerCut:
            assert await stock(house, planted.wave_id) in BEFORE | AFTER

        assert await sealing.run(house, planted.wave_id) is WaveState.DESTROYED
        assert await stock(house, planted.wave_id) == DONE
        cuts += 1

    assert cuts > 20
    assert not [path for folder in folders for path in folder.glob("*.key")]


async def test_two_power_cuts_in_one_sealing_do_no_more_harm(
    house_with_files: House, clock: FrozenClock
) -> None:
    house, community = house_with_files, Community(house_with_files)
    clock.advance(timedelta(days=8))
    for seed, cuts in enumerate([(6, 3), (9, 9), (14, 2), (14, 5), (17, 4), (19, 1)]):
        planted = await new_wave(house, community, seed)
        for cut in cuts:
            with pytest.raises(PowerCut):
                await sealing.run(with_power(house, Power(cut)), planted.wave_id)

        assert await sealing.run(house, planted.wave_id) is WaveState.DESTROYED
        assert await stock(house, planted.wave_id) == DONE


async def test_a_key_that_was_half_destroyed_is_destroyed_wholly(
    house_with_files: House, clock: FrozenClock, folders: tuple[Path, Path]
) -> None:
    house = house_with_files
    planted = await new_wave(house, Community(house), seed=1)
    clock.advance(timedelta(days=8))
    with pytest.raises(PowerCut):
        await sealing.run(with_power(house, Power(cut_at=9)), planted.wave_id)
    (folders[0] / f"{planted.wave_id}.destroyed").touch()
    (folders[0] / f"{planted.wave_id}.key").unlink(missing_ok=True)

    assert await sealing.run(house, planted.wave_id) is WaveState.DESTROYED

    assert await stock(house, planted.wave_id) == DONE
    assert not list(folders[1].glob("*.key"))


async def test_several_at_once_seal_a_wave_once(
    house_with_files: House, clock: FrozenClock, database_url: str
) -> None:
    planted = await new_wave(house_with_files, Community(house_with_files), seed=1)
    clock.advance(timedelta(days=8))
    databases = [connect(database_url) for _ in range(3)]
    houses = [replace(house_with_files, database=database) for database in databases]

    # One may find the other in its way and give up; the timetable comes again.
    await asyncio.gather(
        *(sealing.run(house, planted.wave_id) for house in houses), return_exceptions=True
    )
    states = [await sealing.run(house, planted.wave_id) for house in houses]
    for database in databases:
        await database.close()

    async with house_with_files.look(SYSTEM) as work:
        sealed = select(func.count()).where(col(AuditEntry.what) == "wave.sealed")
        entries = (await work.session.execute(sealed)).scalar_one()
    assert states == [WaveState.DESTROYED] * 3
    assert (await stock(house_with_files, planted.wave_id), entries) == (DONE, 1)


async def test_nothing_is_destroyed_when_an_answer_is_missing(
    house_with_files: House, clock: FrozenClock
) -> None:
    planted = await new_wave(house_with_files, Community(house_with_files), seed=1)
    clock.advance(timedelta(days=8))
    with pytest.raises(PowerCut):
        await sealing.run(with_power(house_with_files, Power(cut_at=8)), planted.wave_id)
    async with house_with_files.begin(SYSTEM) as work:
        one = (await work.session.scalars(select(Answer).limit(1))).one()
        await work.session.delete(one)

    with pytest.raises(sealing.SealingFailed):
        await sealing.run(house_with_files, planted.wave_id)

    assert house_with_files.custody.fetch(planted.wave_id) == planted.key
    assert (await stock(house_with_files, planted.wave_id)).ballots == PEOPLE


async def test_a_reader_in_the_way_of_the_rewriting_only_delays_it(
    house_with_files: House, clock: FrozenClock, sqlite_url: str
) -> None:
    if not isinstance(house_with_files.database, SqliteDatabase):
        pytest.skip("PostgreSQL waits for a lock instead")
    planted = await new_wave(house_with_files, Community(house_with_files), seed=1)
    clock.advance(timedelta(days=8))
    reader = sqlite3.connect(sqlite_url.partition(":///")[2], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM wave").fetchall()

    with pytest.raises(StillRead):
        await sealing.run(house_with_files, planted.wave_id)
    reader.close()

    assert await sealing.run(house_with_files, planted.wave_id) is WaveState.DESTROYED

"""A pulse as it happens: asked, answered in some order, changed, deleted, reminded, closed."""

import random
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event

from bot.custody import FileCustody
from bot.database import PostgresDatabase
from models.ballot import Answers
from models.outbox import Message, MessageState
from models.person import Person
from models.questionnaire import Item, load
from models.registry import METADATA
from models.survey import Wave
from services import ballots, invitations, sealing, surveys
from services.ballots import Sent
from services.work import SYSTEM, House, account
from tests.doubles import Community, FrozenClock
from tests.privacy import attackers
from tests.privacy.attackers import AnyDatabase, Blobs

CHOICES = ("1", "2", "3", "4", "5", "not_yet", "skip")
EMPLOYERS = (
    ("Northshire", "North East", 30),
    ("Southshire", "South East", 14),
    ("Tiny", "London", 6),
)
SILENT, DELETING, CHANGING = 6, 3, 5


@dataclass
class Story:
    """Everything that happened, and everything an attacker took away while it did."""

    house: House
    clock: FrozenClock
    mark: str
    folders: tuple[Path, Path]
    people: Sequence[Person] = ()
    wave: Wave | None = None
    key: bytes = b""
    order: list[Person] = field(default_factory=list)
    said: dict[UUID, Answers] = field(default_factory=dict)
    copies: list[Blobs] = field(default_factory=list)
    boxes: set[bytes] = field(default_factory=set)
    editions: Counter[UUID] = field(default_factory=Counter)
    log_start: str = ""

    @property
    def wave_id(self) -> UUID:
        assert self.wave is not None
        return self.wave.id

    def text(self, person: Person, edition: str = "last") -> str:
        """What this person alone writes, found by the mark that all texts share."""
        return f"{self.mark}-{person.slack_id}-{edition}"

    @property
    def database(self) -> AnyDatabase:
        database = self.house.database
        assert isinstance(database, AnyDatabase)
        return database

    @property
    def silent(self) -> Person:
        """Somebody who has not answered."""
        return next(person for person in self.people if self.editions[person.id] == 0)

    async def save(self, person: Person, answers: Answers, edition: int | None = None) -> None:
        """The person sends their form, as they opened it just now or before."""
        began = self.editions[person.id] if edition is None else edition
        async with self.house.begin(account(person.slack_id or "")) as work:
            await ballots.save(work, Sent(self.wave_id, began, answers))
        self.editions[person.id] += 1

    async def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Everything in the tables."""
        return await attackers.every_row(self.database)

    async def take_copy(self) -> None:
        """Somebody copies the files, and notes every box in them."""
        self.copies.append(await attackers.copy_of_files(self.database, self.log_start))
        self.boxes |= {row["box"] for row in (await self.rows())["ballot"]}

    async def take_samples(self) -> None:
        """What autovacuum of PostgreSQL does at any moment: it notes values of each column."""
        if isinstance(self.database, PostgresDatabase):
            async with self.database.engine.begin() as connection:
                await connection.execute(sa.text("ANALYZE"))

    async def close(self) -> None:
        """The time is over, and the wave is sealed."""
        self.clock.advance(timedelta(days=10))
        await sealing.run(self.house, self.wave_id)

    def forms(self) -> list[str]:
        assert self.wave is not None
        questions = load(self.wave.questionnaire)
        return [item for item in self.wave.items if isinstance(questions.question(item), Item)]

    def open_question(self) -> str:
        assert self.wave is not None
        return next(item for item in self.wave.items if item not in self.forms())

    def answers(self, person: Person, number: int, edition: str = "last") -> Answers:
        """A pattern of choices and a text that nobody else gives."""
        choices = {}
        for item in self.forms():
            number, choice = divmod(number, len(CHOICES))
            choices[item] = CHOICES[choice]
        return Answers(choices, {self.open_question(): self.text(person, edition)}, form=edition)


@dataclass(frozen=True)
class Loot:
    """Everything that can be taken away of one wave, during it and after its sealing."""

    story: Story
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    writers: Mapping[str, set[str]]
    texts_by_place: Sequence[str]
    dump: bytes

    @property
    def is_postgres(self) -> bool:
        return bool(self.writers)

    @property
    def during(self) -> Sequence[Blobs]:
        return self.story.copies[:-1]

    @property
    def after(self) -> Blobs:
        return self.story.copies[-1]


async def begin(house: House, clock: FrozenClock, folder: Path) -> Story:
    """A wave that has just opened."""
    folders = (folder / "keys" / "first", folder / "keys" / "second")
    with_files = replace(house, custody=FileCustody(*folders))
    story = Story(with_files, clock, f"zebra{secrets.token_hex(8)}", folders)
    # The same chance in each run; that any other seed does as well is tested over many waves.
    if isinstance(story.database, PostgresDatabase):
        event.listen(story.database.engine.sync_engine, "connect", _same_chance)
    story.log_start = await attackers.end_of_log(story.database)
    await _ask(story)
    return story


async def live(story: Story, *, is_copied: bool = False) -> None:
    """Nearly everybody answers, some think again; somebody may take copies meanwhile."""
    for happens in (_nothing, _answer, _think_again, _remind):
        await happens(story)
        if is_copied:
            await story.take_copy()
    await story.take_samples()


async def rob(story: Story) -> Loot:
    """Seal the wave, and take everything that is left."""
    await story.close()
    await story.take_copy()
    rows = await story.rows()
    if not isinstance(story.database, PostgresDatabase):
        return Loot(story, rows, {}, [], b"")
    writers: dict[str, set[str]] = {}
    async with story.database.engine.connect() as connection:
        for name in METADATA.tables:
            query: Any = sa.select(sa.literal_column("xmin::text")).select_from(sa.table(name))
            writers[name] = set((await connection.execute(query)).scalars())
        in_place = sa.text("select text from comment order by ctid")
        texts = (await connection.execute(in_place)).scalars().all()
        await connection.rollback()
    return Loot(story, rows, writers, texts, attackers.dump(story.database))


def _same_chance(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET seed = 0.25")
    connection.commit()


async def _nothing(_story: Story) -> None:
    """Nobody was quicker than the thief."""


async def _remind(story: Story) -> None:
    async with story.house.begin(SYSTEM) as work:
        await invitations.remind(work, await surveys.fetch_wave(work, story.wave_id), "1")
    async with story.house.begin(SYSTEM) as work:
        # The postman has been: what still waits is taken back when the wave closes.
        await work.session.execute(sa.update(Message).values(state=MessageState.SENT))


async def _ask(story: Story) -> None:
    community = Community(story.house)
    people: list[Person] = []
    for name, region, count in EMPLOYERS:
        people += await community.nqsws(count, await community.employer(name, region))
    story.people = people
    async with story.house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        story.wave = await surveys.open_by_hand(work, surveys.PULSE, days=5)
    story.key = story.house.custody.fetch(story.wave_id)


async def _answer(story: Story) -> None:
    """All but six answer, in an order that is neither that of the roster nor of the employers."""
    source = random.Random(4)
    answering = source.sample(list(story.people), len(story.people) - SILENT)
    numbers = source.sample(range(7**6), len(answering))
    for person, number in zip(answering, numbers, strict=True):
        story.said[person.id] = story.answers(person, number)
        is_first_thought = person in answering[:CHANGING]
        first = story.answers(person, number, "first") if is_first_thought else None
        await story.save(person, first or story.said[person.id])
    story.order = answering


async def _think_again(story: Story) -> None:
    """Five change what they said; three take their ballot out."""
    for person in story.order[:CHANGING]:
        await story.save(person, story.said[person.id])
    for person in story.order[-DELETING:]:
        async with story.house.begin(account(person.slack_id or "")) as work:
            await ballots.take_out(work, story.wave_id)
        del story.said[person.id]
    changed = story.order[:CHANGING]
    story.order = [*story.order[CHANGING:-DELETING], *changed]

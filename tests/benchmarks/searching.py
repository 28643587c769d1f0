"""How long a search takes among ten thousand examples, beside reading all of them."""

import random
from datetime import date, timedelta
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from models.library import LibraryEntry
from models.person import Employer, Person, Standing
from models.practice import Practice, PracticeState
from models.shelf import Wish
from services import search, shelf
from services.work import SYSTEM, House, Work, account
from tests.benchmarks.houses import NAMES, Bench

EXAMPLES = 10_000
ROUNDS = 40
MILLISECONDS = 1000
READER = "U0READER"

QUERIES = {
    "a rare word": "quasar",
    "a word of one in twenty": "neighbourhood",
    "a word of every example": "supervision",
    "three words": "supervision neighbourhood caseload",
    "a sentence": "how do new workers get protected time for reflection with their supervisor",
    "a beginning": "refl",
    "filtered": "supervision",
}
RARE = tuple(f"word{number}" for number in range(5000))
OFTEN = [
    "supervision",
    "reflection",
    "caseload",
    "protected",
    "worker",
    "visit",
    "family",
    "team",
    "manager",
    "rota",
    "record",
    "meeting",
    "practice",
    "learning",
    "plan",
    "review",
    "group",
    "induction",
    "shadow",
    "feedback",
    "week",
    "month",
    "time",
]


async def measure(bench: Bench) -> None:
    """A page of five results, with the words marked, as a person gets it."""
    bench.board.title(f"A search among {EXAMPLES:,} examples")
    for kind in bench.kinds:
        async with bench.house(bench.fresh(kind)) as house:
            await _fill(house)
            plain = await _timed(house, _reading_all)
            for name, words in QUERIES.items():
                region = "London" if name == "filtered" else ""
                taken = await _timed(house, _searching, Wish(words, region=region))
                label = f"search, {NAMES[kind]}: {name}"
                bench.board.add(f"{label}, p95", _p95(taken), "ms", goal="<= 100 ms")
                middle = median(taken)
                bench.board.add(f"{label}, median beside LIKE", middle, "ms", median(plain))


async def _searching(house: House, wish: Wish) -> None:
    async with house.look(account(READER)) as work:
        await shelf.answer(work, wish)


async def _reading_all(house: House, _wish: Wish) -> None:
    async with house.look(SYSTEM) as work:
        found = sa.or_(
            *(
                sa.func.lower(column).contains("neighbourhood")
                for column in (
                    col(LibraryEntry.title),
                    col(LibraryEntry.problem),
                    col(LibraryEntry.body),
                )
            )
        )
        newest = col(LibraryEntry.published_at).desc()
        query = sa.select(LibraryEntry).where(found).order_by(newest).limit(5)
        (await work.session.scalars(query)).all()


async def _timed(house: House, step: object, wish: Wish | None = None) -> list[float]:
    taken = []
    for _ in range(ROUNDS):
        started = perf_counter()
        await step(house, wish or Wish())  # type: ignore[operator]
        taken.append((perf_counter() - started) * MILLISECONDS)
    return taken


def _p95(taken: list[float]) -> float:
    return quantiles(taken, n=20)[-1]


async def _fill(house: House) -> None:
    """Ten thousand examples of some 2,000 letters, about few things in many words."""
    async with house.begin(SYSTEM) as work:
        employer = Employer(id=work.new_id(), name="Thameside", kind="council", region="London")
        person = Person(
            id=work.new_id(), slack_id=READER, employer_id=employer.id, standing=Standing.ACTIVE
        )
        who: dict[str, Any] = {"author_id": person.id, "employer_id": employer.id}
        at: dict[str, Any] = {
            "created_at": work.now,
            "changed_at": work.now,
            "state": PracticeState.PUBLISHED,
        }
        entries = [_entry(work, number) for number in range(EXAMPLES)]
        practices = [Practice(id=entry.practice_id, **who, **at) for entry in entries]
        for rows in ([employer], [person], practices, entries):
            work.session.add_all(rows)
            await work.session.flush()
        for entry in entries:
            await search.add(work, entry)
    async with house.begin(SYSTEM) as work:
        # PostgreSQL does so by itself within a minute, where a library grows by one at a time.
        await work.session.execute(sa.text("ANALYZE"))


def _entry(work: Work, number: int) -> LibraryEntry:
    title, problem, body = (_text(work.chance, size) for size in (6, 60, 140))
    body += " supervision" + (" neighbourhood" if number % 20 == 0 else "")
    problem += " quasar" if number % 2000 == 0 else ""
    return LibraryEntry(
        practice_id=work.new_id(),
        version=1,
        title=title,
        problem=problem,
        body=body,
        content={"title": title, "problem": problem, "what_we_did": body},
        criteria=["C1"],
        employer="Thameside",
        employer_kind="council",
        region=("London", "North West")[number % 2],
        published_at=work.now - timedelta(minutes=number),
        review_on=date(2028, 1, 1),
    )


def _text(chance: random.Random, size: int) -> str:
    return " ".join(chance.choices(OFTEN, k=size) + chance.choices(RARE, k=size // 3))

"""A reviewer's click while thousands of letters go out: "I'll review this", committed first."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

import views.review_card
from models.person import Reach, RoleName
from models.practice import Practice, PracticeState
from models.tables import Table
from services import review_rounds
from services.work import SYSTEM, House
from tests.benchmarks import letters, programs
from tests.benchmarks.houses import EMPLOYERS, NAMES, Bench, open_wave, populate
from tests.benchmarks.letters import person_id, user_id
from tests.benchmarks.load import WrongAnswer, steady
from tests.benchmarks.programs import Program
from tests.benchmarks.rounds import MILLISECONDS

PEOPLE = 5000
PACE = 240
SEATS = 2

# Far more often than a whole country's champions press.
EVERY = 0.1

# The people with the lowest numbers are of one employer each, as are the examples.
EXAMPLES, CHAMPIONS = 100, EMPLOYERS


@dataclass(frozen=True)
class Field:
    """A bot that delivers, and one that only acknowledges."""

    url: str
    team: str
    bot: Program
    prompt: Program


async def measure(bench: Bench) -> None:
    """How long reviewers wait for their seat meanwhile, on both databases."""
    bench.board.title(
        f'"I\'ll review this", {1 / EVERY:.0f} a second, while {PEOPLE:,} letters go out'
    )
    for kind in bench.kinds:
        async with _field(bench, kind) as field:
            presses = _presses(field.team)
            ours = await steady(field.bot.port, presses, EVERY)
            theirs = await steady(field.prompt.port, presses, EVERY)
        await _must_be_seated(bench, field.url)
        name = f"a review click, {NAMES[kind]}"
        for label, share, goal in (("p50", 0.5, None), ("p99", 0.99, "<= 250 ms")):
            mine, other = (run.percentile(share) * MILLISECONDS for run in (ours, theirs))
            bench.board.add(f"{name}: {label}", mine, "ms", other, goal)


@asynccontextmanager
async def _field(bench: Bench, kind: str) -> AsyncIterator[Field]:
    url = bench.fresh(kind)
    async with bench.house(url) as house:
        await populate(house, PEOPLE)
        await _gather(house)
        await open_wave(house)
    async with AsyncExitStack() as stack:
        api_url = await stack.enter_async_context(programs.workspace(PEOPLE))
        env = bench.env(url, api_url, SEND_PER_MINUTE=str(PACE))
        bot = await stack.enter_async_context(programs.the_bot(env))
        prompt = await stack.enter_async_context(programs.baseline("prompt", api_url))
        await bot.is_quiet()
        yield Field(url, await programs.team_of(api_url), bot, prompt)


async def _gather(house: House) -> None:
    """A champion and an example of each employer, and a card for each example."""
    async with house.begin(SYSTEM) as work:
        roles = [_champion(number) for number in range(CHAMPIONS)]
        await work.session.execute(sa.insert(Table.metadata.tables["role"]), roles)
    for number in range(EXAMPLES):
        async with house.begin(SYSTEM) as work:
            example = _example(number)
            work.session.add(example)
            await work.session.flush()
            await review_rounds.begin_round(work, example)


def _presses(team: str) -> list[bytes]:
    """Two champions for each example, none of its employer."""
    pairs = [(one, step) for step in range(1, SEATS + 1) for one in range(EXAMPLES)]
    pressed = [(user_id((one + step) % CHAMPIONS), str(_example_id(one))) for one, step in pairs]
    return letters.presses(team, pressed, views.review_card.TAKE)


async def _must_be_seated(bench: Bench, url: str) -> None:
    """What is measured must be right first: every press found its seat."""
    review = Table.metadata.tables["review"]
    async with bench.house(url) as house, house.look(SYSTEM) as work:
        seated = await work.session.scalar(
            sa.select(sa.func.count()).select_from(review).where(review.c.state == "reviewing")
        )
    if seated != SEATS * EXAMPLES:
        raise WrongAnswer(f"{seated} seats are taken, not {SEATS * EXAMPLES}".encode())


def _example_id(number: int) -> UUID:
    return person_id(3_000_000 + number)


def _example(number: int) -> Practice:
    at = datetime(2026, 11, 3, 10, tzinfo=UTC)
    return Practice(
        id=_example_id(number),
        author_id=person_id(number),
        employer_id=person_id(-1 - number),
        state=PracticeState.IN_REVIEW,
        version=1,
        content={"title": f"Example {number}", "problem": "Questions waited.", "criteria": ["C1"]},
        created_at=at,
        changed_at=at,
        submitted_at=at,
        due_at=at,
    )


def _champion(number: int) -> dict[str, Any]:
    return {
        "id": person_id(2_000_000 + number),
        "person_id": person_id(number),
        "role": RoleName.CHAMPION,
        "reach": Reach.EMPLOYER,
        "scope": f"Employer {number}",
        "valid_from": date(2020, 9, 1),
    }

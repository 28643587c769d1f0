"""A million sealed answers into a year's figures, beside the same counts in plain SQL."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from analysis import publishing
from analysis.planning import plan
from models import questionnaire
from models.questionnaire import CRITERIA, Item
from models.survey import Wave, WaveState
from services import counting, surveys
from services.work import SYSTEM, House
from tests.benchmarks.houses import EMPLOYERS, NAMES, Bench, populate
from tests.benchmarks.letters import person_id

WAVES, ITEMS, ANSWERS = 12, 6, 1_000_000
PEOPLE = ANSWERS // WAVES // ITEMS
FLOOR = 8
ROUNDS = 3
KIB = 1024

# Each person is a random id with a row for each item; employers have very different sizes.
FILL = {
    "sqlite": (
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < :people),"
        " person as materialized (select lower(hex(randomblob(16))) as id,"
        " cast(pow(abs(random()) / 9223372036854775808.0, 2) * :employers as integer) as place"
        " from n), item(code) as (select value from json_each(:items))"
        " insert into answer (id, item, wave_id, version, unit, cohort, kind, score)"
        " select person.id, item.code, '{wave}', 1, 'employer:Employer ' || person.place, '',"
        " 'scored', 1 + abs(random()) % 5 from person, item"
    ),
    "postgres": (
        "with person as materialized (select gen_random_uuid() as id,"
        " floor(pow(random(), 2) * :employers)::int as place"
        " from generate_series(1, :people))"
        " insert into answer (id, item, wave_id, version, unit, cohort, kind, score)"
        " select person.id, item, '{wave}', 1, 'employer:Employer ' || person.place, '',"
        " 'scored', 1 + floor(random() * 5)::int"
        " from person, json_array_elements_text(cast(:items as json)) as item"
    ),
}

BY_ITEM = (
    "select unit, cohort, item, kind, score, count(*) from answer where wave_id = :wave"
    " group by unit, cohort, item, kind, score"
)
BY_CRITERION = (
    "select unit, cohort, code, point, count(*) from (select unit, cohort, {code} as code,"
    " (2 * sum(score) + count(*)) / (2 * count(*)) as point from answer"
    " where wave_id = :wave and kind = 'scored' group by unit, cohort, {code}, id) as each_person"
    " group by unit, cohort, code, point"
)


async def measure(bench: Bench) -> None:
    """How long a year's figures take, and how much memory, on both databases."""
    bench.board.title(f"{ANSWERS:,} sealed answers into the figures of a year")
    for kind in bench.kinds:
        url = bench.fresh(kind)
        async with bench.house(url) as house:
            await populate(house, EMPLOYERS)
            waves = [await _sealed(house, kind, number) for number in range(WAVES)]
            plain, ours = [], []
            for _ in range(ROUNDS):
                plain.append(await _in_sql(house, waves))
                ours.append(await _in_figures(house, waves))
        name = f"a year's figures, {NAMES[kind]}"
        bench.board.add(
            name, min(one[0] for one in ours), "s", min(one[0] for one in plain), "<= 1.3x"
        )
        more = max(one[1] for one in ours) - max(one[1] for one in plain)
        bench.board.add(f"{name}: memory above plain SQL", more, "MiB", goal="<= 50 MiB")


async def _in_sql(house: House, waves: list[Wave]) -> tuple[float, float]:
    """Seconds, and the most memory in MiB, of the counts alone."""
    started = _begin()
    for wave in waves:
        async with house.look(SYSTEM) as work:
            values = {"wave": wave.id if _is_postgres(work.session) else wave.id.hex}
            codes = " ".join(f"when '{one.id}' then '{one.criterion}'" for one in _items(wave))
            for query in (BY_ITEM, BY_CRITERION.format(code=f"case item {codes} end")):
                (await work.session.execute(sa.text(query), values)).all()
    return time.perf_counter() - started, _peak()


async def _in_figures(house: House, waves: list[Wave]) -> tuple[float, float]:
    """Seconds, and the most memory in MiB, of all figures of all waves and of their year."""
    started = _begin()
    released = []
    for wave in waves:
        async with house.look(SYSTEM) as work:
            counts = await counting.of_wave(work, wave, _items(wave))
        released.append(publishing.of_wave(plan(counts, FLOOR), None))
    year = publishing.of_period(released)
    seconds = time.perf_counter() - started
    assert sum(not one.is_hidden for one in year.values()) > EMPLOYERS
    return seconds, _peak()


async def _sealed(house: House, kind: str, number: int) -> Wave:
    """A wave of so many people, as it is after its sealing."""
    opens_at = datetime(2026, 4, 7, 8, tzinfo=UTC) + timedelta(days=30 * number)
    wave = Wave(
        id=person_id(-2_000_000 - number),
        survey_id=surveys.PULSE,
        slot=opens_at.isoformat(),
        questionnaire="pulse",
        version=1,
        items=_asked(),
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=7),
        state=WaveState.DESTROYED,
    )
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        work.session.add(wave)
        await work.session.flush()
        fill = sa.text(FILL[kind].format(wave=_kept(kind, wave.id)))
        items = "[" + ", ".join(f'"{one}"' for one in wave.items) + "]"
        values = {"people": PEOPLE, "employers": EMPLOYERS, "items": items}
        await work.session.execute(fill, values)
    return wave


def _asked() -> list[str]:
    questions = questionnaire.load("pulse")
    rotating = [
        next(one for one in questions.rotating if one.criterion == code) for code in CRITERIA
    ]
    return [one.id for one in (*questions.anchors, *rotating)][:ITEMS]


def _items(wave: Wave) -> list[Item]:
    questions = questionnaire.load("pulse")
    found = [questions.question(one) for one in wave.items]
    return [one for one in found if isinstance(one, Item)]


def _kept(kind: str, wave_id: UUID) -> str:
    return str(wave_id) if kind == "postgres" else wave_id.hex


def _is_postgres(session: AsyncSession) -> bool:
    return bool(session.get_bind().dialect.name == "postgresql")


def _begin() -> float:
    """Forget the most memory so far, and look at the clock."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return time.perf_counter()


def _peak() -> float:
    """The most memory since then, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / KIB

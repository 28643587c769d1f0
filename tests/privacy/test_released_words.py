"""Released words: whoever has all files and tables links none to a person or to a comment."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import DateTime, insert

from analysis.disclosure.cells import Figure
from analysis.disclosure.gate import examine
from analysis.pooling import Asked, Least, Place, Whom, assign_units
from analysis.protection import Band
from analysis.wholes import Counts
from models.answer import Comment
from models.columns import Moment
from models.person import Person, Reach, RoleName
from models.registry import METADATA
from models.response import Opinion
from models.survey import Survey, Wave, WaveState
from models.words import Redaction, ReleasedQuote, ReleasedTheme, WordsStep
from services import words, words_counting, words_release
from services.words import Redacted
from services.work import SYSTEM, House, Work, account
from tests.communities import NEIGHBOURS, REGIONS
from tests.doubles import START, Community, FrozenClock
from tests.privacy import attackers
from tests.privacy.story import Story, begin, live

TABLES = ("redaction", "words_plan", "release_theme", "release_quote")
MARK = "quokka"
FLOOR = 10


@dataclass
class Told:
    """A wave whose words were released, and everything an attacker took away."""

    story: Story
    comments: list[dict[str, object]]
    before: attackers.Blobs
    after: attackers.Blobs
    rows: dict[str, list[dict[str, object]]]


@pytest.fixture
async def told(house: House, clock: FrozenClock, tmp_path: Path) -> Told:
    story = await begin(house, clock, tmp_path)
    await live(story)
    await story.close()
    analysts = await _analysts(story)
    comments = (await story.rows())["comment"]
    await _redact_all(story, analysts)
    await story.take_samples()
    before = await attackers.copy_of_files(story.database, story.log_start)
    await _release(story, analysts)
    await story.database.scrub()
    start = await attackers.end_of_log(story.database)
    after = await attackers.copy_of_files(story.database, start)
    return Told(story, comments, before, attackers.heap_only(after), await story.rows())


async def _analysts(story: Story) -> list[Person]:
    community = Community(story.house)
    # The people of the story have the first accounts.
    community._count = 1000
    community._random = Random(99)
    elsewhere = await community.employer("Elsewhere", "South West")
    reach = (Reach.NATIONAL, "England")
    return [await community.member(RoleName.ANALYST, elsewhere, *reach) for _ in range(2)]


async def _redact_all(story: Story, analysts: list[Person]) -> None:
    first, second = (account(str(one.slack_id)) for one in analysts)
    async with story.house.look(first) as work:
        waiting = [one.id for one in (await words.queue(work)).to_read]
    for number, one in enumerate(waiting):
        given = Redacted(0, f"{MARK} {number}", ["workload"])
        async with story.house.begin(first) as work:
            await words.redact(work, one, given)
        async with story.house.begin(second) as work:
            await words.approve(work, one, replace(given, edition=1))


async def _release(story: Story, analysts: list[Person]) -> None:
    first, second = (account(str(one.slack_id)) for one in analysts)
    async with story.house.begin(first) as work:
        await words_release.prepare(work, story.wave_id)
    async with story.house.begin(second) as work:
        await words_release.release(work, story.wave_id)


async def test_after_the_release_no_comment_is_left_in_any_file(told: Told) -> None:
    texts = [str(one["text"]).encode() for one in told.comments]

    assert len(texts) > 40
    assert attackers.found(texts[:8], told.before) != []
    assert attackers.found(texts, told.after) == []


async def test_no_id_of_a_comment_is_left_anywhere(told: Told) -> None:
    ids = [one["id"] for one in told.comments]
    everything = json.dumps(told.rows, default=str)
    assert all(isinstance(one, UUID) for one in ids)

    written = [name for one in ids for name in (str(one), str(one).replace("-", ""))]
    assert [name for name in written if name in everything] == []
    raw = [one.bytes for one in ids if isinstance(one, UUID)]
    assert [one for one in raw if any(one in blob for blob in told.after.values())] == []


async def test_no_row_of_a_release_leads_to_a_person_or_has_a_time(told: Told) -> None:
    people = [str(one[name]) for one in told.rows["person"] for name in ("id", "slack_id")]
    released = json.dumps({name: told.rows[name] for name in TABLES}, default=str)

    assert [one for one in people if one in released] == []
    kinds = [column.type for name in TABLES for column in METADATA.tables[name].c]
    assert [kind for kind in kinds if isinstance(kind, (DateTime, Moment))] == []


async def test_the_audit_trail_tells_who_released_and_not_who_read_what(told: Told) -> None:
    trail = [str(one["what"]) for one in told.rows["audit_entry"]]

    assert [what for what in trail if what.startswith("words.")] == [
        "words.prepared",
        "words.released",
    ]


def test_the_rows_of_redactions_and_opinions_have_no_hidden_order() -> None:
    tables = [METADATA.tables[one.__tablename__] for one in (Redaction, ReleasedQuote, Opinion)]

    assert [one.dialect_options["sqlite"]["with_rowid"] for one in tables] == [False] * 3


@pytest.mark.parametrize("start", range(0, 1000, 100))
def test_themes_of_a_thousand_communities_expose_nobody(start: int) -> None:
    """The gate finds nothing: every whole is made of units that are shown, each of ten or more."""
    for seed in range(start, start + 100):
        figures = _figures(Random(seed))
        assert (seed, examine(figures, FLOOR)) == (seed, [])
        assert not any(one.shown.is_hidden for one in figures)


@pytest.mark.parametrize("start", range(0, 1000, 500))
def test_in_a_thousand_communities_no_quotation_is_of_a_place_that_can_be_named(start: int) -> None:
    """Whoever knows all units and regions is left with two units or more for each quotation."""
    is_lonely = 0
    for seed in range(start, start + 500):
        counts = _counts(Random(seed))
        units = Counter(words_counting.crowds(counts).values())
        assert (seed, min(units.values(), default=2) >= 2) == (seed, True)
        is_lonely += not units
        assert not units or len(counts.leaves) == units.total()
    # Where a single unit is all there is, nobody is quoted.
    assert is_lonely


def many(places: Mapping[Any, Place]) -> Asked:
    """More people were asked everywhere than wrote."""
    return {Whom(place): people + FLOOR for place, people in Counter(places.values()).items()}


@pytest.mark.parametrize("people", [10, 20, 50])
def test_no_number_of_comments_tells_that_all_who_were_asked_wrote(people: int) -> None:
    def bands(wrote: int) -> set[Band | None]:
        units = {"employer:X": wrote, "others:London": 30}
        spoken = {(unit, "t"): 8 for unit in units}
        counts = words_counting.counted("w", units, spoken, ["t"], {"X": "London"})
        told = words_counting.figures(counts, ["t"], FLOOR)
        return {one.shown.people for one in told if one.unit == "employer:X"}

    # Of whom nineteen were asked, nobody can say that nineteen wrote: twenty look the same.
    assert bands(people) == bands(max(people - 1, FLOOR))


def _figures(random: Random) -> list[Figure]:
    return list(words_counting.figures(_counts(random), ["t"], FLOOR))


def _counts(random: Random) -> Counts:
    region_of = {f"E{one}": random.choice(REGIONS) for one in range(40)}
    tail = [random.paretovariate(0.9) for _ in region_of]
    homes = random.choices(list(region_of), weights=tail, k=random.choice((12, 60, 300, 900)))
    places = {who: Place(home, region_of[home]) for who, home in enumerate(homes)}
    units = assign_units(places, many(places), Least.of(FLOOR, times=1), NEIGHBOURS, {})
    people = Counter(unit.key for unit in units.values())
    spoken = {(unit, "t"): random.randint(0, count) for unit, count in people.items()}

    return words_counting.counted("wave", people, spoken, ["t"], region_of)


@pytest.mark.parametrize("seed", range(12))
async def test_what_is_shown_of_comments_is_of_ten_people_or_more(
    house: House, community: Community, seed: int
) -> None:
    random = Random(seed)
    sizes = [random.choice((1, 2, 4, 9, 10, 25)) for _ in range(12)]
    employers = [
        await community.employer(f"E{number}", random.choice(REGIONS)) for number in range(12)
    ]
    places = {
        (number, one): Place(employers[number].name, employers[number].region)
        for number, size in enumerate(sizes)
        for one in range(size)
    }
    units = assign_units(places, many(places), Least.of(FLOOR, times=1), NEIGHBOURS, {})
    wave_id = await _sealed_wave(house, community)
    redactor = await community.member(RoleName.ANALYST, employers[0], Reach.NATIONAL, "England")
    async with house.begin(SYSTEM) as work:
        await _agreed_words(work, wave_id, [unit.key for unit in units.values()], redactor)
    async with house.begin(SYSTEM) as work:
        wave = await work.session.get_one(Wave, wave_id)
        tables = await words_counting.tables(work, wave)

    counted = Counter(unit.key for unit in units.values())
    shown = {row["unit"] for row in tables[ReleasedTheme] if row["content"]}
    assert min(counted[key] for key in shown if key in counted) >= 10
    quoted: defaultdict[str, set[str]] = defaultdict(set)
    for quote in tables[ReleasedQuote]:
        quoted[quote["unit"]].add(quote["text"])
    assert {key.partition(":")[0] for key in quoted} <= {"england", "region"}
    # Whoever reads the words of a place, or those left to England, finds more than one unit's.
    assert [key for key, texts in quoted.items() if len(texts) < 2] == []


async def _agreed_words(work: Work, wave_id: UUID, units: Sequence[str], redactor: Person) -> None:
    """A comment of each unit, whose redacted words are the key of its unit."""
    for unit in units:
        comment: dict[str, Any] = {
            "id": work.new_id(),
            "wave_id": wave_id,
            "item": "O1",
            "version": 1,
            "unit": unit,
            "text": "x",
            "may_quote": True,
        }
        redaction: dict[str, Any] = {
            "comment_id": comment["id"],
            "text": unit,
            "themes": ["workload"],
            "is_for_use": True,
            "edition": 1,
            "step": WordsStep.APPROVED,
            "redactor_id": redactor.id,
            "approver_id": None,
            "asked": "",
        }
        await work.session.execute(insert(Comment), [comment])
        await work.session.execute(insert(Redaction), [redaction])


async def _sealed_wave(house: House, community: Community) -> UUID:
    wave_id = community.new_id()
    async with house.begin(SYSTEM) as work:
        work.session.add(
            Survey(
                id="pulse", title="Pulse", questionnaire="pulse", cron="0 9 * * 2#1", working_days=5
            )
        )
        await work.session.flush()
        work.session.add(
            Wave(
                id=wave_id,
                survey_id="pulse",
                slot="one",
                questionnaire="pulse",
                version=1,
                items=["O1"],
                opens_at=START,
                closes_at=START,
                state=WaveState.DESTROYED,
            )
        )
    return wave_id

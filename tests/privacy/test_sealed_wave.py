"""After sealing: whoever has everything, from before and after, links no answer to a person."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from sqlalchemy import DateTime, select
from sqlmodel import col

from bot.sqlite import SqliteDatabase
from models.answer import Answer, Comment
from models.ballot import unlock
from models.columns import Moment
from models.refusals import KeyLost
from models.registry import METADATA
from models.survey import Wave, WaveState
from services import sealing
from services.work import SYSTEM, House
from tests.doubles import Community, FrozenClock
from tests.privacy import attackers
from tests.privacy.planting import fill, plant
from tests.privacy.story import Loot

SEALED_TABLES = ("answer", "comment")
# What many rows share on purpose.
SHARED = {"wave_id", "version", "item", "kind", "unit", "cohort", "score", "may_quote"}
FLOOR, TEXT_FLOOR = 8, 10


def test_everything_that_was_said_last_is_there_once(loot: Loot) -> None:
    said = [loot.story.text(person) for person in loot.story.order]

    assert sorted(row["text"] for row in loot.rows["comment"]) == sorted(said)
    assert len(loot.rows["answer"]) == len(said) * len(loot.story.forms())


def test_what_was_changed_or_deleted_is_in_no_file(loot: Loot) -> None:
    people, order = loot.story.people, loot.story.order
    gone = [loot.story.text(person, "first") for person in people]
    gone += [loot.story.text(person) for person in people if person not in order]

    assert attackers.found([text.encode() for text in gone], loot.after) == []


def test_no_ballot_is_left_in_the_files_of_the_tables(loot: Loot) -> None:
    pieces = [box[start : start + 24] for box in loot.story.boxes for start in (0, 2048, 4096)]
    before, after = attackers.heap_only(loot.during[-1]), attackers.heap_only(loot.after)

    assert any(piece in content for piece in pieces for content in before.values())
    assert [piece for piece in pieces for content in after.values() if piece in content] == []


def test_the_key_is_nowhere(loot: Loot) -> None:
    key, custody = loot.story.key, loot.story.house.custody
    places = [*loot.during, loot.after, attackers.in_folders(*loot.story.folders)]

    assert [hit for place in places for hit in attackers.found([key], place)] == []
    with pytest.raises(KeyLost):
        custody.fetch(loot.story.wave_id)


def test_nothing_that_is_left_opens_a_box_copied_before(loot: Loot) -> None:
    left = {**attackers.in_folders(*loot.story.folders), **attackers.heap_only(loot.after)}
    some_box = min(loot.story.boxes)
    keys = {
        content[start : start + 32]
        for content in left.values()
        for start in range(0, min(len(content), 20_000) - 32, 16)
    }

    for key in keys:
        with pytest.raises(InvalidTag):
            unlock(key, loot.story.wave_id, loot.story.order[0].id, some_box)


def test_no_value_of_an_answer_stands_in_another_table(loot: Loot) -> None:
    elsewhere = json.dumps(
        {name: found for name, found in loot.rows.items() if name not in SEALED_TABLES},
        default=str,
    )

    told = [
        value
        for table in SEALED_TABLES
        for row in loot.rows[table]
        for name, value in row.items()
        if name not in SHARED and _stands_in(value, elsewhere)
    ]
    assert told == []


def test_no_id_is_computed_from_a_person(loot: Loot) -> None:
    ids = {row["id"] for table in SEALED_TABLES for row in loot.rows[table]}
    people = [
        name
        for person in loot.story.people
        for name in (person.id.bytes, str(person.id).encode(), (person.slack_id or "").encode())
    ]
    salts = [loot.story.wave_id.bytes, str(loot.story.wave_id).encode(), loot.story.key]

    assert ids.isdisjoint(attackers.derived_ids(people, salts))
    assert {one.version for one in ids} == {4}


def test_scores_and_texts_share_nothing_but_their_wave(loot: Loot) -> None:
    scores, texts = ({row["id"] for row in loot.rows[table]} for table in SEALED_TABLES)

    assert scores.isdisjoint(texts)


def test_no_time_stands_beside_an_answer() -> None:
    kinds = {
        column.name: column.type for name in SEALED_TABLES for column in METADATA.tables[name].c
    }

    assert [name for name, kind in kinds.items() if isinstance(kind, (DateTime, Moment))] == []
    assert set(kinds) == {"id", "text"} | SHARED


def test_no_writer_of_an_answer_wrote_about_some_people_only(loot: Loot) -> None:
    if not loot.is_postgres:
        pytest.skip("only PostgreSQL notes who wrote a row")
    of_answers = {writer for table in SEALED_TABLES for writer in loot.writers[table]}
    about_people = ("person", "role", "invitation", "message", "ballot", "receipt", "milestone")

    shared = {name: of_answers & loot.writers[name] for name in about_people}
    assert {len(loot.writers[table]) for table in SEALED_TABLES} == {1}
    assert {name: found for name, found in shared.items() if found} == {}


def test_no_writer_of_an_invitation_tells_who_answered(loot: Loot) -> None:
    if not loot.is_postgres:
        pytest.skip("only PostgreSQL notes who wrote a row")

    assert len(loot.writers["invitation"]) == 1


@pytest.mark.parametrize("table", [*SEALED_TABLES, "ballot"])
def test_no_hidden_number_counts_the_rows(loot: Loot, tmp_path: Path, table: str) -> None:
    if loot.is_postgres:
        pytest.skip("only SQLite numbers its rows")
    _restore(loot.after, tmp_path)

    with (
        closing(sqlite3.connect(tmp_path / "bot.db")) as connection,
        pytest.raises(sqlite3.OperationalError, match="no such column: rowid"),
    ):
        connection.execute(f"select rowid from {table}")  # noqa: S608 - our own names


def test_the_log_of_sqlite_is_left_without_answers(loot: Loot) -> None:
    log = b"".join(content for name, content in loot.after.items() if name.endswith("-wal"))

    assert loot.story.mark.encode() not in log


@pytest.mark.parametrize(
    ("table", "own"),
    [("invitation", {"person_id"}), ("message", {"id", "person_id", "channel", "dedupe"})],
)
def test_what_is_left_of_a_person_does_not_show_whether_they_answered(
    loot: Loot, table: str, own: set[str]
) -> None:
    answered = {person.id for person in loot.story.order}
    looks: dict[bool, set[str]] = {True: set(), False: set()}
    for row in loot.rows[table]:
        if row["person_id"] is not None:
            kept = {name: value for name, value in row.items() if name not in own}
            looks[row["person_id"] in answered].add(json.dumps(kept, default=str))

    assert looks[True] == looks[False]
    assert len(looks[True]) == 1


def test_no_message_repeats_an_answer_or_names_somebody_else(loot: Loot) -> None:
    messages = loot.rows["message"]
    assert len(messages) > len(loot.story.people)
    for message in messages:
        told = json.dumps([message["payload"], message["fallback"]])
        others = [
            str(word)
            for person in loot.story.people
            if person.slack_id != message["channel"]
            for word in (person.slack_id, person.name, person.email, person.id)
        ]
        assert loot.story.mark not in told
        assert [word for word in others if word in told] == []


def test_the_audit_trail_does_not_know_who_answered(loot: Loot) -> None:
    told = json.dumps(loot.rows["audit_entry"], default=str)
    known = [word for one in loot.story.people for word in (str(one.id), str(one.slack_id))]

    assert [word for word in known if word in told] == []
    assert loot.rows["receipt"] == []


@pytest.mark.parametrize(
    "groups",
    [
        [("One", "London", 30)],
        [("Seven", "London", 7), ("Eight", "London", 8)],
        [("Big", "London", 40), ("One", "London", 1), ("Other", "South West", 1)],
        [(f"E{n}", "North East", n) for n in range(1, 12)],
        [(f"E{n}", region, 3) for n, region in enumerate(["London", "South West", "North West"])],
        [("Only", "East of England", 5)],
    ],
)
@pytest.mark.parametrize("cohorts", [["2026"], ["2025", "2026"], ["25", "25", "26"], ["25", ""]])
async def test_every_stored_combination_is_shared_by_enough_people(
    house: House,
    community: Community,
    clock: FrozenClock,
    groups: list[tuple[str, str, int]],
    cohorts: list[str],
) -> None:
    planted = await plant(house, community, groups, cohorts=cohorts)
    await fill(house, planted)
    clock.move_to(clock.now().replace(month=12))
    await sealing.run(house, planted.wave_id)

    async with house.look(SYSTEM) as work:
        shape = (col(Answer.item), col(Answer.unit), col(Answer.cohort))
        answers = await work.session.execute(select(*shape, sa.func.count()).group_by(*shape))
        texts = await work.session.execute(
            select(col(Comment.unit), sa.func.count()).group_by(col(Comment.unit))
        )
    everybody = len(planted.order)
    assert min(count for *_, count in answers) >= min(FLOOR, everybody)
    assert min(count for _, count in texts) >= min(TEXT_FLOOR, everybody)


async def test_a_restored_backup_gives_no_answer_back(loot: Loot, tmp_path: Path) -> None:
    if loot.is_postgres:
        pytest.skip("a file is restored on SQLite")
    _restore(loot.during[-1], tmp_path)
    database = SqliteDatabase(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    house = replace(loot.story.house, database=database)

    dropped = await sealing.reconcile(house)

    async with house.look(SYSTEM) as work:
        wave = await work.session.get_one(Wave, loot.story.wave_id)
    rows = await attackers.every_row(database)
    copy = await attackers.copy_of_files(database)
    await database.close()
    assert (dropped, wave.state, rows["ballot"]) == ([wave.id], WaveState.LOST, [])
    assert not any(box[:24] in content for box in loot.story.boxes for content in copy.values())


def _restore(copy: attackers.Blobs, folder: Path) -> None:
    for name, content in copy.items():
        kind = name.rpartition("bot.db")[2]
        if kind in ("", "-wal"):
            (folder / f"bot.db{kind}").write_bytes(content)


def _stands_in(value: object, text: str) -> bool:
    written = str(value)
    return written in text or written.replace("-", "") in text

"""After sealing: whoever has everything, from before and after, links no answer to a person."""

import json
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from sqlalchemy import DateTime, select
from sqlmodel import col

from bot.database import PostgresDatabase
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
from tests.privacy.conftest import Story
from tests.privacy.planting import fill, plant

SEALED_TABLES = ("answer", "comment")
# What many rows share on purpose.
SHARED = {"wave_id", "version", "item", "kind", "unit", "score", "may_quote"}
FLOOR, TEXT_FLOOR = 8, 10


async def test_everything_that_was_said_last_is_there_once(sealed: Story) -> None:
    rows = await sealed.rows()

    texts = sorted(row["text"] for row in rows["comment"])
    assert texts == sorted(sealed.text(person) for person in sealed.order)
    assert len(rows["answer"]) == len(sealed.order) * len(sealed.forms())


async def test_what_was_changed_or_deleted_is_in_no_file(sealed: Story) -> None:
    gone = [sealed.text(person, "first") for person in sealed.people]
    gone += [sealed.text(one) for one in sealed.people if one not in sealed.order]

    assert attackers.found([text.encode() for text in gone], sealed.copies[-1]) == []


async def test_no_ballot_is_left_in_the_files_of_the_tables(sealed: Story) -> None:
    pieces = [box[start : start + 24] for box in sealed.boxes for start in (0, 2048, 4096)]
    before, after = map(attackers.heap_only, (sealed.copies[-2], sealed.copies[-1]))

    assert any(piece in content for piece in pieces for content in before.values())
    assert [piece for piece in pieces for content in after.values() if piece in content] == []


async def test_the_key_is_nowhere(sealed: Story, caplog: pytest.LogCaptureFixture) -> None:
    places = [*sealed.copies, attackers.in_folders(*sealed.folders)]

    assert [hit for place in places for hit in attackers.found([sealed.key], place)] == []
    assert sealed.key.hex() not in caplog.text
    with pytest.raises(KeyLost):
        sealed.house.custody.fetch(sealed.wave_id)


async def test_nothing_that_is_left_opens_a_box_copied_before(sealed: Story) -> None:
    left = {**attackers.in_folders(*sealed.folders), **attackers.heap_only(sealed.copies[-1])}
    some_box = min(sealed.boxes)
    keys = {
        content[start : start + 32]
        for content in left.values()
        for start in range(0, min(len(content), 20_000) - 32, 16)
    }

    for key in keys:
        with pytest.raises(InvalidTag):
            unlock(key, sealed.wave_id, sealed.order[0].id, some_box)


async def test_no_value_of_an_answer_stands_in_another_table(sealed: Story) -> None:
    rows = await sealed.rows()
    elsewhere = json.dumps(
        {name: found for name, found in rows.items() if name not in SEALED_TABLES}, default=str
    )

    told = [
        value
        for table in SEALED_TABLES
        for row in rows[table]
        for name, value in row.items()
        if name not in SHARED and _stands_in(value, elsewhere)
    ]
    assert told == []


async def test_no_id_is_computed_from_a_person(sealed: Story) -> None:
    rows = await sealed.rows()
    ids = {row["id"] for table in SEALED_TABLES for row in rows[table]}
    people = [
        name
        for person in sealed.people
        for name in (person.id.bytes, str(person.id).encode(), (person.slack_id or "").encode())
    ]
    salts = [sealed.wave_id.bytes, str(sealed.wave_id).encode(), sealed.key]

    assert ids.isdisjoint(attackers.derived_ids(people, salts))
    assert {one.version for one in ids} == {4}


async def test_scores_and_texts_share_nothing_but_their_wave(sealed: Story) -> None:
    rows = await sealed.rows()
    scores, texts = ({row["id"] for row in rows[table]} for table in SEALED_TABLES)

    assert scores.isdisjoint(texts)


def test_no_time_stands_beside_an_answer() -> None:
    kinds = {
        column.name: column.type for name in SEALED_TABLES for column in METADATA.tables[name].c
    }

    assert [name for name, kind in kinds.items() if isinstance(kind, (DateTime, Moment))] == []
    assert set(kinds) == {"id", "text"} | SHARED


async def test_no_writer_of_an_answer_wrote_about_some_people_only(sealed: Story) -> None:
    if not isinstance(sealed.database, PostgresDatabase):
        pytest.skip("only PostgreSQL notes who wrote a row")
    writers = {name: await _writers(sealed, name) for name in METADATA.tables}

    of_answers = {writer for table in SEALED_TABLES for writer in writers[table]}
    about_people = ("person", "role", "invitation", "message", "ballot", "receipt", "milestone")
    shared = {name: of_answers & set(writers[name]) for name in about_people}
    assert {len(writers[table]) for table in SEALED_TABLES} == {1}
    assert {name: found for name, found in shared.items() if found} == {}


async def test_no_writer_or_place_of_an_invitation_tells_who_answered(sealed: Story) -> None:
    if not isinstance(sealed.database, PostgresDatabase):
        pytest.skip("only PostgreSQL notes who wrote a row")

    assert len(await _writers(sealed, "invitation")) == 1


async def test_no_hidden_number_counts_the_rows(sealed: Story) -> None:
    if not isinstance(sealed.database, SqliteDatabase):
        pytest.skip("only SQLite numbers its rows")

    async with sealed.database.engine.connect() as connection:
        for table in (*SEALED_TABLES, "ballot"):
            with pytest.raises(sa.exc.OperationalError, match="no such column: rowid"):
                await connection.execute(
                    sa.select(sa.literal_column("rowid")).select_from(sa.table(table))
                )
        await connection.rollback()


async def test_the_log_of_sqlite_is_empty(sealed: Story) -> None:
    if not isinstance(sealed.database, SqliteDatabase):
        pytest.skip("PostgreSQL keeps its log for itself")
    log = [content for name, content in sealed.copies[-1].items() if name.endswith("-wal")]
    assert sealed.mark.encode() not in b"".join(log)


async def test_invitations_and_messages_look_alike_for_those_who_did_not_answer(
    sealed: Story,
) -> None:
    rows = await sealed.rows()
    answered = {person.id for person in sealed.order}

    def looks(table: str, unlike: set[str]) -> dict[bool, Counter[str]]:
        seen: dict[bool, Counter[str]] = defaultdict(Counter)
        for row in rows[table]:
            if row["person_id"] is not None:
                kept = {name: value for name, value in row.items() if name not in unlike}
                seen[row["person_id"] in answered][json.dumps(kept, default=str)] += 1
        return seen

    invitations = looks("invitation", {"person_id"})
    messages = looks("message", {"id", "person_id", "channel", "dedupe"})
    assert set(invitations[True]) == set(invitations[False])
    assert set(messages[True]) == set(messages[False])


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
async def test_every_stored_combination_is_shared_by_enough_people(
    house: House, community: Community, clock: FrozenClock, groups: list[tuple[str, str, int]]
) -> None:
    planted = await plant(house, community, groups)
    await fill(house, planted)
    clock.move_to(clock.now().replace(month=12))
    await sealing.run(house, planted.wave_id)

    async with house.look(SYSTEM) as work:
        shape = (col(Answer.item), col(Answer.unit))
        answers = await work.session.execute(select(*shape, sa.func.count()).group_by(*shape))
        texts = await work.session.execute(
            select(col(Comment.unit), sa.func.count()).group_by(col(Comment.unit))
        )
    everybody = len(planted.order)
    assert min(count for *_, count in answers) >= min(FLOOR, everybody)
    assert min(count for _, count in texts) >= min(TEXT_FLOOR, everybody)


async def test_a_restored_backup_gives_no_answer_back(sealed: Story) -> None:
    if not isinstance(sealed.database, SqliteDatabase):
        pytest.skip("a file is restored on SQLite")
    restored = await _restore(sealed, sealed.copies[-2])

    dropped = await sealing.reconcile(restored)

    async with restored.look(SYSTEM) as work:
        wave = await work.session.get_one(Wave, sealed.wave_id)
    rows = await attackers.every_row(restored.database)  # type: ignore[arg-type]
    copy = await attackers.copy_of_files(restored.database)  # type: ignore[arg-type]
    await restored.database.close()  # type: ignore[attr-defined]
    assert (dropped, wave.state, rows["ballot"]) == ([sealed.wave_id], WaveState.LOST, [])
    assert not any(box[:24] in content for box in sealed.boxes for content in copy.values())


async def _restore(story: Story, copy: attackers.Blobs) -> House:
    folder = story.folders[0].parent.parent / "restored"
    folder.mkdir()
    for name, content in copy.items():
        kind = name.rpartition("bot.db")[2]
        if "-shm" not in kind:
            (folder / f"bot.db{kind}").write_bytes(content)
    return replace(story.house, database=SqliteDatabase(f"sqlite+aiosqlite:///{folder}/bot.db"))


async def _writers(story: Story, table: str) -> Counter[Any]:
    async with story.database.engine.connect() as connection:
        found = await connection.execute(
            sa.select(sa.literal_column("xmin::text")).select_from(sa.table(table))
        )
        writers = Counter(found.scalars())
        await connection.rollback()
    return writers


def _stands_in(value: object, text: str) -> bool:
    written = str(value)
    return written in text or written.replace("-", "") in text

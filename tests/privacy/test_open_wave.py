"""While a wave is open: whoever copies the files, reads the logs or the messages learns nothing."""

import asyncio
import logging

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from models.ballot import TEXT_LIMIT, Answers, Ballot, unlock
from models.person import Person
from models.refusals import StaleForm
from services.work import SYSTEM
from tests.privacy import attackers
from tests.privacy.story import Loot, Story


def test_no_answer_stands_in_any_file_in_any_guise(loot: Loot) -> None:
    mark = loot.story.mark.encode()

    assert [hit for copy in loot.during for hit in attackers.found([mark], copy)] == []


async def test_the_attack_itself_finds_what_is_there(story: Story) -> None:
    planted = story.people[0]
    async with story.house.begin(SYSTEM) as work:
        person = await work.session.get_one(Person, planted.id)
        person.name = story.mark

    copy = await attackers.copy_of_files(story.database, story.log_start)

    assert attackers.found([story.mark.encode()], copy) != []


async def test_the_key_stands_in_no_file_but_its_own(story: Story) -> None:
    folders = attackers.in_folders(*story.folders)
    await story.take_copy()

    assert attackers.found([story.key], story.copies[-1]) == []
    assert {name for name, _ in attackers.found([story.key], folders)} == set(folders)
    assert attackers.found([story.mark.encode()], folders) == []


def test_copies_show_only_who_touched_a_ballot(loot: Loot) -> None:
    wrong_keys = [bytes(32), loot.story.wave_id.bytes * 2, min(loot.story.boxes)[:32]]

    for person in loot.story.people:
        for box in loot.story.boxes:
            for key in wrong_keys:
                with pytest.raises(InvalidTag):
                    unlock(key, loot.story.wave_id, person.id, box)


async def test_every_box_has_one_length(story: Story) -> None:
    long_text = Answers({}, {story.open_question(): "\N{GRINNING FACE}" * TEXT_LIMIT}, form="long")
    await story.save(story.order[0], long_text)
    await story.save(story.order[1], Answers({}, {}, form="empty"))
    await story.take_copy()

    assert len({len(box) for box in story.boxes}) == 1
    assert len(story.boxes) == len(story.order)


async def test_a_box_bears_no_likeness_to_another_with_the_same_content(story: Story) -> None:
    same = Answers({"A1": "5"}, {}, form="same")
    for person in story.order[:6]:
        await story.save(person, same)
    async with story.house.look(SYSTEM) as work:
        boxes = [ballot.box for ballot in (await work.session.scalars(select(Ballot))).all()]

    blocks = [box[start : start + 16] for box in boxes for start in range(0, len(box) - 16, 16)]
    assert len(set(blocks)) == len(blocks)


async def test_answering_leaves_no_line_in_any_log(
    story: Story, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.INFO):
        await story.save(story.order[0], story.answers(story.order[0], 9, "logged"))
        await story.close()

    printed = capfd.readouterr()
    told = "\n".join([*caplog.messages, printed.out, printed.err])
    assert story.mark not in told
    assert (story.order[0].slack_id or "") not in told
    assert story.key.hex() not in told


async def test_a_delivery_that_comes_twice_with_a_crash_between_leaves_one_ballot(
    story: Story,
) -> None:
    silent = story.silent
    before = await story.rows()
    sent = story.answers(silent, 77, "twice")
    with pytest.raises(ConnectionError):
        await _save_and_crash(story, silent, sent)

    await story.save(silent, sent, edition=0)
    await story.save(silent, sent, edition=0)

    after = await story.rows()
    changed = {name for name, rows in after.items() if rows != before[name]}
    assert len(after["ballot"]) == len(before["ballot"]) + 1
    assert changed <= {"ballot", "invitation", "message"}


async def test_sixteen_forms_at_once_leave_one_ballot(story: Story) -> None:
    silent = story.silent
    forms = [story.answers(silent, number, f"window {number}") for number in range(16)]

    outcomes = await asyncio.gather(
        *(story.save(silent, sent, edition=0) for sent in forms), return_exceptions=True
    )

    after = await story.rows()
    mine = [row for row in after["ballot"] if row["person_id"] == silent.id]
    assert [type(one) for one in outcomes if one is not None] == [StaleForm] * 15
    assert len(mine) == 1


async def _save_and_crash(story: Story, person: Person, sent: Answers) -> None:
    """The answer is on the disk, and nobody hears of it."""
    await story.save(person, sent)
    raise ConnectionError

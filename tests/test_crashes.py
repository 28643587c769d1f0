"""Killed again and again, the bot loses nothing and doubles nothing."""

import sqlite3

from tests.crashing import Drill, expected, rehearse


async def test_a_bot_killed_forty_times_invites_everybody_once(database_url: str) -> None:
    wreckage = await rehearse(Drill(database_url, kills=40, letters=600, seed=1))

    assert wreckage.copies == {1: wreckage.letters}
    assert wreckage.states == {"sent": wreckage.letters}
    assert wreckage.texts == expected(wreckage.letters)
    # Killing a bot that has nothing to do proves nothing.
    assert 40 < wreckage.sent_under_fire < wreckage.letters
    assert wreckage.letters >= 600


async def test_a_killed_bot_leaves_a_database_in_order(sqlite_url: str) -> None:
    await rehearse(Drill(sqlite_url, kills=5, letters=60))

    with sqlite3.connect(sqlite_url.removeprefix("sqlite+aiosqlite:///")) as connection:
        [verdict] = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    assert verdict == "ok"

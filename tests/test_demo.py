"""The demo as somebody starts it in a shell: ready, ended and refused in plain words."""

import os
import signal
import socket
import sys
from asyncio import create_subprocess_exec, subprocess, timeout
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from bot import story_year
from bot.demo import Rehearsal, rehearsal
from bot.settings import Settings
from models.announcement import Announcement, AnnouncementState, Recipient
from models.library import LibraryUse
from models.practice import Practice, PracticeState
from models.reporting import Period
from models.review import Volunteer
from services import annual, responses, results
from services.sight import PUBLIC
from services.work import LONDON, OPERATOR, SYSTEM

PATIENCE = 180


async def started(folder: Path, port: int) -> subprocess.Process:
    """A demo in a folder of its own."""
    here = {"DEMO_PORT": str(port), "PORT": "0", "PYTHONPATH": str(Path(__file__).parents[1])}
    command = (sys.executable, "-W", "error", "-m", "bot.demo")
    return await create_subprocess_exec(
        *command,
        env={**os.environ, **here},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


async def test_the_demo_says_where_it_is_and_ends_without_a_word_when_asked(tmp_path: Path) -> None:
    demo = await started(tmp_path, port=0)
    assert demo.stdout is not None
    async with timeout(PATIENCE):
        first = await demo.stdout.readline()
        demo.send_signal(signal.SIGINT)
        _, errors = await demo.communicate()

    assert first.startswith(b"The pretend workspace is open at http://127.0.0.1:")
    assert (demo.returncode, errors) == (0, b"")


async def test_a_port_that_is_taken_is_one_sentence_and_leaves_every_story_alone(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        story = tmp_path / "var" / "demo" / str(port) / "bot.db"
        story.parent.mkdir(parents=True)
        story.write_text("somebody else's")
        demo = await started(tmp_path, port)
        async with timeout(PATIENCE):
            _, errors = await demo.communicate()

    said = f"Port {port} is in use; stop what uses it, or set DEMO_PORT to another port.\n"
    assert (demo.returncode, errors.decode()) == (1, said)
    assert story.read_text() == "somebody else's"


async def test_the_clock_offers_what_lies_ahead_on_the_calendar_of_the_programme(
    tmp_path: Path,
) -> None:
    settings = Settings(_env_file=None, port=0, demo_port=0)  # type: ignore[call-arg]
    before_christmas = datetime(2026, 12, 24, 17, 30, tzinfo=UTC)
    async with rehearsal(settings, datetime(2026, 11, 24, tzinfo=UTC), tmp_path) as shown:
        moments = shown.workspace.moments
        ahead = {name: await moment() for name, moment in moments.items()}
        shown.workspace.clock.move_to(before_christmas)
        morning = await moments["next-working-9"]()

    assert ahead["next-working-9"] == datetime(2026, 11, 4, 9, 0, tzinfo=UTC)
    assert ahead["next-reminder"] == datetime(2026, 11, 6, 9, 0, tzinfo=UTC)
    assert ahead["wave-closes"] == datetime(2026, 11, 10, 17, 0, tzinfo=UTC)
    assert ahead["next-wave-opens"] == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert morning == datetime(2026, 12, 29, 9, 0, tzinfo=UTC)


async def test_the_story_holds_examples_on_every_step_of_their_way_and_news(
    tmp_path: Path,
) -> None:
    async with told(tmp_path) as shown, shown.bot.house.look(SYSTEM) as work:
        states = Counter((await work.session.scalars(select(col(Practice.state)))).all())
        uses = (await work.session.scalars(select(LibraryUse))).all()
        volunteers = (await work.session.scalars(select(Volunteer))).all()
        news = (await work.session.scalars(select(col(Announcement.state)))).all()
        acknowledged = col(Recipient.acknowledged_at).is_not(None)
        readers = (await work.session.scalars(select(Recipient).where(acknowledged))).all()

    assert states == {
        PracticeState.DRAFT: 2,
        PracticeState.IN_REVIEW: 2,
        PracticeState.PUBLISHED: 8,
    }
    assert set(news) - {AnnouncementState.SENDING, AnnouncementState.SENT} == {
        AnnouncementState.SCHEDULED
    }
    assert min(len(uses), len(volunteers), len(readers), len(news)) >= 2


async def test_a_year_was_released_and_answered_before_the_story_with_some_of_it_hidden(
    tmp_path: Path,
) -> None:
    settings = Settings(_env_file=None, port=0, demo_port=0)  # type: ignore[call-arg]
    now, steps = datetime(2026, 11, 24, tzinfo=UTC), list[float]()
    async with (
        rehearsal(settings, now, tmp_path, has_year=True, watch=steps.append) as shown,
        shown.bot.house.look(OPERATOR) as work,
    ):
        facts = await annual.gather(work, "2025-26")
        late = await responses.overdue(work)
        listed = await responses.listed(work, PUBLIC)
        async with work.results() as session:
            newest = next(one.number for one in await results.releases(session, Period.WAVE))
            figures = await results.figures(session, newest)
    hidden = Counter(row.figure.is_hidden for row in figures)

    assert Counter(one.period for one in facts.releases) == {
        Period.WAVE: 12,
        Period.QUARTER: 4,
        Period.WORDS: 1,
        Period.YEAR: 1,
    }
    assert len(steps) == len(facts.releases) == story_year.RELEASES
    assert hidden[False] > hidden[True] > 0
    assert min(len(facts.figures.themes), len(facts.figures.quotes), len(facts.answers)) >= 7
    assert sum(one.opinion is not None for one in listed) == 4
    assert [one.response.scope for one in late] == ["North West"]


async def test_the_story_posts_examples_when_people_work_and_the_same_each_time(
    tmp_path: Path,
) -> None:
    async with told(tmp_path / "one") as first, told(tmp_path / "two") as second:
        here, there = posts(first), posts(second)
        hours = [moment for moment, _ in here]

    assert here == there
    assert sum("Good practice:" in text for _, text in here) == 8
    assert all(9 <= moment.hour <= 17 and moment.weekday() < 5 for moment in hours)


@asynccontextmanager
async def told(folder: Path) -> AsyncIterator[Rehearsal]:
    """The story up to the end of November 2026."""
    settings = Settings(_env_file=None, port=0, demo_port=0)  # type: ignore[call-arg]
    async with rehearsal(settings, datetime(2026, 11, 24, tzinfo=UTC), folder) as shown:
        yield shown


def posts(shown: Rehearsal) -> list[tuple[datetime, str]]:
    """What stands in the community channel, and since when, to the minute in London."""
    (community,) = (
        channel for channel in shown.workspace.channels.values() if channel.name == "community"
    )
    return [
        (
            datetime.fromtimestamp(float(each["ts"]), LONDON).replace(second=0, microsecond=0),
            each["text"],
        )
        for each in community.messages
    ]

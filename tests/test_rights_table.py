"""Every role times every action: who may do it does, for whoever may not nothing changes."""

from collections.abc import AsyncIterator

import pytest

import views.refusals
from handlers import register_handlers
from handlers.routes import Kind, Routes
from models.refusals import NotAllowed
from services.work import House
from tests.doubles import Community
from tests.rights import table, traces
from tests.rights.desk import Answer, Desk, opened
from tests.rights.lines import Line
from tests.rights.people import Who

# The rights of the pulse and of the roster are tried where they are at home.
AT_HOME = {"handlers.surveys", "handlers.home", "handlers.manage", "handlers.people"}
REFUSED = {"refused", "foreign"}
NOT_ALLOWED = views.refusals.SENTENCES[NotAllowed].partition(".")[0]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Rights are asked of the roster by services, which are tried on both databases."""
    return sqlite_url


@pytest.fixture
async def desk(house: House, community: Community) -> AsyncIterator[Desk]:
    async with opened(house, community) as desk:
        yield desk


def test_every_action_has_a_line_in_the_table() -> None:
    routes = Routes()
    register_handlers(routes)
    every = [line for lines in table.SUBJECTS.values() for line in lines]
    lines = {(line.kind, line.name.partition(":")[0]) for line in every}

    missing = [
        f"{kind} {name}"
        for kind in Kind
        for name in routes.names(kind)
        if (route := routes.find(kind, name))
        and route.handler.__module__ not in AT_HOME
        and (kind, name) not in lines
    ]

    assert missing == []


@pytest.mark.parametrize("subject", table.SUBJECTS)
async def test_each_may_do_what_the_table_says_and_nothing_else(desk: Desk, subject: str) -> None:
    wrong: list[str] = []
    for line in table.SUBJECTS[subject]:
        wrong += await refusals(desk, line)
        for who in Who:
            if who in line.who:
                answer = await line.tries(desk, who, await line.about(desk))
                wrong += [] if answer.outcome == "heard" else [_told(line, who, answer)]

    assert "\n".join(wrong) == ""
    assert desk.workspace.refusals == []


async def refusals(desk: Desk, line: Line) -> list[str]:
    """What goes wrong when everybody tries who may not; they leave a note, and nothing else."""
    thing = await line.about(desk)
    before, noted = await traces.everything(desk.house), await traces.notes(desk.house)
    wrong: list[str] = []
    must_be_noted: set[str] = set()
    for who in Who:
        if who in line.who:
            continue
        answer = await line.tries(desk, who, thing)
        if answer.outcome not in REFUSED:
            wrong.append(_told(line, who, answer))
        if NOT_ALLOWED in answer.told:
            must_be_noted.add(desk.cast[who])
    new = (await traces.notes(desk.house))[len(noted) :]
    if {note.what for note in new} - {"refused"} or must_be_noted - {note.actor for note in new}:
        wrong.append(f"{line}: noted are {[(note.actor, note.what) for note in new]}")
    after = await traces.everything(desk.house)
    wrong += [f"{line}: {name} changed" for name in after if after[name] != before[name]]
    return wrong


def _told(line: Line, who: Who, answer: Answer) -> str:
    return f"{line}: {who} is {answer.outcome}: {answer.told[:200]}"

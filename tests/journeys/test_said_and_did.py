"""You said, we did: from a release to the answer, and to what NQSWs think of it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from models.release import FIRST_LINK, Release, ReleasedUnit, link_after
from models.reporting import ENGLAND, Level, Period
from models.response import Opinion
from sandbox.people import Member
from services import responses
from services.work import SYSTEM
from tests.journeys.stage import THAMESIDE, Stage, row

ANSWER = {
    "You said": "Supervision is cut short when the duty desk is empty.",
    "We did": "Sessions stand in the rota, with cover for the desk.",
    "Who answers for it": "ASYE co-ordinator",
    "By when, or since when": "2026-12-07",
}
WRITE = "Answer for Thameside Borough"


@pytest.fixture
async def local(stage: Stage) -> Member:
    """A co-ordinator of the employer of most NQSWs."""
    member = stage.member("Una Tarrant")
    await stage.roster_says([row("Una Tarrant", THAMESIDE, "coordinator")])
    return member


@pytest.fixture
async def released(stage: Stage, local: Member) -> None:
    """A release, about which co-ordinators are asked."""
    async with stage.house.begin(SYSTEM) as work:
        about: dict[str, Any] = {
            "period": Period.WAVE,
            "subject": "w1",
            "title": "Monthly pulse, November 2026",
        }
        days: dict[str, Any] = {
            "starts_on": work.today,
            "ends_on": work.today,
            "released_at": work.now,
        }
        asked: dict[str, Any] = {"questionnaire": "pulse", "version": 1, "floor": 8}
        chain: dict[str, Any] = {"before": FIRST_LINK, "link": link_after(FIRST_LINK, {})}
        work.session.add(Release(number=1, **about, **days, **asked, **chain))
        await work.session.flush()
        england: dict[str, Any] = {
            "key": ENGLAND,
            "name": "England",
            "level": Level.ENGLAND,
            "wider": ENGLAND,
        }
        work.session.add(ReleasedUnit(release=1, regions=[], **england))
        await responses.ask(work, 1)
    assert await local.sees("Please write “You said, we did” for Thameside Borough")


async def writes(member: Member, **changes: str) -> dict[str, str]:
    await member.clicks(WRITE)
    await member.sees("Who answers for it")
    await member.fills({**ANSWER, **changes})
    return await member.submits()


@pytest.mark.usefixtures("released")
async def test_an_answer_is_read_at_home_and_in_the_next_invitation(
    stage: Stage, local: Member, nqsw: Member, nqsws: list[Member]
) -> None:
    assert await writes(local) == {}
    assert await local.sees("read it on Home and in their next invitation")
    await local.closes()

    await nqsw.opens_home()
    assert await nqsw.sees(ANSWER["You said"])
    await stage.wave_opens()
    assert await nqsw.sees("What came of the last one")
    await nqsw.clicks("Was this helpful?")
    await nqsw.clicks("Helpful")
    assert await nqsw.sees("Nobody is shown who pressed what")
    # Somebody of another employer reads nothing of it.
    await nqsws[10].opens_home()
    assert await nqsws[10].sees_not(ANSWER["You said"])


@pytest.mark.usefixtures("released")
async def test_an_nqsw_changes_their_mind_and_counts_once(
    stage: Stage, local: Member, nqsw: Member
) -> None:
    await writes(local)
    await nqsw.opens_home()
    await nqsw.clicks("Helpful")
    await nqsw.sees("Thank you, it is noted.")
    await nqsw.closes()
    await nqsw.clicks("Not what I meant")
    await nqsw.sees("Thank you, it is noted.")

    async with stage.house.look(SYSTEM) as work:
        pressed = list(await work.session.scalars(select(col(Opinion.is_helpful))))
    assert pressed == [False]


@pytest.mark.usefixtures("released")
async def test_what_shows_somebody_is_asked_about_before_anybody_reads_it(
    local: Member, nqsw: Member
) -> None:
    errors = await writes(local, **{"We did": "Ring Amara Bello on 07700 900123."})

    assert "Amara Bello" in errors["We did"]
    await nqsw.opens_home()
    assert await nqsw.sees_not("07700 900123")
    await local.fills({"If the check asks": ["My words show nobody"]})
    assert await local.submits() == {}


@pytest.mark.usefixtures("released")
async def test_a_late_answer_is_seen_by_coordinators_of_england(
    stage: Stage, local: Member, coordinator: Member
) -> None:
    stage.clock.move_to(stage.clock.now() + timedelta(days=16))
    await coordinator.opens_home()
    assert await coordinator.sees("3 places are overdue.")
    await coordinator.clicks("See which")
    assert await coordinator.sees("Thameside Borough: Monthly pulse, November 2026, due")
    await coordinator.closes()

    await writes(local)
    await local.closes()
    await coordinator.opens_home()
    assert await coordinator.sees("2 places are overdue.")


@pytest.mark.usefixtures("released")
async def test_at_its_end_what_people_thought_is_counted_and_forgotten(
    stage: Stage, local: Member, nqsws: list[Member]
) -> None:
    await writes(local)
    await local.closes()
    for member in nqsws[:8]:
        await member.opens_home()
        await member.clicks("Helpful")
        await member.sees("Thank you, it is noted.")
        await member.closes()

    stage.clock.move_to(stage.clock.now() + timedelta(days=50))
    await stage.has_done_what_is_due()

    async with stage.house.look(SYSTEM) as work:
        assert await work.session.scalar(select(func.count()).select_from(Opinion)) == 0
    # Eight are fewer than ten: nobody reads what they thought.
    await local.opens_home()
    assert await local.sees_not("found it helpful")

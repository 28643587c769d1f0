"""What was released stays as it is, byte for byte, whatever happens afterwards."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, insert, select, text, update
from sqlmodel import col

from models.answer import Answer, AnswerKind
from models.migrations.released import is_released
from models.person import Employer, Person, Role, Standing
from models.policy import Policy
from models.registry import METADATA
from models.reporting import Period
from models.unit import CoarsestUnit
from services import chain, preparing, releasing, results, sealing
from services.work import SYSTEM, House, account
from tests.doubles import Community
from tests.published import SPRING, Year, publish

RELEASED = sorted(name for name in METADATA.tables if is_released(name))
LATER = {"Later": ("London", 40), "Far": ("South West", 25)}


async def fingerprint(house: House, numbers: Sequence[int]) -> str:
    """A hash of every row of these releases, as whoever reads results sees them."""
    found = hashlib.sha256()
    async with house.database.results() as session:
        for name in RELEASED:
            table = METADATA.tables[name]
            number = table.c.number if name == "release" else table.c.release
            rows = await session.execute(select(table).where(number.in_(numbers)))
            found.update("\n".join(sorted(repr(tuple(row)) for row in rows)).encode())
    return found.hexdigest()


async def everybody_goes(house: House) -> None:
    """The roster changes as much as a roster can."""
    gone = {"standing": Standing.DEACTIVATED, "left_on": date(2026, 6, 1), "cohort": "other"}
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Person).values(**gone))
        await work.session.execute(update(Employer).values(region="North West"))
        await work.session.execute(update(Employer).values(name="x" + col(Employer.name)))
        await work.session.execute(delete(Role))
        await work.session.execute(delete(CoarsestUnit))


async def answers_go(house: House, year: Year) -> None:
    """Answers are deleted when their time is over, and others could be slipped in."""
    async with house.begin(SYSTEM) as work:
        await work.session.execute(delete(Answer).where(col(Answer.item) != "A1"))
        slipped = {
            "id": work.new_id(),
            "item": "A1",
            "wave_id": year.waves[0],
            "version": 1,
            "unit": "employer:Northshire",
            "cohort": "",
            "kind": AnswerKind.SCORED,
            "score": 1,
        }
        await work.session.execute(insert(Answer), [slipped])


async def one_is_declined(house: House, year: Year) -> None:
    """Figures are prepared once more and not let out."""
    async with house.begin(SYSTEM) as work:
        await work.session.execute(text("UPDATE preparation SET why = 'changed'"))
    quarter = "2026-27-Q1"
    async with house.begin(account(year.analyst.slack_id or "")) as work:
        preparation = await releasing.ask(work, Period.QUARTER, quarter)
    await preparing.run(house, preparation.id)
    async with house.begin(account(year.second.slack_id or "")) as work:
        await releasing.decline(work, preparation.id, "Not now.")


async def test_figures_of_a_closed_wave_never_change(house: House, community: Community) -> None:
    year = await publish(house, community, count=2)
    numbers = [release.number for release in year.releases]
    before = await fingerprint(house, numbers)

    await publish(house, community, LATER, count=1, first=SPRING + timedelta(days=70))
    await one_is_declined(house, year)
    await everybody_goes(house)
    await answers_go(house, year)
    await sealing.resume(house)
    await sealing.reconcile(house)
    await house.database.scrub()
    object.__setattr__(house, "policy", Policy(floor_employer=30, floor_wider=30, floor_text=30))

    assert await fingerprint(house, numbers) == before
    async with house.database.results() as session:
        assert len(await results.releases(session)) == 3
    async with house.look(SYSTEM) as work:
        assert await chain.first_broken(work) is None


async def test_the_fingerprint_sees_a_release(house: House, community: Community) -> None:
    year = await publish(house, community, count=2)
    one, two = (release.number for release in year.releases)

    assert await fingerprint(house, [one]) != await fingerprint(house, [two])
    assert await fingerprint(house, [one]) != await fingerprint(house, [])

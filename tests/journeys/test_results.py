"""Released figures in Slack: each sees their own first, and nobody what is not theirs."""

import json
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

import views.results
from analysis.pooling import Place
from bot.house import opened
from bot.story_year import seal
from models.agenda import Appointment
from models.answer import Answer, AnswerKind
from models.audit import AuditEntry
from models.person import Person
from models.reporting import Period
from sandbox.people import Member
from services import releasing
from services.work import SYSTEM, House
from tests.journeys.stage import Stage, row
from tests.published import DAYS_BETWEEN, SPRING, Year, release

NORTH_EAST, LONDON = "North East", "London"
# In Camberwell too few answer one of the questions.
EMPLOYERS = {
    "Northshire": (NORTH_EAST, 60),
    "Weardale": (NORTH_EAST, 6),
    "Hetton": (NORTH_EAST, 7),
    "Seaham": (NORTH_EAST, 7),
    "Teesby": (NORTH_EAST, 7),
    "Aldgate": (LONDON, 16),
    "Barnet Vale": (LONDON, 17),
    "Camberwell": (LONDON, 18),
    "Deptford": (LONDON, 19),
    "Ealing Green": (LONDON, 20),
    "Finsbury": (LONDON, 21),
    "Greenford": (LONDON, 22),
    **dict.fromkeys(("Hackford", "Ilbury", "Kilnham", "Limeford"), (LONDON, 7)),
}
CAST = {
    "Nia Large": ("Northshire", "nqsw"),
    "Piotr Small": ("Weardale", "nqsw"),
    "Carol Champion": ("Camberwell", "champion"),
    "Rita Regional": ("Northshire", "coordinator:North East"),
    "Ana Analyst": ("Northshire", "analyst:England"),
    "Colin England": ("Northshire", "coordinator:England"),
}
SEE_ALL, WHY, FILES = "See all results", "Why is this hidden?", "Send me the figures as a file"


@pytest.fixture
async def released(theatre: Stage) -> Stage:
    """Two waves that were sealed and released, and people who look at them."""
    await theatre.bot_starts()
    for name in CAST:
        theatre.member(name)
    lines = [
        row(name, (employer, "council", EMPLOYERS[employer][0]), roles)
        for name, (employer, roles) in CAST.items()
    ]
    await theatre.roster_says(lines)
    year = Year(await _person(theatre, "Ana Analyst"), await _person(theatre, "Colin England"))
    await theatre.bot_stops()
    async with opened(theatre.settings(), theatre.clock, Random(5)) as house:
        await _release_two(house, year)
    await theatre.bot_starts()
    return theatre


async def _release_two(house: House, year: Year) -> None:
    """What the bot would do in a process of its own is done here."""
    people = [
        Place(name, region) for name, (region, count) in EMPLOYERS.items() for _ in range(count)
    ]
    random = Random(7)
    for number in range(2):
        opens_at = SPRING + timedelta(days=number * DAYS_BETWEEN)
        wave = await seal(house, random, people, opens_at)
        await _skip(house, "employer:Camberwell", "A1")
        await release(house, year, Period.WAVE, str(wave.id))
    async with house.begin(SYSTEM) as work:
        to_prepare = col(Appointment.what) == releasing.PREPARING
        await work.session.execute(delete(Appointment).where(to_prepare))


async def _skip(house: House, unit: str, item: str) -> None:
    """Let all but five people of a unit leave out a question."""
    async with house.begin(SYSTEM) as work:
        query = select(Answer).where(col(Answer.unit) == unit, col(Answer.item) == item)
        for answer in (await work.session.scalars(query)).all()[5:]:
            answer.kind, answer.score = AnswerKind.SKIPPED, None


async def _person(stage: Stage, name: str) -> Person:
    async with stage.house.look(SYSTEM) as work:
        query = select(Person).where(col(Person.slack_id) == stage.people[name].id)
        return (await work.session.scalars(query)).one()


async def audit(stage: Stage, what: str) -> list[AuditEntry]:
    async with stage.house.look(SYSTEM) as work:
        query = select(AuditEntry).where(col(AuditEntry.what) == what)
        return list((await work.session.scalars(query)).all())


def menu(member: Member) -> dict[str, Any]:
    """The choice of places in the window."""
    assert member.modal is not None
    (found,) = (
        block["accessory"]
        for block in member.modal["blocks"]
        if block.get("accessory", {}).get("action_id") == views.results.UNIT
    )
    return dict(found)


def offered(member: Member) -> list[str]:
    """The places that can be chosen in the window."""
    groups = menu(member)["option_groups"]
    return [option["text"]["text"] for group in groups for option in group["options"]]


async def test_an_nqsw_of_a_large_employer_sees_it_beside_its_region_and_england(
    released: Stage,
) -> None:
    nqsw = released.people["Nia Large"]
    await nqsw.opens_home()
    assert await nqsw.sees("Northshire, since the time before")
    assert nqsw.home is not None
    (table,) = (block for block in nqsw.home["blocks"] if block["type"] == "data_table")
    header = [cell["text"] for cell in table["rows"][0]]
    assert header[1:] == ["Northshire", "North East", "England"]
    assert all(cell["text"] for line in table["rows"] for cell in line)

    await nqsw.types("/nqsw results")
    assert await nqsw.sees("Choose a place")
    assert {"England", "London", "North East", "Northshire"} == set(offered(nqsw))
    await nqsw.clicks("All questions")
    assert await nqsw.sees("My team makes room for my ASYE activities.")
    await nqsw.clicks("See the results")
    await nqsw.chooses("Time", "Monthly pulse, 7 to 14 April 2026")
    assert await nqsw.sees("In England: 70% of those asked answered.")
    assert "since the time before" not in json.dumps(nqsw.modal)


async def test_an_nqsw_of_a_pooled_employer_sees_those_it_is_counted_with(
    released: Stage,
) -> None:
    nqsw = released.people["Piotr Small"]
    await nqsw.types("/nqsw results")
    assert await nqsw.sees("it is counted together with others")
    assert await nqsw.sees("Other employers in North East: ")
    assert set(offered(nqsw)) == {
        "England",
        "London",
        "North East",
        "Other employers in North East",
    }


async def test_whoever_asks_why_a_figure_is_hidden_is_shown_the_wider_place(
    released: Stage,
) -> None:
    champion = released.people["Carol Champion"]
    await champion.types("/nqsw results")
    await champion.clicks("All questions")
    assert await champion.sees("Camberwell: Hidden")
    await champion.clicks(WHY)
    assert await champion.sees("Too few people answered this for a figure of their own")

    await champion.clicks("Show London")

    assert await champion.sees("London: ")
    assert await champion.sees_not("Camberwell: ")


async def test_a_regional_coordinator_chooses_among_the_places_of_the_region(
    released: Stage,
) -> None:
    regional = released.people["Rita Regional"]
    await regional.types("/nqsw results")
    assert await regional.sees("Choose a place")
    assert set(offered(regional)) == {
        "England",
        "London",
        "North East",
        "Northshire",
        "Other employers in North East",
    }

    await regional.chooses("Place", "Other employers in North East")

    assert await regional.sees("Other employers in North East: ")


async def test_an_analyst_sees_every_place_and_takes_the_figures_along(released: Stage) -> None:
    analyst = released.people["Ana Analyst"]
    await analyst.opens_home()
    await analyst.clicks(SEE_ALL)
    assert await analyst.sees("Choose a place")
    assert {"Camberwell", "Northshire", "Greenford"} <= set(offered(analyst))
    await analyst.clicks(FILES)
    assert await analyst.sees("it is recorded that you took it")

    await analyst.clicks("JSON")

    assert await analyst.sees("The file is in your conversation with this app")
    assert await analyst.sees("that you may see, with what they mean")
    (entry,) = await audit(released, "figures.exported")
    assert entry.actor == analyst.id


async def test_whoever_closes_the_window_while_a_file_is_made_gets_it(released: Stage) -> None:
    analyst = released.people["Ana Analyst"]
    await analyst.types("/nqsw results")
    await analyst.clicks(FILES)
    released.workspace.faults.answer("views.update", "not_found")

    await analyst.clicks("CSV")

    await released.workspace.settled()
    assert await analyst.sees_not("omething went wrong")
    assert len(await audit(released, "figures.exported")) == 1


async def test_whatever_a_payload_says_nobody_sees_what_is_not_theirs(released: Stage) -> None:
    nqsw = released.people["Nia Large"]
    await nqsw.types("/nqsw results")
    for key in ("employer:Camberwell", "others:North East", "employer:Nowhere"):
        assert await nqsw.sees("Choose a place")
        forged = {"value": views.results.mark(key), "text": {"type": "plain_text", "text": "x"}}
        menu(nqsw)["option_groups"][0]["options"].append(forged)
        await nqsw.chooses("Place", forged["value"])
        assert await nqsw.sees(
            "This place has no figures of its own at this time, or they are not yours to see."
        )
        await nqsw.closes()

    refused = await audit(released, "refused")
    assert Counter((one.actor, one.subject) for one in refused) == {(nqsw.id, "results:unit"): 3}
    shown = json.dumps([nqsw.modal, nqsw.home, nqsw.messages()])
    assert "Camberwell" not in shown


async def test_the_community_hears_what_is_clearest_with_a_chart_and_a_complete_text(
    released: Stage,
) -> None:
    await released.has_done_what_is_due()
    _, told = released.workspace.messages(released.channels["community"])
    kinds = [block["type"] for block in told["blocks"]]

    assert "data_visualization" in kinds
    for part in ("of those asked answered.", "C1 Programme delivery:", "Going well:"):
        assert part in told["text"]
    stranger = released.people["Sam Stranger"]
    await stranger.clicks("See the results")
    assert await stranger.sees("not on")

"""England's figures: counted in SQL, protected once, and the same for everybody for ever."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

import views.figures
from models.answer import Answer, Figures
from models.ballot import Answers
from models.outbox import Message
from sandbox.rules.messages import check_message
from services import figures, sealing, surveys
from services.work import SYSTEM, House
from tests.doubles import START, Community, FrozenClock
from tests.privacy.planting import ITEMS, OPEN, Planted, fill, plant


async def sealed(
    house: House, community: Community, clock: FrozenClock, said: Sequence[Answers]
) -> Planted:
    """A wave in which so many people said this, sealed."""
    planted = await plant(house, community, [("Northshire", "North East", len(said))])
    planted.said = dict(zip(planted.order, said, strict=True))
    await fill(house, planted)
    clock.advance(timedelta(days=8))
    await sealing.run(house, planted.wave_id)
    return planted


async def content_of(house: House) -> dict[str, Any]:
    async with house.look(SYSTEM) as work:
        return (await work.session.scalars(select(Figures))).one().content


async def announcements(house: House) -> Sequence[Message]:
    async with house.look(SYSTEM) as work:
        to_all = col(Message.channel) == "C0COMMUNITY"
        return (await work.session.scalars(select(Message).where(to_all))).all()


def everyone(choice: str, **others: str) -> Answers:
    return Answers(dict.fromkeys(ITEMS, choice) | others, {})


def figure(content: dict[str, Any], name: str) -> dict[str, Any]:
    found = [*content["criteria"], *content["items"]]
    return next(one["figure"] for one in found if name in (one.get("code"), one.get("id")))


async def test_a_share_is_of_those_who_chose_a_point(
    house: House, community: Community, clock: FrozenClock
) -> None:
    said = [everyone("5")] * 30 + [everyone("1")] * 20 + [everyone("not_yet")] * 30
    await sealed(house, community, clock, [*said, *[everyone("skip")] * 20])

    shown = figure(await content_of(house), "A1")
    assert shown["favourable"] == {"value": 60, "end": "about"}
    assert shown["people"] == {"at_least": 50, "at_most": 999}


async def test_a_criterion_counts_each_person_once_at_their_mean(
    house: House, community: Community, clock: FrozenClock
) -> None:
    said = [everyone("1", A2="5", **{"07": "2"}) for _ in range(60)]
    await sealed(house, community, clock, said)

    content = await content_of(house)
    codes = {one["id"]: one["criterion"] for one in content["items"]}
    assert {codes["A1"], codes["07"]} == {"C1"}
    assert figure(content, "C1")["people"] == {"at_least": 50, "at_most": 999}
    assert figure(content, "C2")["favourable"] == {"value": 95, "end": "or_more"}


async def test_means_are_rounded_half_up_as_in_the_analysis(
    house: House, community: Community, clock: FrozenClock
) -> None:
    said = [everyone("4", A1="4", **{"07": "3"})] * 60
    await sealed(house, community, clock, said)

    # 3.5 counts as 4, so all sixty agree with the criterion and nobody with the second question.
    content = await content_of(house)
    assert figure(content, "C1")["favourable"] == {"value": 95, "end": "or_more"}
    assert figure(content, "07")["favourable"] == {"value": 5, "end": "or_less"}


async def test_too_few_answers_show_nothing(
    house: House, community: Community, clock: FrozenClock
) -> None:
    await sealed(house, community, clock, [everyone("5")] * 4)

    content = await content_of(house)
    assert {json.dumps(one["figure"]) for one in content["items"]} == {
        json.dumps({"people": None, "favourable": None, "mean": None})
    }
    [message] = await announcements(house)
    assert "too few answers" in message.payload["text"]


async def test_figures_never_change_and_are_told_once(
    house: House, community: Community, clock: FrozenClock
) -> None:
    planted = await sealed(house, community, clock, [everyone("5")] * 30)
    before = await content_of(house)
    async with house.begin(SYSTEM) as work:
        await work.session.execute(delete(Answer))

    async with house.begin(SYSTEM) as work:
        await figures.publish(work, planted.wave_id)

    assert json.dumps(await content_of(house)) == json.dumps(before)
    assert len(await announcements(house)) == 1


async def test_figures_that_a_crash_left_out_are_made_up_for(
    house: House, community: Community, clock: FrozenClock
) -> None:
    planted = await sealed(house, community, clock, [everyone("5")] * 30)
    async with house.begin(SYSTEM) as work:
        await work.session.execute(delete(Figures))
    async with house.look(SYSTEM) as work:
        assert await sealing.unfinished(work) == [planted.wave_id]

    await sealing.run(house, planted.wave_id)

    assert figure(await content_of(house), "A1")["favourable"]["end"] == "or_more"


async def test_nothing_that_anybody_wrote_is_in_the_message(
    house: House, community: Community, clock: FrozenClock
) -> None:
    said = [Answers({"A1": "5"}, {OPEN: "zebraquince"})] * 12
    await sealed(house, community, clock, said)

    [message] = await announcements(house)
    assert "zebraquince" not in json.dumps([message.payload, message.fallback])


async def test_slack_takes_the_message_and_its_plainer_form(
    house: House, community: Community, clock: FrozenClock
) -> None:
    await sealed(house, community, clock, [everyone("5")] * 30 + [everyone("2")] * 25)

    [message] = await announcements(house)
    assert message.fallback is not None
    kinds = [block["type"] for block in message.payload["blocks"]]
    assert ("data_table" in kinds, "data_visualization" in kinds) == (True, True)
    for payload in (message.payload, message.fallback):
        check_message({**payload, "channel": "C0COMMUNITY"}, method="chat.postMessage")
    assert {block["type"] for block in message.fallback["blocks"]} <= {
        "header",
        "section",
        "context",
    }


async def test_home_shows_the_latest_figures(
    house: House, community: Community, clock: FrozenClock
) -> None:
    async with house.look(SYSTEM) as work:
        before = await figures.for_home(work)
    await sealed(house, community, clock, [everyone("4")] * 30)

    async with house.look(SYSTEM) as work:
        after = await figures.for_home(work)

    assert [block["type"] for block in before] == ["context"]
    assert "data_table" in [block["type"] for block in after]
    assert "data_visualization" not in [block["type"] for block in after]


async def test_home_shows_what_closed_last_whatever_was_planned(
    house: House, community: Community, clock: FrozenClock
) -> None:
    first = await plant(house, community, [("Northshire", "North East", 12)])
    async with house.begin(SYSTEM) as work:
        wave = await surveys.close(work, first.wave_id)
        wave.closes_at = START + timedelta(days=300)
    await sealing.run(house, first.wave_id)
    second = await plant(house, community, [("Southshire", "South East", 12)], seed=12)
    clock.advance(timedelta(days=8))
    await sealing.run(house, second.wave_id)

    async with house.look(SYSTEM) as work:
        latest = await figures.latest(work)

    assert latest is not None
    assert latest.closed_at == START + timedelta(days=8)


def shown(**figures_of: dict[str, Any]) -> views.figures.Shown:
    content = {
        "rate": {"value": 60, "end": "about"},
        "criteria": [{"code": code, "figure": one} for code, one in figures_of.items()],
        "items": [],
    }
    return views.figures.Shown("Pulse", START, START + timedelta(days=7), 8, content)


BIG = {
    "people": {"at_least": 50, "at_most": 999},
    "favourable": {"value": 70, "end": "about"},
    "mean": {"value": 3.6, "end": "about"},
}
SMALL = {
    "people": {"at_least": 5, "at_most": 19},
    "favourable": {"at_least": 40, "at_most": 69},
    "mean": None,
}
HIDDEN = {"people": None, "favourable": None, "mean": None}


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (BIG, "C1 Programme delivery: about 70% agree, average about 3.6, 50 to 999 people."),
        (SMALL, "C1 Programme delivery: 40% to 69% agree, 5 to 19 people."),
        (
            SMALL | {"favourable": {"at_least": None, "at_most": 39}},
            "C1 Programme delivery: under 40% agree, 5 to 19 people.",
        ),
        (
            SMALL | {"favourable": {"at_least": 70, "at_most": None}},
            "C1 Programme delivery: 70% or more agree, 5 to 19 people.",
        ),
        (HIDDEN, "C1 Programme delivery: too few answers."),
    ],
)
def test_a_screen_reader_hears_every_figure(one: dict[str, Any], words: str) -> None:
    assert words in views.figures.announcement(shown(C1=one)).text


def test_a_band_has_no_bar() -> None:
    letter = views.figures.announcement(shown(C1=BIG, C2=SMALL))

    assert "data_visualization" not in [block["type"] for block in letter.blocks]


def test_the_reason_for_showing_only_england_is_given() -> None:
    letter = views.figures.announcement(shown(C1=BIG))

    assert "Groups of fewer than 8 people never get their own figure" in letter.text
    assert "About 60% of those asked answered." in letter.text


def test_a_long_table_becomes_several_paragraphs() -> None:
    row = [{"type": "raw_text", "text": "x" * 150}, {"type": "raw_text", "text": "y" * 150}]

    plain = views.figures.plainly([{"type": "data_table", "rows": [row] * 40}])

    assert len(plain) > 3
    assert all(len(block["text"]["text"]) <= 3000 for block in plain)

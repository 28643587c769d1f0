"""Releases: prepared by one, let out by another, complete, chained, and never changed."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select
from sqlmodel import col

import views.releases
from analysis.pooling import Place
from analysis.protection import Rounded
from analysis.published import Row
from bot import story_year
from models import questionnaire
from models.answer import Answer, AnswerKind
from models.audit import AuditEntry
from models.outbox import Message
from models.person import Reach, RoleName
from models.questionnaire import Item
from models.refusals import (
    AlreadyReleased,
    BadInput,
    NotAllowed,
    OwnPreparation,
    PreparationMoved,
    TooFewAnswered,
    WaveNotSealed,
)
from models.release import Preparation, Release, ReleasedUnit, Stage
from models.reporting import ENGLAND, Level, Period
from models.survey import WaveState
from services import chain, preparing, releasable, releasing, results, surveys
from services.work import OPERATOR, SYSTEM, House, account
from tests.doubles import Community, FrozenClock
from tests.published import SPRING, Year, publish, release

RATE = {"value": 70, "end": "about"}


async def rows(house: House, number: int) -> list[Row]:
    async with house.database.results() as session:
        return await results.figures(session, number)


def one(found: list[Row], unit: str, item: str) -> Row:
    return next(row for row in found if (row.unit.key, row.item.id) == (unit, item))


async def asked_for(house: House, year: Year) -> UUID:
    """One more wave, sealed as the others were, whose figures the analyst asks for."""
    async with house.begin(SYSTEM) as work:
        wave = await surveys.fetch_wave(work, year.waves[-1])
        again = wave.model_copy(update={"id": work.new_id(), "slot": "again"})
        work.session.add(type(wave)(**again.model_dump()))
        await work.session.flush()
        answers = select(Answer).where(col(Answer.wave_id) == wave.id)
        new_ids: dict[UUID, UUID] = {}
        for answer in (await work.session.scalars(answers)).all():
            nobody = new_ids.setdefault(answer.id, work.new_id())
            work.session.add(Answer(**answer.model_dump() | {"id": nobody, "wave_id": again.id}))
    async with house.begin(account(str(year.analyst.slack_id))) as work:
        return (await releasing.ask(work, Period.WAVE, str(again.id))).id


async def test_a_sealed_wave_becomes_figures_of_every_level(
    house: House, community: Community
) -> None:
    year = await publish(house, community, count=2)

    found = await rows(house, year.releases[-1].number)
    england = one(found, ENGLAND, "C1").figure

    assert {row.unit.level for row in found if not row.figure.is_hidden} == {
        Level.ENGLAND,
        Level.REGION,
        Level.OTHERS,
        Level.EMPLOYER,
    }
    assert england.interval is not None
    assert england.change is not None
    # Employers that are too small have no figure and no row: they are among the others.
    assert "employer:Weardale" not in {row.unit.key for row in found}


async def test_the_window_of_released_figures_says_where_they_are(
    house: House, community: Community
) -> None:
    year = await publish(house, community, count=1)

    async with house.look(account(str(year.analyst.slack_id))) as work:
        query = select(Preparation).where(col(Preparation.stage) == Stage.RELEASED)
        (released,) = (await work.session.scalars(query)).all()
        window = str(views.releases.window(await releasing.look_at(work, released.id)))

    assert "/nqsw results" in window
    assert "how far it is" not in window


async def test_a_figure_is_what_was_answered_rounded_once(
    house: House, community: Community
) -> None:
    year = await publish(house, community, count=1)
    wave = year.waves[0]

    async with house.look(SYSTEM) as work:
        query = select(col(Answer.score), func.count()).where(
            col(Answer.wave_id) == wave,
            col(Answer.item) == "A1",
            col(Answer.kind) == AnswerKind.SCORED,
        )
        counts = Counter(
            dict((await work.session.execute(query.group_by(col(Answer.score)))).all())
        )
    people = counts.total()
    share = 5 * round(100 * (counts[4] + counts[5]) / people / 5)

    england = one(await rows(house, year.releases[0].number), ENGLAND, "A1").figure
    assert 50 <= people < 1000
    assert england.favourable == Rounded(share)


async def test_a_person_counts_once_in_a_criterion_at_the_mean_of_their_items(
    house: House, community: Community
) -> None:
    year = await publish(house, community, count=1)
    async with house.look(SYSTEM) as work:
        wave = await surveys.fetch_wave(work, year.waves[0])
        asked = map(questionnaire.load(wave.questionnaire).question, wave.items)
        of_criterion = [one.id for one in asked if isinstance(one, Item) and one.criterion == "C1"]
        query = select(Answer).where(
            col(Answer.wave_id) == wave.id,
            col(Answer.item).in_(of_criterion),
            col(Answer.kind) == AnswerKind.SCORED,
        )
        said: dict[UUID, list[int]] = {}
        for answer in await work.session.scalars(query):
            said.setdefault(answer.id, []).append(answer.score or 0)
    means = [sum(scores) / len(scores) for scores in said.values()]
    favourable = sum(mean >= 3.5 for mean in means)

    england = one(await rows(house, year.releases[0].number), ENGLAND, "C1").figure

    assert england.favourable == Rounded(5 * round(100 * favourable / len(means) / 5))


async def test_nobody_lets_out_what_they_asked_for(house: House, community: Community) -> None:
    year = await publish(house, community, count=1)
    asked = await asked_for(house, year)
    assert await preparing.run(house, asked) is Stage.READY

    for actor in (account(str(year.analyst.slack_id)), OPERATOR):
        with pytest.raises(OwnPreparation):
            async with house.begin(actor) as work:
                await releasing.approve(work, asked)

    async with house.look(SYSTEM) as work:
        assert await work.session.scalar(select(func.count()).select_from(Release)) == 1


@pytest.mark.parametrize("role", [RoleName.NQSW, RoleName.CHAMPION, RoleName.LEADER])
async def test_only_analysts_and_coordinators_for_england_ask_and_release(
    house: House, community: Community, role: RoleName
) -> None:
    year = await publish(house, community, count=1)
    employer = await community.employer("Elsewhere")
    others = [
        await community.member(role, employer, Reach.NATIONAL, "England"),
        await community.member(RoleName.COORDINATOR, employer, Reach.REGION, "London"),
    ]
    asked = await asked_for(house, year)
    await preparing.run(house, asked)

    for person in others:
        for errand in (
            lambda work: releasing.ask(work, Period.WAVE, str(year.waves[0])),
            lambda work: releasing.look_at(work, asked),
            lambda work: releasing.approve(work, asked),
            lambda work: releasing.decline(work, asked, "No."),
        ):
            with pytest.raises(NotAllowed):
                async with house.begin(account(str(person.slack_id))) as work:
                    await errand(work)


async def test_two_who_decide_at_once_have_one_outcome(house: House, community: Community) -> None:
    year = await publish(house, community, count=1)
    asked = await asked_for(house, year)
    await preparing.run(house, asked)

    async def decide() -> bool:
        try:
            async with house.begin(account(str(year.second.slack_id))) as work:
                await releasing.approve(work, asked)
        except (PreparationMoved, AlreadyReleased):
            return False
        return True

    assert sorted(await asyncio.gather(decide(), decide(), decide())) == [False, False, True]
    async with house.look(SYSTEM) as work:
        assert await work.session.scalar(select(func.count()).select_from(Release)) == 2
        assert await chain.first_broken(work) is None


async def test_the_same_figures_are_asked_for_once(house: House, community: Community) -> None:
    year = await publish(house, community, count=1)
    await asked_for(house, year)
    async with house.look(SYSTEM) as work:
        subject = (
            await work.session.scalars(
                select(col(Preparation.subject)).where(col(Preparation.stage) == Stage.WAITING)
            )
        ).one()

    with pytest.raises(PreparationMoved):
        async with house.begin(account(str(year.second.slack_id))) as work:
            await releasing.ask(work, Period.WAVE, subject)
    with pytest.raises(AlreadyReleased):
        async with house.begin(account(str(year.second.slack_id))) as work:
            await releasing.ask(work, Period.WAVE, str(year.waves[0]))


async def test_preparing_a_second_time_after_a_crash_gives_the_same(
    house: House, community: Community
) -> None:
    year = await publish(house, community, count=1)
    asked = await asked_for(house, year)
    async with house.begin(SYSTEM) as work:
        (await work.session.get_one(Preparation, asked)).stage = Stage.EXAMINING

    assert await preparing.run(house, asked) is Stage.READY
    assert await preparing.run(house, asked) is Stage.READY

    async with house.look(SYSTEM) as work:
        content = (await work.session.get_one(Preparation, asked)).content
    first = {(unit, item): figure for unit, item, figure in content["figures"]}
    released = await rows(house, year.releases[0].number)
    assert {
        (row.unit.key, row.item.id): replace(row.figure, change=None).as_json() for row in released
    } == {place: {k: v for k, v in kept.items() if k != "change"} for place, kept in first.items()}


async def test_what_was_called_off_meanwhile_stays_so(house: House, community: Community) -> None:
    year = await publish(house, community, count=1)
    asked = await asked_for(house, year)
    async with house.begin(account(str(year.analyst.slack_id))) as work:
        await releasing.decline(work, asked, "I chose the wrong wave.")

    assert await preparing.run(house, asked) is Stage.DECLINED
    with pytest.raises(PreparationMoved):
        async with house.begin(account(str(year.second.slack_id))) as work:
            await releasing.approve(work, asked)


async def test_an_open_wave_has_no_figures(house: House, community: Community) -> None:
    year = await publish(house, community, count=1)
    async with house.begin(SYSTEM) as work:
        wave = await surveys.fetch_wave(work, year.waves[0])
        still = wave.model_dump() | {
            "id": work.new_id(),
            "slot": "open",
            "state": WaveState.SEALED,
        }
        work.session.add(type(wave)(**still))

    with pytest.raises(WaveNotSealed):
        async with house.begin(account(str(year.analyst.slack_id))) as work:
            await releasing.ask(work, Period.WAVE, str(still["id"]))


async def test_that_a_wave_of_eight_is_released_would_tell_that_all_eight_answered(
    house: House, community: Community
) -> None:
    year = await publish(house, community, count=1)
    async with house.begin(SYSTEM) as work:
        wave = await surveys.fetch_wave(work, year.waves[0], to_change=True)
        answers = await work.session.scalars(select(Answer).where(col(Answer.wave_id) == wave.id))
        people = sorted({one.id for one in answers})
        left_out = delete(Answer).where(col(Answer.id).in_(people[8:]))
        await work.session.execute(left_out)

        wave.invited = 9
        assert await releasable.enough_answered(work, wave)
        wave.invited = 8
        assert not await releasable.enough_answered(work, wave)


@pytest.mark.parametrize("people", [4, 7])
async def test_of_a_wave_that_too_few_answered_nothing_is_released(
    house: House, community: Community, people: int
) -> None:
    year = await publish(house, community, {"Tiny": ("London", people)}, count=0)
    asked = [Place("Tiny", "London")] * people
    wave = await story_year.seal(house, Random(1), asked, SPRING)

    with pytest.raises(TooFewAnswered):
        async with house.begin(account(str(year.analyst.slack_id))) as work:
            await releasing.ask(work, Period.WAVE, str(wave.id))
    async with house.look(SYSTEM) as work:
        assert await releasable.unreleased(work) == []
        assert await releasable.waves_of(work, Period.QUARTER, "2026-27-Q1") == []


async def test_a_release_is_chained_to_the_one_before(house: House, community: Community) -> None:
    year = await publish(house, community, count=3)

    async with house.look(SYSTEM) as work:
        assert await chain.first_broken(work) is None
    assert [one.before for one in year.releases[1:]] == [one.link for one in year.releases[:-1]]


async def test_figures_prepared_by_an_earlier_version_tell_no_response_of_a_unit(
    house: House, community: Community
) -> None:
    year = await publish(house, community, count=1)
    prepared = await asked_for(house, year)
    assert await preparing.run(house, prepared) is Stage.READY
    async with house.begin(SYSTEM) as work:
        preparation = await work.session.get_one(Preparation, prepared)
        units = [unit | {"rate": RATE} for unit in preparation.content["units"]]
        preparation.content = preparation.content | {"units": units}

    async with house.begin(account(str(year.second.slack_id))) as work:
        released = await releasing.approve(work, prepared)

    async with house.database.results() as session:
        of_release = col(ReleasedUnit.release) == released.number
        rates = (await session.scalars(select(col(ReleasedUnit.rate)).where(of_release))).all()
    assert rates
    assert not any(rates)


async def test_the_community_hears_of_a_release_once_and_the_asker_that_it_is_ready(
    house: House, community: Community
) -> None:
    year = await publish(house, community, count=1)

    async with house.look(SYSTEM) as work:
        query = select(Message).where(col(Message.dedupe).like("release%"))
        letters = {one.dedupe: one for one in await work.session.scalars(query)}
        noted = (await work.session.scalars(select(col(AuditEntry.what)))).all()

    assert [one for one in letters if one.startswith("released:")] == ["released:1"]
    assert letters["released:1"].channel == house.policy.channels.community
    ready = [one for key, one in letters.items() if key.endswith(":ready")]
    assert [one.channel for one in ready] == [year.analyst.slack_id]
    assert [one for one in noted if one.startswith("release.")] == [
        "release.asked",
        "release.ready",
        "release.released",
    ]


async def test_a_year_is_made_of_what_its_waves_showed(
    house: House, community: Community, clock: FrozenClock
) -> None:
    clock.advance(timedelta(days=200))
    year = await publish(house, community, count=3)
    of_year = await release(house, year, Period.YEAR, "2026-27")

    found = await rows(house, of_year.number)
    waves = [one(await rows(house, each.number), ENGLAND, "A1").figure for each in year.releases]
    share = one(found, ENGLAND, "A1").figure.favourable

    assert of_year.title == "The year 2026-27"
    assert isinstance(share, Rounded)
    shares = [each.favourable.value for each in waves if isinstance(each.favourable, Rounded)]
    assert min(shares) <= share.value <= max(shares)


async def test_a_year_that_is_not_over_or_not_wholly_released_waits(
    house: House, community: Community, clock: FrozenClock
) -> None:
    year = await publish(house, community, count=1)

    async def ask(subject: str) -> None:
        async with house.begin(account(str(year.analyst.slack_id))) as work:
            await releasing.ask(work, Period.YEAR, subject)

    with pytest.raises(BadInput, match="ends on"):
        await ask("2026-27")
    await asked_for(house, year)
    clock.advance(timedelta(days=200))
    with pytest.raises(BadInput, match="First release"):
        await ask("2026-27")
    with pytest.raises(BadInput, match="No wave was sealed"):
        await ask("2025-26")


async def test_a_year_waits_for_a_wave_that_opened_in_it_and_is_not_sealed_yet(
    house: House, community: Community, clock: FrozenClock
) -> None:
    year = await publish(house, community, count=1)
    async with house.begin(SYSTEM) as work:
        wave = await surveys.fetch_wave(work, year.waves[-1])
        late = {"id": work.new_id(), "slot": "late", "state": WaveState.CLOSING}
        work.session.add(type(wave)(**wave.model_dump() | late))
    clock.advance(timedelta(days=200))

    with pytest.raises(BadInput, match="First release"):
        async with house.begin(account(str(year.analyst.slack_id))) as work:
            await releasing.ask(work, Period.YEAR, "2026-27")
    async with house.look(SYSTEM) as work:
        assert "2026-27" not in {one.key for one in await releasable.unreleased(work)}


async def test_released_words_are_no_figures(house: House, community: Community) -> None:
    year = await publish(house, community, count=1)
    asked = await asked_for(house, year)
    async with house.begin(SYSTEM) as work:
        preparation = await work.session.get_one(Preparation, asked)
        preparation.stage = Stage.DECLINED
        release = await work.session.get_one(Release, 1)
        head = release.model_dump(include={"title", "starts_on", "ends_on", "questionnaire"})
        head |= release.model_dump(include={"version", "floor", "rate"})
        await chain.append(work, Period.WORDS, preparation.subject, head, {})

    async with house.look(SYSTEM) as work:
        assert preparation.subject in {one.key for one in await releasable.unreleased(work)}

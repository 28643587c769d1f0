"""Releases: one person asks for figures, another lets them out, and then they stand for ever."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

import views.release_news
import views.releases
from analysis.published import ItemInfo, Row, UnitInfo, both_ways, published, rounded
from models.person import Person, RoleName
from models.refusals import (
    BadInput,
    OwnPreparation,
    PreparationMoved,
    PreparationUnknown,
)
from models.release import (
    UNDER_WAY,
    Preparation,
    Release,
    ReleasedFigure,
    ReleasedItem,
    ReleasedPair,
    ReleasedUnit,
    Stage,
)
from models.reporting import ENGLAND, Level, Period
from models.tables import Table
from services import agenda, chain, releasable, responses, rights, rows, surveys
from services.work import Delivery, Work
from views.blocks import Block
from views.letters import Letter
from views.release_news import News
from views.releases import Shown

PREPARING = "release.prepare"

RELEASERS = (RoleName.ANALYST, RoleName.COORDINATOR)
MOST_LISTED = 10
CLEAREST = 3


async def may(work: Work) -> bool:
    """Whether the actor prepares and releases figures."""
    return await rights.may(work, RELEASERS, rights.ENGLAND)


async def ask(work: Work, period: Period, subject: str) -> Preparation:
    """Have figures prepared; AlreadyReleased, or PreparationMoved if somebody asked before."""
    await rights.require(work, RELEASERS, rights.ENGLAND)
    await releasable.must_be_over(work, period, subject)
    new = Preparation(
        id=work.new_id(),
        period=period,
        subject=subject,
        asked_by=await _my_id(work),
        asked_at=work.now,
    )
    if not await rows.insert_new(work.session, Preparation, [new.model_dump()]):
        raise PreparationMoved
    await agenda.schedule(work, PREPARING, str(new.id), work.now)
    work.record("release.asked", new.id, period=period, of=subject)
    return new


async def look_at(work: Work, preparation_id: UUID) -> Shown:
    """A preparation as it stands, for those who may decide about it."""
    await rights.require(work, RELEASERS, rights.ENGLAND)
    return await _shown(work, await _fetch(work, preparation_id))


async def approve(work: Work, preparation_id: UUID) -> Release:
    """Let the figures out, all at once; OwnPreparation for whoever asked for them."""
    preparation = await _decide(work, preparation_id, Stage.RELEASED)
    release = await _append(work, preparation)
    work.record("release.released", release.number, link=release.link)
    await responses.ask(work, release.number)
    _announce(work, release, preparation)
    return release


async def decline(work: Work, preparation_id: UUID, why: str) -> None:
    """Do not let them out; whoever asked for them may take that back, too."""
    if not why.strip():
        raise BadInput(views.releases.WHY, views.releases.SAY_WHY)
    preparation = await _decide(work, preparation_id, Stage.DECLINED)
    preparation.why = why.strip()
    work.record("release.declined", preparation_id)
    shown = await _shown(work, preparation)
    await _tell_asker(work, preparation, views.releases.declined(shown))


async def tell(work: Work, preparation: Preparation) -> None:
    """Say that figures are ready, or why there are none: to who asked, and where it is decided."""
    letter = views.releases.prepared(await _shown(work, preparation))
    if preparation.stage is Stage.READY and work.policy.channels.coordinators:
        work.post(work.policy.channels.coordinators, letter, f"release:{preparation.id}")
    await _tell_asker(work, preparation, letter)


async def for_home(work: Work) -> list[Block]:
    """What is to be prepared and decided; nothing for those who do neither."""
    if not await may(work):
        return []
    query = (
        select(Preparation)
        .where(col(Preparation.stage).in_([*UNDER_WAY, Stage.REFUSED]))
        .order_by(col(Preparation.asked_at).desc())
        .limit(MOST_LISTED)
    )
    found = (await work.session.scalars(query)).all()
    taken = {one.subject for one in found if one.stage in UNDER_WAY}
    waiting = [one for one in await releasable.unreleased(work) if one.key not in taken]
    open_subjects = taken | {one.key for one in waiting}
    shown = [
        await _shown(work, one)
        for one in found
        if one.stage in UNDER_WAY or (one.subject in open_subjects and one.subject not in taken)
    ]
    return views.releases.for_home(shown, waiting[:MOST_LISTED])


async def _append(work: Work, preparation: Preparation) -> Release:
    """Write what was prepared; no response of a unit leaves, as earlier preparations had it."""
    said = dict(preparation.content)
    units, items, figures, pairs = (said.pop(one) for one in ("units", "items", "figures", "pairs"))
    tables: dict[type[Table], chain.Rows] = {
        ReleasedUnit: [unit | {"rate": None} for unit in units],
        ReleasedItem: [item | {"place": place} for place, item in enumerate(items)],
        ReleasedFigure: [
            {"unit": unit, "item": item, "content": figure} for unit, item, figure in figures
        ],
        ReleasedPair: pairs,
    }
    return await chain.append(work, preparation.period, preparation.subject, said, tables)


async def _decide(work: Work, preparation_id: UUID, stage: Stage) -> Preparation:
    """Move it on, if it is still what was seen; nobody lets out what they asked for themselves."""
    await rights.require(work, RELEASERS, rights.ENGLAND)
    preparation = await _fetch(work, preparation_id, to_change=True)
    me = await _my_id(work)
    if preparation.stage not in ({Stage.READY} if stage is Stage.RELEASED else UNDER_WAY):
        raise PreparationMoved
    # The shell is nobody in particular, so it is never the second person.
    if stage is Stage.RELEASED and me in {None, preparation.asked_by}:
        raise OwnPreparation
    preparation.stage = stage
    preparation.settled_by, preparation.settled_at = me, work.now
    return preparation


def _announce(work: Work, release: Release, preparation: Preparation) -> None:
    """Tell the community England's criteria and the clearest of its questions, both ways."""
    if not work.policy.channels.community or release.period is not Period.WAVE:
        return
    england = _of_england(release.number, preparation)
    news = News(
        number=release.number,
        title=release.title,
        rate=rounded(release.rate),
        criteria=[row for row in england if row.item.is_criterion],
        clearest=both_ways([row for row in england if not row.item.is_criterion], CLEAREST),
    )
    letter = views.release_news.announcement(news)
    about = Delivery(wave_id=UUID(release.subject))
    work.post(work.policy.channels.community, letter, f"released:{release.number}", about)


def _of_england(number: int, preparation: Preparation) -> list[Row]:
    """England's figures in the order of the items."""
    content = preparation.content
    england = UnitInfo(ENGLAND, "England", Level.ENGLAND)
    figures = {item: figure for unit, item, figure in content["figures"] if unit == ENGLAND}
    return [
        Row(
            number, england, ItemInfo(item, one["criterion"], one["text"]), published(figures[item])
        )
        for one in content["items"]
        if (item := one["item"]) in figures
    ]


async def _shown(work: Work, preparation: Preparation) -> Shown:
    me = await _my_id(work)
    is_mine = preparation.asked_by is not None and preparation.asked_by == me
    return Shown(preparation, await _title(work, preparation), is_mine=is_mine)


async def _title(work: Work, preparation: Preparation) -> str:
    if preparation.period is not Period.WAVE:
        return views.releases.period_title(preparation.period, preparation.subject)
    wave = await surveys.fetch_wave(work, UUID(preparation.subject))
    survey = await surveys.fetch(work, wave.survey_id)
    return views.releases.wave_title(survey.title, *releasable.days_of_wave(wave))


async def _fetch(work: Work, preparation_id: UUID, *, to_change: bool = False) -> Preparation:
    found = await work.session.get(
        Preparation, preparation_id, with_for_update=to_change or None, populate_existing=to_change
    )
    if found is None:
        raise PreparationUnknown
    return found


async def _tell_asker(work: Work, preparation: Preparation, letter: Letter) -> None:
    if preparation.asked_by is None:
        return
    person = await work.session.get(Person, preparation.asked_by)
    if person is not None and person.slack_id is not None:
        key = f"release:{preparation.id}:{preparation.stage}"
        work.post(person.slack_id, letter, key, Delivery(person_id=person.id))


async def _my_id(work: Work) -> UUID | None:
    """Who acts; None for the shell and the timetable."""
    return None if work.actor.slack_id is None else (await rights.me(work)).id

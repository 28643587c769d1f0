"""The words of a wave leave once, in one go: one person prepares them, a second one releases them.

With them go all comments of the wave and all that was written about them. What is then left says
how many in a unit spoke of a theme, as coarsely as a figure, and what those who allowed it may be
quoted with, for England or a region of more than one unit; no id of it is a comment's.
"""

from collections import Counter, defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlmodel import col

import views.words_news
import views.words_release
from analysis.published import published
from models.answer import Comment
from models.person import RoleName
from models.refusals import (
    NotAllowed,
    NotOnRoster,
    NoWordsToRelease,
    OwnRedaction,
    WordsMoved,
)
from models.release import Release, ReleasedUnit
from models.reporting import ENGLAND, Period, days_of, year_of
from models.survey import Survey, Wave, WaveState
from models.words import Redaction, ReleasedQuote, ReleasedTheme, WordsPlan, WordsStep
from services import agenda, chain, forgetting, rights, rows, surveys, words_counting
from services.work import LONDON, Delivery, Work
from views.blocks import Block
from views.words_release import Preview, Progress, Quote, ShownTheme

EXPIRING = "words.expire"
MONTHS_KEPT = 6
RELEASERS = (RoleName.ANALYST, RoleName.COORDINATOR)


async def progress(work: Work) -> list[Progress]:
    """How far the words of each wave are that has comments, the newest first."""
    await rights.require(work, RELEASERS, rights.ENGLAND)
    me = await rights.me(work)
    query = (
        select(col(Comment.wave_id), col(Redaction.step), func.count())
        .outerjoin(Redaction, col(Redaction.comment_id) == col(Comment.id))
        .group_by(col(Comment.wave_id), col(Redaction.step))
    )
    steps: defaultdict[UUID, Counter[WordsStep | None]] = defaultdict(Counter)
    for wave_id, step, number in (await work.session.execute(query)).all():
        steps[wave_id][step] += number
    plans = {one.wave_id: one.prepared_by for one in await work.session.scalars(select(WordsPlan))}
    waves = await work.session.scalars(
        select(Wave)
        .where(col(Wave.id).in_(list(steps)), col(Wave.state) == WaveState.DESTROYED)
        .order_by(col(Wave.opens_at).desc())
    )
    return [
        Progress(
            wave_id=wave.id,
            title=await _title(work, wave),
            agreed=steps[wave.id][WordsStep.APPROVED],
            all=steps[wave.id].total(),
            is_prepared=wave.id in plans,
            is_mine=plans.get(wave.id) == me.id,
        )
        for wave in waves.all()
    ]


async def to_do(work: Work) -> list[Block]:
    """For Home: the words that could be released, and those that wait for a second person."""
    try:
        found = await progress(work)
    except (NotAllowed, NotOnRoster):
        return []
    return views.words_release.to_do(found)


async def prepare(work: Work, wave_id: UUID) -> None:
    """Stop all work on the words of a wave, and let a second person see what would leave."""
    await rights.require(work, RELEASERS, rights.ENGLAND)
    me = await rights.me(work)
    wave = await _locked(work, wave_id)
    await words_counting.tables(work, wave)
    new = {"wave_id": wave.id, "prepared_by": me.id}
    if not await rows.insert_new(work.session, WordsPlan, [new]):
        raise WordsMoved
    work.record("words.prepared", wave.id)


async def preview(work: Work, wave_id: UUID) -> Preview:
    """What would leave: the themes of England, every quotation, and how many stay unread."""
    await rights.require(work, RELEASERS, rights.ENGLAND)
    wave = await surveys.fetch_wave(work, wave_id)
    plan = await work.session.get(WordsPlan, wave_id)
    if plan is None:
        raise NoWordsToRelease
    me = await rights.me(work)
    tables = await words_counting.tables(work, wave)
    (state,) = [one for one in await progress(work) if one.wave_id == wave_id]
    return Preview(state, *_shown(tables), is_mine=plan.prepared_by == me.id)


async def release(work: Work, wave_id: UUID) -> Release:
    """Let the words of a wave out, and delete its comments; OwnRedaction for who prepared them."""
    wave, plan = await _planned(work, wave_id)
    if plan.prepared_by == (await rights.me(work)).id:
        raise OwnRedaction("own preparation")
    head = {
        "title": await _title(work, wave),
        "starts_on": wave.opens_at.astimezone(LONDON).date(),
        "ends_on": wave.closes_at.astimezone(LONDON).date(),
        "questionnaire": wave.questionnaire,
        "version": wave.version,
        "floor": work.policy.floor_text,
        "rate": None,
    }
    tables = await words_counting.tables(work, wave)
    released = await chain.append(work, Period.WORDS, str(wave.id), head, tables)
    await work.session.delete(plan)
    await forget(work, wave.id)
    work.record("words.released", wave.id, release=released.number)
    _announce(work, released, wave.id, tables)
    return released


async def decline(work: Work, wave_id: UUID) -> None:
    """Do not let them out; work on them goes on. Whoever prepared may take it back as well."""
    wave, plan = await _planned(work, wave_id)
    await work.session.delete(plan)
    work.record("words.declined", wave.id)


async def forget_old(work: Work) -> list[UUID]:
    """Delete the comments that nobody released in time, wave by wave; of which waves.

    Six months after its year of reporting ends is as long as the report may need them.
    """
    query = (
        select(Wave)
        .where(col(Wave.id).in_(select(col(Comment.wave_id)).distinct()))
        .order_by(col(Wave.opens_at))
    )
    old = [one for one in await work.session.scalars(query) if _kept_until(one) <= work.today]
    for wave in old:
        await forget(work, wave.id)
        work.record("words.expired", wave.id)
    return [wave.id for wave in old]


async def forget(work: Work, wave_id: UUID) -> None:
    """Delete the comments of a wave and all that was written about them, also from the files."""
    of_wave = select(col(Comment.id)).where(col(Comment.wave_id) == wave_id)
    for statement in (
        delete(Redaction).where(col(Redaction.comment_id).in_(of_wave)),
        delete(Comment).where(col(Comment.wave_id) == wave_id),
        delete(WordsPlan).where(col(WordsPlan.wave_id) == wave_id),
    ):
        await work.session.execute(statement.execution_options(synchronize_session=False))
    await agenda.schedule(work, forgetting.SCRUBBING, str(wave_id), work.now)


def _announce(work: Work, release: Release, wave_id: UUID, tables: words_counting.Tables) -> None:
    """Tell the community what people wrote about, and where to read it."""
    letter = views.words_news.announcement(release.title, *_shown(tables))
    if letter is None or not work.policy.channels.community:
        return
    about = Delivery(wave_id=wave_id)
    work.post(work.policy.channels.community, letter, f"words:{release.number}", about)


def _kept_until(wave: Wave) -> date:
    """The first of October after the year of reporting in which a wave opened."""
    _, last = days_of(Period.YEAR, year_of(wave.opens_at.astimezone(LONDON).date()))
    return date(last.year, last.month + MONTHS_KEPT + 1, 1)


async def _planned(work: Work, wave_id: UUID) -> tuple[Wave, WordsPlan]:
    await rights.require(work, RELEASERS, rights.ENGLAND)
    wave = await _locked(work, wave_id)
    plan = await work.session.get(WordsPlan, wave_id, populate_existing=True)
    if plan is None:
        raise WordsMoved
    return wave, plan


async def _locked(work: Work, wave_id: UUID) -> Wave:
    wave = await surveys.fetch_wave(work, wave_id, to_change=True)
    if wave.state is not WaveState.DESTROYED:
        raise NoWordsToRelease
    return wave


async def _title(work: Work, wave: Wave) -> str:
    survey = await work.session.get_one(Survey, wave.survey_id)
    return views.words_release.title(survey.title, wave.opens_at)


def _shown(tables: words_counting.Tables) -> tuple[list[ShownTheme], list[Quote]]:
    """The themes of England and the quotations, for whoever decides."""
    names = {row["key"]: row["name"] for row in tables[ReleasedUnit]}
    themes = [
        ShownTheme(row["theme"], row["name"], published(row["content"]))
        for row in tables[ReleasedTheme]
        if row["unit"] == ENGLAND
    ]
    quotes = [Quote(names[row["unit"]], row["theme"], row["text"]) for row in tables[ReleasedQuote]]
    return themes, quotes

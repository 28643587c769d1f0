"""The first figures of a sealed wave: England's, protected once, kept and shown as they are."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlmodel import col

import views.figures
from analysis import summary
from analysis.protection import protect, response_rate
from models import questionnaire
from models.answer import Answer, AnswerKind, Figures
from models.questionnaire import CRITERIA, Item
from models.survey import Survey, Wave, WaveState
from services import mixing, rows, surveys
from services.work import Delivery, Work
from views.blocks import Block

Content = dict[str, Any]


async def publish(work: Work, wave_id: UUID) -> None:
    """Make the figures of a wave and tell everybody at once; once, and never anew."""
    wave = await surveys.fetch_wave(work, wave_id)
    content = await _content(work, wave)
    new = {"wave_id": wave_id, "made_at": work.now, "content": content}
    if not await rows.insert_new(work.session, Figures, [new]):
        return
    work.record("figures.published", wave_id)
    survey = await surveys.fetch(work, wave.survey_id)
    if work.policy.channels.community:
        shown = _shown(work, survey.title, wave, content)
        letter = views.figures.announcement(shown)
        about = Delivery(wave_id=wave_id)
        work.post(work.policy.channels.community, letter, f"figures:{wave_id}", about)


async def missing(work: Work) -> list[UUID]:
    """The waves that are sealed and have no figures yet."""
    query = (
        select(col(Wave.id))
        .outerjoin(Figures, col(Figures.wave_id) == col(Wave.id))
        .where(col(Wave.state) == WaveState.DESTROYED, col(Figures.wave_id).is_(None))
    )
    return list((await work.session.scalars(query)).all())


async def latest(work: Work) -> views.figures.Shown | None:
    """The figures of the wave that closed last; None before the first."""
    query = (
        select(Figures, Wave, col(Survey.title))
        .join(Wave, col(Wave.id) == col(Figures.wave_id))
        .join(Survey, col(Survey.id) == col(Wave.survey_id))
        # A wave closed by hand keeps the moment at which it would have closed.
        .order_by(func.coalesce(col(Wave.closing_since), col(Wave.closes_at)).desc())
        .limit(1)
    )
    found = (await work.session.execute(query)).first()
    if found is None:
        return None
    figures, wave, title = found
    return _shown(work, title, wave, figures.content)


async def for_home(work: Work) -> list[Block]:
    """The latest figures as everybody's Home shows them."""
    shown = await latest(work)
    return views.figures.nothing_yet() if shown is None else views.figures.on_home(shown)


def _shown(work: Work, title: str, wave: Wave, content: Content) -> views.figures.Shown:
    return views.figures.Shown(
        title=title,
        opened_at=wave.opens_at,
        closed_at=wave.closing_since or wave.closes_at,
        floor=work.policy.floor_employer,
        content=content,
    )


async def _content(work: Work, wave: Wave) -> Content:
    """Everything that is ever shown of this wave, rounded."""
    kept = await mixing.kept(work, wave.id)
    questions = questionnaire.load(wave.questionnaire)
    asked = [questions.question(item) for item in wave.items]
    items = [one for one in asked if isinstance(one, Item)]
    by_item = _by_item(kept)
    by_criterion = await _by_criterion(work, wave, items)
    invited = max(wave.invited, kept.people)
    rate = response_rate(kept.people, invited)
    return {
        "questionnaire": wave.questionnaire,
        "version": wave.version,
        "rate": None if rate is None else asdict(rate),
        "criteria": [
            {"code": code, "figure": _figure(work, by_criterion[code])}
            for code in CRITERIA
            if code in by_criterion
        ],
        "items": [
            {
                "id": item.id,
                "criterion": item.criterion,
                "text": item.text,
                "figure": _figure(work, by_item.get(item.id, {})),
            }
            for item in items
        ],
    }


def _figure(work: Work, choices: Mapping[int | str, int]) -> Content:
    return asdict(protect(summary.tally(choices), work.policy.floor_wider))


def _by_item(kept: mixing.Tally) -> dict[str, Counter[int | str]]:
    found: dict[str, Counter[int | str]] = {}
    for (item, kind, score), count in kept.answers.items():
        found.setdefault(item, Counter())[kind if score is None else score] += count
    return found


async def _by_criterion(
    work: Work, wave: Wave, items: list[Item]
) -> dict[str, dict[int | str, int]]:
    """How many people stand at each point, each counted once at the mean of their items."""
    codes = {item.id: item.criterion for item in items}
    scored = (
        select(case(codes, value=col(Answer.item)).label("code"), col(Answer.id), col(Answer.score))
        .where(col(Answer.wave_id) == wave.id, col(Answer.kind) == AnswerKind.SCORED)
        .subquery()
    )
    score, count = func.sum(scored.c.score), func.count()
    # Halves go up, as in analysis.summary.
    mean = ((score + score + count) // (count + count)).label("mean")
    people = select(scored.c.code, mean).group_by(scored.c.code, scored.c.id).subquery()
    grouped = select(people.c.code, people.c.mean, func.count()).group_by(
        people.c.code, people.c.mean
    )
    found: dict[str, dict[int | str, int]] = {code: {} for code in codes.values()}
    for code, point, number in await work.session.execute(grouped):
        found[code][int(point)] = number
    return found

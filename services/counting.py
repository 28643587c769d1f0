"""Counts sealed answers, exactly: only the process that makes a release ever calls this."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, String, case, cast, func, select, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import col

from analysis import summary
from analysis.wholes import Counts, Leaf
from models.answer import Answer, AnswerKind
from models.person import Employer
from models.questionnaire import Item
from models.survey import Wave
from models.unit import Asked
from services import units
from services.work import Work

Rows = Sequence[Any]

# The bare columns: rows by the hundred thousand need no objects.
ANSWER = Answer.metadata.tables[Answer.__tablename__].c


async def of_wave(work: Work, wave: Wave, items: Sequence[Item]) -> Counts:
    """What a wave's answers are, by the finest group that they know, for items and criteria."""
    found: defaultdict[tuple[str, str, str], dict[int | str, int]] = defaultdict(dict)
    for unit, cohort, item, kind, score, number in await _by_item(work, wave):
        found[unit, cohort, item][kind if score is None else score] = number
    for unit, cohort, criterion, point, number in await _by_criterion(work, wave, items):
        found[unit, cohort, criterion][point] = number
    tallies = {
        (Leaf(unit, cohort), item): summary.tally(choices)
        for (unit, cohort, item), choices in found.items()
    }
    return Counts(str(wave.id), tallies, await _regions(work))


async def invited(work: Work, wave: Wave) -> dict[str, int]:
    """How many each unit of a wave was asked, by its key."""
    query = select(col(Asked.unit), col(Asked.people)).where(col(Asked.wave_id) == wave.id)
    return {one.unit: one.people for one in (await work.session.execute(query)).all()}


async def people(work: Work, wave: Wave) -> int:
    """How many answered a wave, whatever they answered."""
    query = select(func.count(col(Answer.id).distinct())).where(col(Answer.wave_id) == wave.id)
    return (await work.session.execute(query)).scalar_one()


async def together(work: Work, wave: Wave, item: str, anchor: str) -> list[tuple[int, int]]:
    """The scores that each person gave to two items of a wave, in order of the scores."""
    one, two = aliased(Answer), aliased(Answer)
    query = (
        select(col(one.score), col(two.score), func.count())
        .join(two, (col(two.id) == col(one.id)) & (col(two.item) == anchor))
        .where(col(one.wave_id) == wave.id, col(one.item) == item)
        .where(col(one.kind) == AnswerKind.SCORED, col(two.kind) == AnswerKind.SCORED)
        .group_by(col(one.score), col(two.score))
        .order_by(col(one.score), col(two.score))
    )
    rows = (await work.session.execute(query)).all()
    return [(a or 0, b or 0) for a, b, number in rows for _ in range(number)]


async def _by_item(work: Work, wave: Wave) -> Rows:
    """By unit, cohort and item: how many there are of each kind and score."""
    kind = type_coerce(ANSWER.kind, String)
    shape = (ANSWER.unit, ANSWER.cohort, ANSWER.item, kind, ANSWER.score)
    query = select(*shape, func.count()).where(ANSWER.wave_id == wave.id).group_by(*shape)
    return (await work.session.execute(query)).all()


async def _by_criterion(work: Work, wave: Wave, items: Sequence[Item]) -> Rows:
    """By unit, cohort and criterion: each person once, at the mean of their items."""
    code = case({item.id: item.criterion for item in items}, value=ANSWER.item)
    score, count = func.sum(ANSWER.score), func.count()
    # Halves go up, as in analysis.summary.
    mean = cast((score + score + count) // (count + count), Integer).label("mean")
    each = (
        select(ANSWER.unit, ANSWER.cohort, code.label("code"), mean)
        .where(ANSWER.wave_id == wave.id, ANSWER.kind == AnswerKind.SCORED)
        .group_by(ANSWER.unit, ANSWER.cohort, code, ANSWER.id)
        .subquery()
    )
    shape = (each.c.unit, each.c.cohort, each.c.code, each.c.mean)
    return (await work.session.execute(select(*shape, func.count()).group_by(*shape))).all()


async def _regions(work: Work) -> dict[str, str]:
    """Where each employer works, by its name as it is stored with answers."""
    rows = await work.session.execute(select(col(Employer.name), col(Employer.region)))
    return {units.place(name, region).employer: region for name, region in rows.all()}

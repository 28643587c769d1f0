"""Makes what a release will say, in a process of its own: counts, plans, rounds, examines.

The exact counts never leave this process; what it writes down is rounded.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

import views.releases
from analysis import examination, publishing
from analysis.association import association
from analysis.disclosure.findings import Finding
from analysis.disclosure.formats import misprints
from analysis.planning import Place, plan
from analysis.protection import Rounded, response_rate
from analysis.published import in_a_word
from analysis.wholes import Counts
from models import questionnaire
from models.questionnaire import Item
from models.release import Preparation, Stage
from models.reporting import ENGLAND, Period, days_of
from models.survey import Wave
from services import counting, releasable, release_content, releasing, results, surveys
from services.release_content import Content
from services.work import SYSTEM, House, Work

Watch = Callable[[int, int], None]

# Whoever waits for a release looks about so often.
TELL_EVERY = 0.5


@dataclass(frozen=True)
class Source:
    """All that a wave's release is made of, exact; `head` and `items` are as they will be kept."""

    counts: Counts
    rate: Rounded | None
    floor: int
    head: Content
    items: Sequence[Content]
    pairs: Sequence[Content]
    earlier: publishing.Figures


@dataclass
class Progress:
    """How much of the work is done; written by the thread that does it."""

    watch: Watch
    done: int = 0
    of: int = 0

    def __call__(self, done: int, of: int) -> None:
        self.done, self.of = done, of
        self.watch(done, of)


async def run(house: House, preparation_id: UUID, watch: Watch = lambda _done, _of: None) -> Stage:
    """Prepare what was asked for, from the beginning; its stage then. Once more does no harm.

    `watch` is told how many questions of how many are checked, in the thread that checks.
    """
    async with house.begin(SYSTEM) as work:
        preparation = await work.session.get(Preparation, preparation_id, with_for_update=True)
        if preparation is None or preparation.stage not in (Stage.WAITING, Stage.EXAMINING):
            return Stage.DECLINED if preparation is None else preparation.stage
        preparation.stage = Stage.EXAMINING
    if preparation.period is Period.WAVE:
        content, findings = await _of_wave(house, preparation, watch)
    else:
        async with house.look(SYSTEM) as work:
            content, findings = await _of_period(work, preparation), []
    async with house.begin(SYSTEM) as work:
        return await _settle(work, preparation_id, content, findings)


async def _of_wave(
    house: House, preparation: Preparation, watch: Watch
) -> tuple[Content, list[Finding]]:
    async with house.look(SYSTEM) as work:
        source = await _source(work, UUID(preparation.subject))
    async with _told(house, preparation.id, watch) as progress:
        return await asyncio.to_thread(_make, source, progress)


def _make(source: Source, progress: Progress) -> tuple[Content, list[Finding]]:
    chosen = plan(source.counts, source.floor)
    findings = examination.examine(chosen, progress)
    figures = publishing.with_changes(publishing.of_wave(chosen, source.rate), source.earlier)
    findings += misprints(release_content.written(chosen, figures, source.rate), source.floor)
    content = source.head | {
        "rate": release_content.kept(source.rate),
        "units": [release_content.unit(source.counts, key) for key in source.counts.nodes],
        "items": list(source.items),
        "figures": [[*place, figure.as_json()] for place, figure in figures.items()],
        "pairs": list(source.pairs),
    }
    return content, findings


async def _source(work: Work, wave_id: UUID) -> Source:
    wave = await surveys.fetch_wave(work, wave_id)
    questions = questionnaire.load(wave.questionnaire)
    asked = [questions.question(one) for one in wave.items]
    items = [one for one in asked if isinstance(one, Item)]
    answered = await counting.people(work, wave)
    invited = max(wave.invited, answered)
    opened, closed = releasable.days_of_wave(wave)
    survey = await surveys.fetch(work, wave.survey_id)
    return Source(
        counts=replace(
            await counting.of_wave(work, wave, items),
            asked=await counting.invited(work, wave) | {ENGLAND: invited},
        ),
        rate=response_rate(answered, invited),
        floor=work.policy.floor_employer,
        head=release_content.head(
            views.releases.wave_title(survey.title, opened, closed),
            (opened, closed),
            (wave.questionnaire, wave.version),
            work.policy.floor_employer,
        ),
        items=release_content.items(items),
        pairs=await _pairs(work, wave, items),
        earlier=await _earlier(work, opened, wave.questionnaire),
    )


async def _of_period(work: Work, preparation: Preparation) -> Content:
    """A quarter or a year, from what its waves were released with."""
    first, last = days_of(preparation.period, preparation.subject)
    waves = await releasable.waves_of(work, preparation.period, preparation.subject)
    async with work.results() as session:
        released = {one.subject: one for one in await results.releases(session, Period.WAVE)}
        of_waves = [released[str(wave.id)] for wave in waves]
        rows = [await results.figures(session, one.number) for one in of_waves]
        items = [item for one in of_waves for item in await results.items(session, one.number)]
    figures = publishing.of_period(
        [{Place(row.unit.key, row.item.id): row.figure for row in of_wave} for of_wave in rows]
    )
    newest = of_waves[-1]
    earlier = await _earlier(work, first, newest.questionnaire, preparation.period)
    figures = publishing.with_changes(figures, earlier)
    units = {row.unit.key: row.unit for of_wave in rows for row in of_wave}
    title = views.releases.period_title(preparation.period, preparation.subject)
    return release_content.head(
        title, (first, last), (newest.questionnaire, newest.version), newest.floor
    ) | {
        "rate": None,
        "units": [asdict(unit) | {"rate": None} for unit in units.values()],
        "items": release_content.in_order({one.id: one for one in items}),
        "figures": [[*place, figure.as_json()] for place, figure in figures.items()],
        "pairs": [],
    }


async def _earlier(
    work: Work, before: date, asked: str, period: Period = Period.WAVE
) -> publishing.Figures:
    """The figures of the release before, of the same kind and questions; none for the first."""
    async with work.results() as session:
        found = await results.releases(session, period)
        ended = [one for one in found if one.starts_on < before and one.questionnaire == asked]
        if not ended:
            return {}
        latest = max(ended, key=lambda one: (one.starts_on, one.number))
        rows = await results.figures(session, latest.number)
    return {Place(row.unit.key, row.item.id): row.figure for row in rows}


async def _pairs(work: Work, wave: Wave, items: Sequence[Item]) -> list[Content]:
    anchors = {item.criterion: item.id for item in items if item.anchor}
    return [
        {
            "item": item.id,
            "anchor": anchor,
            "strength": in_a_word(association(scores, wave.invited)),
        }
        for item in items
        if not item.anchor and (anchor := anchors.get(item.criterion))
        for scores in [await counting.together(work, wave, item.id, anchor)]
    ]


async def _settle(
    work: Work, preparation_id: UUID, content: Content, findings: Sequence[Finding]
) -> Stage:
    preparation = await work.session.get_one(Preparation, preparation_id, with_for_update=True)
    if preparation.stage is not Stage.EXAMINING:
        # Somebody called it off meanwhile.
        return preparation.stage
    preparation.findings = [asdict(one) for one in findings]
    preparation.stage = Stage.REFUSED if findings else Stage.READY
    if not findings:
        preparation.content = content
    work.record(f"release.{preparation.stage}", preparation_id, of=preparation.subject)
    await releasing.tell(work, preparation)
    return preparation.stage


@asynccontextmanager
async def _told(house: House, preparation_id: UUID, watch: Watch) -> AsyncIterator[Progress]:
    """Progress that is written down now and then, for whoever waits."""
    progress = Progress(watch)

    async def tell() -> None:
        while True:
            await asyncio.sleep(TELL_EVERY)
            async with house.begin(SYSTEM) as work:
                await work.session.execute(
                    update(Preparation)
                    .where(col(Preparation.id) == preparation_id)
                    .values(done=progress.done, of=progress.of)
                )

    telling = asyncio.create_task(tell())
    try:
        yield progress
    finally:
        telling.cancel()
        await asyncio.wait((telling,))

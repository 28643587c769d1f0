"""Reviews: what readers do with an example, each step of it once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import col

import views.review_forms
import views.reviews
from models.person import Person, RoleName
from models.practice import Practice, PracticeFile, PracticeState, PracticeVersion, Way
from models.practice_form import BY_NAME
from models.refusals import BadInput, NoSeat, NotAllowed
from models.review import Proposal, Reading, Review, ReviewState, Seat
from models.verdict import MOST, SAFE, TESTS
from services import (
    panels,
    practices,
    review_cards,
    review_rounds,
    reviewers,
    rights,
    rows,
    settling,
    volunteers,
)
from services.work import Work
from views.practice_page import title

LONGEST = 1500
SEEN = (
    PracticeState.IN_REVIEW,
    PracticeState.STOPPED,
    PracticeState.CHANGES_ASKED,
    PracticeState.NOT_NOW,
    PracticeState.PUBLISHED,
    PracticeState.EXPIRED,
    PracticeState.CHECKING,
)


@dataclass(frozen=True)
class Opinion:
    """A view as it came; nothing in it is checked."""

    version: int
    scores: Mapping[str, int]
    proposal: str
    ways: Sequence[str] = ()
    changes: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    # The keys of findings that identify nobody, as whoever wrote the words says.
    settled: Collection[str] = ()


async def read(work: Work, practice_id: UUID) -> views.reviews.Sheet:
    """The newest version for a reader, marked with what changed since they read last."""
    # Whoever reads at the same time waits, so that the card names both.
    practice = await reviewers.any_locked(work, practice_id)
    me = await rights.me(work)
    panel = await panels.gather(work, practice, me)
    mine = panel.of(me)
    await _must_read(work, practice, mine)
    reading = await work.session.get(Reading, (practice.id, me.id))
    since = reading.version if reading else practice.follows
    if practice.state is PracticeState.IN_REVIEW:
        await _note_reading(work, practice, me)
        if mine is not None:
            mine.read_version = practice.version
        await review_cards.show(work, panel)
    return await _sheet(work, practice, mine, since)


async def files(work: Work, practice_id: UUID) -> tuple[str, Sequence[PracticeFile]]:
    """What an example is called, and its files, for whoever may read it while it waits.

    Afterwards its author may be exchanging them; what was shared is in the library.
    """
    practice = reviewers.waiting(await practices.fetch(work, practice_id))
    me = await rights.me(work)
    await _must_read(work, practice, (await panels.gather(work, practice, me)).of(me))
    query = select(PracticeFile).where(await _went_with(work, practice))
    found = await work.session.scalars(query.order_by(col(PracticeFile.name)))
    return title(await review_cards.content_of(work, practice)), found.all()


async def take(work: Work, practice_id: UUID) -> Practice:
    """Take a seat; NoSeat if there is none for the actor. Again changes nothing."""
    practice = await reviewers.locked(work, practice_id)
    me = await rights.me(work)
    panel = await panels.gather(work, practice, me)
    reviewers.take_leave(work, panel)
    mine = panel.of(me)
    if mine is not None and mine.state in panels.SEATED:
        return practice
    seats = review_cards.champion_seats(work, panel)
    review = await reviewers.sit_down(work, panel, me, seats)
    await review_rounds.plan_nudge(work, review)
    await review_cards.show(work, panel)
    return practice


async def declare_conflict(work: Work, practice_id: UUID) -> Practice:
    """The actor knows them: their seat is freed, and their view does not count."""
    return await _step_aside(work, practice_id, ReviewState.CONFLICTED)


async def decline(work: Work, practice_id: UUID) -> Practice:
    """The actor was asked and would rather not, this time."""
    return await _step_aside(work, practice_id, ReviewState.DECLINED)


async def to_vote(work: Work, practice_id: UUID) -> tuple[Practice, Review]:
    """The example and the actor's seat; NoSeat without one."""
    practice = reviewers.waiting(await practices.fetch(work, practice_id))
    return practice, await _seat(work, practice)


async def vote(work: Work, practice_id: UUID, opinion: Opinion) -> Practice:
    """Give a view on the newest version, or change it; decides if the rule can.

    MayIdentify if its words may show who somebody is, and that is not settled.
    """
    practice = await reviewers.locked(work, practice_id)
    review = await _seat(work, practice)
    if not opinion.version == review.read_version == practice.version:
        raise NoSeat("unread")
    check(opinion)
    is_share, is_changes = opinion.proposal == Proposal.SHARE, opinion.proposal == Proposal.CHANGES
    changes = dict(opinion.changes) if is_changes else {}
    words = {**changes, views.review_forms.REASON: opinion.reason}
    explained = await settling.require(work, words, opinion.settled)
    review.state, review.voted_version, review.voted_at = (
        ReviewState.VOTED,
        practice.version,
        work.now,
    )
    review.scores = {name: opinion.scores[name] for name in TESTS}
    review.proposal = Proposal(opinion.proposal)
    review.ways = [way for way in opinion.ways if is_share and way in list(Way)]
    review.changes = changes
    review.reason = opinion.reason.strip()
    await work.session.flush()
    work.record("review.view_given", practice.id, version=practice.version, explained=explained)
    await review_rounds.seat_changed(work, practice)
    return practice


def check(opinion: Opinion) -> None:
    """BadInput unless everything that a view needs is there."""
    for name in TESTS:
        if opinion.scores.get(name) not in range(MOST + 1):
            raise BadInput(name, views.review_forms.CHOOSE)
    if opinion.proposal not in list(Proposal):
        raise BadInput(views.review_forms.PROPOSAL, views.review_forms.CHOOSE)
    _check_reason(opinion)
    is_offered = all(way in list(Way) for way in opinion.ways)
    if opinion.proposal == Proposal.SHARE and not (opinion.ways and is_offered):
        raise BadInput(views.review_forms.WAYS_FIELD, views.review_forms.SAY_HOW)
    if opinion.proposal == Proposal.CHANGES:
        _check_changes(opinion)


def _check_reason(opinion: Opinion) -> None:
    reason = opinion.reason.strip()
    if len(reason) > LONGEST:
        raise BadInput(views.review_forms.REASON, views.review_forms.TOO_LONG)
    if not reason and opinion.scores[SAFE] == 0:
        raise BadInput(views.review_forms.REASON, views.review_forms.SAY_WHERE)
    if not reason and opinion.proposal == Proposal.NOT_NOW:
        raise BadInput(views.review_forms.REASON, views.review_forms.SAY_WHY)


async def write_to_author(
    work: Work, practice_id: UUID, text: str, settled: Collection[str] = ()
) -> None:
    """Mirror a reviewer's words to the author, and into the thread.

    MayIdentify if they may show who somebody is, and that is not settled.
    """
    practice = await reviewers.locked(work, practice_id)
    await _seat(work, practice)
    field = views.review_forms.TEXT
    if not 0 < len(text.strip()) <= LONGEST:
        raise BadInput(field, views.review_forms.TOO_LONG)
    explained = await settling.require(work, {field: text}, settled)
    work.record("review.wrote_to_author", practice.id, explained=explained)
    await review_cards.tell_author(work, practice, text.strip())


def _check_changes(opinion: Opinion) -> None:
    if opinion.scores[SAFE] == 0:
        return
    if not opinion.changes:
        raise BadInput(views.review_forms.FIRST_FIELD, views.review_forms.SAY_WHAT)
    for name, text in opinion.changes.items():
        if name not in BY_NAME:
            raise BadInput(views.review_forms.FIRST_FIELD, views.review_forms.SAY_WHAT)
        if len(text) > LONGEST:
            raise BadInput(name, views.review_forms.TOO_LONG)


async def _step_aside(work: Work, practice_id: UUID, state: ReviewState) -> Practice:
    practice = await reviewers.locked(work, practice_id)
    me = await rights.me(work)
    review = (await panels.gather(work, practice, me)).of(me)
    if review is not None and review.state is state:
        return practice
    if review is None:
        if state is ReviewState.DECLINED:
            raise NoSeat("none")
        await rights.require(work, RoleName.CHAMPION)
        new = {"practice_id": practice.id, "person_id": me.id, "seat": Seat.CHAMPION}
        new |= {"state": state, "since": work.now}
        await rows.insert_new(work.session, Review, [new])
    else:
        review.state, review.proposal, review.voted_version = state, None, 0
        await work.session.flush()
    work.record(f"review.{state.value}", practice.id)
    if review is not None and review.seat is Seat.NQSW:
        await volunteers.ask_next(work, practice)
    await review_rounds.seat_changed(work, practice)
    return practice


async def _seat(work: Work, practice: Practice) -> Review:
    me = await rights.me(work)
    panel = await panels.gather(work, practice, me)
    review = panel.of(me)
    if review is None or review.state not in panels.SEATED:
        raise NoSeat("none")
    # Somebody may have moved there yesterday, and the clock has not freed their seat yet.
    if not reviewers.may_sit(panel, review):
        raise NoSeat(panel.obstacle(me) or "none")
    return review


async def _must_read(work: Work, practice: Practice, mine: Review | None) -> None:
    if practice.state not in SEEN or not practice.was_sent:
        raise practice.moved()
    if mine is not None and mine.state in panels.READING:
        return
    is_coordinator = await rights.may(work, RoleName.COORDINATOR, rights.ENGLAND)
    if not is_coordinator and not await rights.may(work, RoleName.CHAMPION):
        raise NotAllowed(RoleName.CHAMPION.value)


async def _note_reading(work: Work, practice: Practice, me: Person) -> None:
    new = {"practice_id": practice.id, "person_id": me.id, "version": practice.version}
    await rows.insert_new(work.session, Reading, [{**new, "at": work.now}])
    reading = await work.session.get_one(Reading, (practice.id, me.id), populate_existing=True)
    if reading.version != practice.version:
        reading.version, reading.at = practice.version, work.now


async def _went_with(work: Work, practice: Practice) -> ColumnElement[bool]:
    """Which files were sent with the newest version; the author may be adding others."""
    sent = await work.session.get(PracticeVersion, (practice.id, practice.version))
    ids = [UUID(one) for one in sent.files] if sent else []
    return and_(col(PracticeFile.practice_id) == practice.id, col(PracticeFile.id).in_(ids))


async def _sheet(
    work: Work, practice: Practice, mine: Review | None, since: int
) -> views.reviews.Sheet:
    query = select(col(PracticeFile.name)).where(await _went_with(work, practice))
    changes = await review_cards.changes(work, practice, since)
    return views.reviews.Sheet(
        practice=practice,
        content=await review_cards.content_of(work, practice),
        employer=await review_cards.employer_name(work, practice),
        since=since,
        changed=changes.fields,
        files=list(await work.session.scalars(query.order_by(col(PracticeFile.name)))),
        is_seated=mine is not None and mine.state in panels.SEATED,
        added=changes.added,
        removed=changes.removed,
    )

"""An example leaves its author's hands, and may be taken back: sending and withdrawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models import practice_form
from models.person import Employer, RoleName
from models.practice import Practice, PracticeState, PracticeVersion
from models.refusals import BadInput, PracticeHidden
from services import (
    attachments,
    drafts,
    findings,
    library,
    practices,
    recalling,
    review_rounds,
    rights,
)
from services.drafts import EDITABLE
from services.practices import Step, move
from services.rights import Place
from services.work import LONDON, Work
from views.practice_form import STALE, Sheet
from views.practice_lists import REASON, REASON_NEEDED

SHORTEST_REASON = 5
ON_SHOW = (PracticeState.PUBLISHED, PracticeState.EXPIRED)
WITHDRAWABLE = tuple(one for one in PracticeState if one is not PracticeState.WITHDRAWN)


@dataclass(frozen=True)
class Sent:
    """An example that was sent; it is with the reviewers only if nothing was left open."""

    practice: Practice
    is_with_reviewers: bool


async def prepare(work: Work, sheet: Sheet) -> None:
    """Look through an example before it is sent: that may take longer than anybody can wait."""
    await findings.of(work, await drafts.own(work, sheet.practice_id))


async def send(work: Work, sheet: Sheet, reasons: Mapping[str, str]) -> Sent:
    """Screen an example and hand it to the reviewers; findings without a reason hold it back."""
    practice = await drafts.own(work, sheet.practice_id, locked=True)
    if practice.state is PracticeState.IN_REVIEW and practice.window == sheet.window:
        return Sent(practice, is_with_reviewers=True)
    if practice.state not in EDITABLE:
        raise practice.moved()
    if practice.edition != sheet.edition and practice.window != sheet.window:
        raise BadInput("", STALE)
    for step in range(1, practice_form.STEPS + 1):
        practice_form.check_step(practice.content, step)
    found = await findings.of(work, practice)
    practice.explained = findings.explained(practice, found, reasons)
    await work.session.flush()
    if await findings.of(work, practice):
        return Sent(await _hold_back(work, practice), is_with_reviewers=False)
    return Sent(await _hand_over(work, practice, sheet), is_with_reviewers=True)


async def withdraw(work: Work, practice_id: UUID, reason: str) -> Practice:
    """Take an example back: its author at any time, a co-ordinator of its place once published."""
    me = await rights.me(work)
    practice = await practices.fetch(work, practice_id)
    is_author = me.id == practice.author_id
    if not is_author:
        await _require_coordinator(work, practice)
        if len(reason.strip()) < SHORTEST_REASON:
            raise BadInput(REASON, REASON_NEEDED)
    by = "author" if is_author else "co-ordinator"
    before = WITHDRAWABLE if is_author else ON_SHOW
    # The reason is the author's to read; the audit trail keeps nobody's words.
    step = Step(before, PracticeState.WITHDRAWN, by)
    practice = await move(work, practice_id, step, reason=reason.strip()[:500])
    await review_rounds.end(work, practice)
    await library.remove(work, practice)
    await recalling.recall(work, practice)
    return practice


async def to_withdraw(work: Work, practice_id: UUID) -> tuple[Practice, bool]:
    """The example somebody may withdraw, and whether it is their own."""
    me = await rights.me(work)
    practice = await practices.fetch(work, practice_id)
    is_author = me.id == practice.author_id
    if not is_author:
        await _require_coordinator(work, practice)
    return practice, is_author


async def _require_coordinator(work: Work, practice: Practice) -> None:
    employer = await work.session.get_one(Employer, practice.employer_id)
    place = Place(employer.name, employer.region)
    is_on_show = practice.state in ON_SHOW
    if not is_on_show and not await rights.may(work, RoleName.COORDINATOR, place):
        raise PracticeHidden(RoleName.COORDINATOR.value, employer.name)
    await rights.require(work, RoleName.COORDINATOR, place)
    if not is_on_show:
        raise practice.moved()


async def _hold_back(work: Work, practice: Practice) -> Practice:
    """Say once that something may identify somebody; the places are shown in the form."""
    if practice.state is PracticeState.CHECKING:
        return practice
    return await move(work, practice.id, Step(EDITABLE, PracticeState.CHECKING, "screen"))


async def _hand_over(work: Work, practice: Practice, sheet: Sheet) -> Practice:
    days = work.policy.review_days
    columns: dict[str, Any] = {
        "version": practice.version + 1,
        "submitted_at": work.now,
        "due_at": work.calendar.add_working_days(work.now, days, LONDON),
        "asked_changes": {},
        "decided_at": None,
        "reason": "",
        "window": sheet.window,
    }
    if not practice.was_sent:
        # Nobody from where the author works today reads it, wherever they work later.
        columns["employer_id"] = (await rights.me(work)).employer_id
    step = Step(EDITABLE, PracticeState.IN_REVIEW, "author")
    practice = await move(work, practice.id, step, **columns)
    sent = PracticeVersion(
        practice_id=practice.id,
        version=practice.version,
        content=practice.content,
        files={str(one.id): one.name for one in await attachments.of(work, practice.id)},
        at=work.now,
    )
    work.session.add(sent)
    await work.session.flush()
    await review_rounds.begin_round(work, practice)
    return practice

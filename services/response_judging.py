"""Whether an answer helps: one button a person, counted once, and then forgotten.

Who pressed which button is one row a person, because each counts once and may change their mind;
it is gone as soon as it is counted, at the end. Nothing gives it to anybody, no role can list it,
no audit entry and no letter is written about it, and the count is told once and only from ten
people on: a count that is seen to move would tell whose button moved it.
"""

from collections import Counter
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from analysis.protection import protect
from analysis.published import Published
from analysis.summary import Tally
from models.person import Employer, Person, RoleName
from models.refusals import ResponseUnknown
from models.response import Opinion, Response
from services import agenda, forgetting, responses, rights, rows
from services.work import Work


async def judge(work: Work, response_id: UUID, *, is_helpful: bool) -> None:
    """An NQSW of the place says whether it helps, and may say otherwise until it is counted."""
    me = await rights.me(work)
    found = await work.session.get(Response, response_id)
    if found is None or not found.is_written or not await _is_nqsw_of(work, me, found):
        raise ResponseUnknown("response")
    found.must_be_open(work.now)
    new = {"response_id": found.id, "person_id": me.id, "is_helpful": is_helpful}
    if not await rows.insert_new(work.session, Opinion, [new]):
        before = await work.session.get_one(Opinion, (found.id, me.id))
        before.is_helpful = is_helpful


async def count(work: Work, release_number: int) -> None:
    """Count what people thought of the answers to a release, once, and forget who thought it."""
    query = select(Response).where(
        col(Response.release) == release_number, col(Response.is_counted).is_(False)
    )
    for one in (await work.session.scalars(query.with_for_update())).all():
        one.opinion, one.is_counted = await _counted(work, one), True
        forgotten = delete(Opinion).where(col(Opinion.response_id) == one.id)
        await work.session.execute(forgotten.execution_options(synchronize_session=False))
    await agenda.schedule(work, forgetting.SCRUBBING, f"response:{release_number}", work.now)


async def _is_nqsw_of(work: Work, me: Person, response: Response) -> bool:
    if not await rights.scopes_of(work, me.id, RoleName.NQSW):
        return False
    employer = await work.session.get_one(Employer, me.employer_id)
    return responses.scope_of(response) in responses.scopes_of(employer.name, employer.region)


async def _counted(work: Work, response: Response) -> dict[str, object] | None:
    """What ten people or more thought, as coarsely as a figure; None of fewer."""
    query = select(col(Opinion.is_helpful)).where(col(Opinion.response_id) == response.id)
    pressed = Counter(await work.session.scalars(query))
    tally = Tally((pressed[False], 0, 0, 0, pressed[True]))
    shown = protect(tally, work.policy.floor_text)
    if shown.is_hidden:
        return None
    return Published(people=shown.people, favourable=shown.favourable).as_json()

"""The roster comes in from a file, all or nothing, and goes out to one."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlmodel import col

from models.person import Employer, Milestone, Person, Reach, Role, RoleName
from models.refusals import RosterRefused
from models.roster import COLUMNS, Fault, Row
from models.roster_cells import neutralised
from models.roster_changes import (
    Changes,
    Comparison,
    Known,
    KnownEmployer,
    KnownPerson,
    KnownRole,
    Programme,
    Values,
    moved_milestones,
)
from services import agenda, bulk, directory
from services.bulk import Progress
from services.work import Work
from views import roster as words

IDS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Summary:
    """How many people a file added, changed, and left as they were."""

    added: int
    changed: int
    unchanged: int


async def import_rows(
    work: Work, wanted: Sequence[Row], progress: Progress = bulk.unseen
) -> Summary:
    """Make the roster say what the rows say, or refuse them all; twice has the effect of once."""
    comparison = Comparison(await _known(work), work.today, work.new_id)
    comparison.employers(wanted)
    for row in wanted:
        comparison.row(row)
    changes = comparison.changes
    if changes.faults:
        raise refusal(changes.faults)
    await _write(work, changes, progress)
    added, changed = len(changes.new_people), len(changes.changed)
    if added or changed:
        work.record("roster.imported", "roster", added=added, changed=changed)
        # Whoever runs the bot reads who these people are, as soon as it can.
        await agenda.schedule(work, directory.READING, f"import:{work.new_id()}", work.now)
    return Summary(added, changed, len(wanted) - added - changed)


def refusal(faults: Iterable[Fault]) -> RosterRefused:
    """The refusal of a file, with the reason for each line in words."""
    return RosterRefused([(fault.line, words.reason(fault)) for fault in faults])


async def export_rows(work: Work) -> str:
    """The whole roster as a file that can be imported again and changes nothing; it is noted."""
    employers = {employer.id: employer for employer in await _employers(work)}
    roles, people = await _roles(work), await _people(work)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for person in people:
        employer = employers[person.employer_id]
        open_roles = [role for role in roles[person.id] if role.is_open(work.today)]
        writer.writerow([neutralised(cell) for cell in _cells(person, employer, open_roles)])
    work.record("roster.exported", "roster", people=len(people))
    return out.getvalue()


def _cells(person: KnownPerson, employer: KnownEmployer, roles: list[KnownRole]) -> list[str]:
    return [
        person.slack_id or "",
        person.email or "",
        employer.name,
        employer.kind,
        employer.region,
        ";".join(sorted({_role_cell(role, employer) for role in roles})),
        person.started_on.isoformat() if person.started_on else "",
        person.cohort,
        person.framework,
        {True: "yes", False: "no", None: ""}[person.part_time],
        person.left_on.isoformat() if person.left_on else "",
    ]


def _role_cell(role: KnownRole, employer: KnownEmployer) -> str:
    is_own = role.reach is Reach.EMPLOYER and role.scope == employer.name
    # Whoever is newly qualified is so with their own employer, and the file says it without scope.
    if is_own or role.role is RoleName.NQSW:
        return role.role.value
    return f"{role.role.value}:{role.scope}"


async def _known(work: Work) -> Known:
    people = await _people(work, is_kept=True)
    return Known(await _employers(work), people, await _roles(work))


async def _employers(work: Work) -> list[KnownEmployer]:
    columns = [getattr(Employer, name) for name in KnownEmployer._fields]
    return [KnownEmployer(*row) for row in await work.session.execute(select(*columns))]


async def _people(work: Work, is_kept: bool = False) -> list[KnownPerson]:
    columns = [getattr(Person, name) for name in KnownPerson._fields]
    query = select(*columns).order_by(col(Person.slack_id), col(Person.email))
    if is_kept:
        # The directory may be read at the same time; whoever comes second sees what the first did.
        # Both take people in one order, and nobody who invites them has to wait.
        query = query.order_by(None).order_by(col(Person.id)).with_for_update(key_share=True)
    return [KnownPerson(*row) for row in await work.session.execute(query)]


async def _roles(work: Work) -> defaultdict[UUID, list[KnownRole]]:
    columns = [getattr(Role, name) for name in KnownRole._fields]
    found: defaultdict[UUID, list[KnownRole]] = defaultdict(list)
    for row in await work.session.execute(select(*columns)):
        role = KnownRole(*row)
        found[role.person_id].append(role)
    return found


async def _write(work: Work, changes: Changes, progress: Progress) -> None:
    session = work.session
    await bulk.insert_all(session, Employer, changes.new_employers)
    await bulk.update_all(session, Employer, changes.employers)
    await bulk.insert_all(session, Person, changes.new_people, progress)
    await bulk.update_all(session, Person, changes.people, progress)
    await bulk.insert_all(session, Role, changes.new_roles)
    await bulk.update_all(session, Role, changes.roles)
    await _write_milestones(work, changes)


async def _write_milestones(work: Work, changes: Changes) -> None:
    added = {person["id"] for person in changes.new_people}
    stored = await _milestones(work, [one for one in changes.programmes if one not in added])
    new: list[Values] = []
    moved: list[Values] = []
    gone: list[tuple[UUID, str]] = []
    # Many start on the same day.
    dates = cache(Programme.dates)
    for person_id, (before, after) in changes.programmes.items():
        has = stored.get(person_id, {})
        store, remove = moved_milestones(has, dates(before), dates(after))
        for code, due_on in store.items():
            row = {"person_id": person_id, "code": code, "due_on": due_on}
            (moved if code in has else new).append(row)
        gone.extend((person_id, code) for code in remove)
    await bulk.insert_all(work.session, Milestone, new)
    await bulk.update_all(work.session, Milestone, moved)
    for start in range(0, len(gone), IDS_AT_ONCE):
        keys = tuple_(col(Milestone.person_id), col(Milestone.code))
        await work.session.execute(
            delete(Milestone).where(keys.in_(gone[start : start + IDS_AT_ONCE]))
        )


async def _milestones(work: Work, people: list[UUID]) -> defaultdict[UUID, dict[str, date]]:
    found: defaultdict[UUID, dict[str, date]] = defaultdict(dict)
    for start in range(0, len(people), IDS_AT_ONCE):
        chunk = people[start : start + IDS_AT_ONCE]
        query = select(Milestone).where(col(Milestone.person_id).in_(chunk))
        for one in await work.session.scalars(query):
            found[one.person_id][one.code] = one.due_on
    return found

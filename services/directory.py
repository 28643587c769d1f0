"""What the directory says of the people on the roster: who they are, where, and whether still."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from models.directory import Account, Matched, account_of, match
from models.person import Person, Standing
from services import bulk
from services.work import Work

Member = Mapping[str, Any]

# The appointment for reading the directory of the whole workspace.
READING = "directory.read"

# Above so many it is quicker to fetch everybody.
FEW = 500


@dataclass(frozen=True)
class Changes:
    """How many people were found for the first time, went, came back, or look different."""

    matched: int = 0
    deactivated: int = 0
    returned: int = 0
    changed: int = 0


async def apply_members(
    work: Work, members: Sequence[Member], team_id: str = "", is_whole: bool = False
) -> Changes:
    """Bring the roster in line with the members, given as Slack gives them."""
    differences = await _differences(work, members, team_id, is_whole=is_whole, is_kept=True)
    values = [after._asdict() for _, after in differences]
    await bulk.update_all(work.session, Person, values)
    changes = _counted(differences)
    if changes.matched or changes.deactivated or changes.returned:
        work.record(
            "directory.read",
            "people",
            matched=changes.matched,
            deactivated=changes.deactivated,
            returned=changes.returned,
        )
    return changes


async def would_change(work: Work, members: Sequence[Member], team_id: str) -> bool:
    """Whether applying these members would change anybody; most events are about nothing here."""
    return bool(await _differences(work, members, team_id))


async def _differences(
    work: Work,
    members: Sequence[Member],
    team_id: str,
    is_whole: bool = False,
    is_kept: bool = False,
) -> list[tuple[Matched, Matched]]:
    found = (account_of(member, team_id) for member in members)
    accounts = [account for account in found if account is not None]
    return match(await _people(work, accounts, is_kept), accounts, is_whole)


async def _people(work: Work, accounts: Sequence[Account], is_kept: bool) -> list[Matched]:
    query = select(*(getattr(Person, name) for name in Matched._fields))
    if is_kept:
        # A roster may come in at the same time; whoever comes second sees what the first did. Who
        # invites these people meanwhile need not wait: that would be for ever, each for the other.
        query = query.order_by(col(Person.id)).with_for_update(key_share=True)
    if len(accounts) <= FEW:
        ids = [account.slack_id for account in accounts]
        emails = [account.email for account in accounts if account.email]
        query = query.where(or_(col(Person.slack_id).in_(ids), col(Person.email).in_(emails)))
    return [Matched(*row) for row in await work.session.execute(query)]


def _counted(differences: list[tuple[Matched, Matched]]) -> Changes:
    pairs = [(before.standing, after.standing) for before, after in differences]
    return Changes(
        matched=sum(old is Standing.UNMATCHED is not new for old, new in pairs),
        deactivated=sum(old is not new is Standing.DEACTIVATED for old, new in pairs),
        returned=sum(old is Standing.DEACTIVATED and new is Standing.ACTIVE for old, new in pairs),
        changed=len(pairs),
    )

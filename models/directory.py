"""What the workspace's directory says of an account, and whose account it is."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from models.person import Standing

LONGEST_NAME = 200
SLACKBOT = "USLACKBOT"


class Account(NamedTuple):
    """An account as the directory has it; what it does not say is None."""

    slack_id: str
    email: str | None
    name: str | None
    zone: str | None
    standing: Standing


class Matched(NamedTuple):
    """A person of the roster, as far as the directory is concerned."""

    id: UUID
    slack_id: str | None
    email: str | None
    name: str
    zone: str
    standing: Standing


def account_of(member: Mapping[str, Any], team_id: str) -> Account | None:
    """Read one member as Slack gives it; None for somebody who has not signed in yet."""
    slack_id = member.get("id")
    if not slack_id or member.get("is_invited_user"):
        return None
    profile = member.get("profile") or {}
    name = member.get("real_name") or profile.get("real_name") or member.get("name")
    email = profile.get("email")
    return Account(
        slack_id=slack_id,
        email=email.strip().lower() if email else None,
        name=name[:LONGEST_NAME] if name else None,
        zone=_zone(member.get("tz")),
        standing=_standing(member, team_id),
    )


def _standing(member: Mapping[str, Any], team_id: str) -> Standing:
    if member.get("is_bot") or member.get("is_workflow_bot") or member["id"] == SLACKBOT:
        return Standing.BOT
    if _is_external(member, team_id):
        return Standing.EXTERNAL
    return Standing.DEACTIVATED if member.get("deleted") else Standing.ACTIVE


def _is_external(member: Mapping[str, Any], team_id: str) -> bool:
    """Guests are ours; people of another organisation in a shared channel are not."""
    if member.get("is_stranger"):
        return True
    # In an organisation with several workspaces a colleague may have another home.
    teams = (member.get("enterprise_user") or {}).get("teams") or []
    home = member.get("team_id")
    return bool(team_id and home) and home != team_id and team_id not in teams


def _zone(name: str | None) -> str | None:
    return name if name and _is_zone(name) else None


@cache
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


def match(
    people: Iterable[Matched], accounts: Sequence[Account], is_whole: bool
) -> list[tuple[Matched, Matched]]:
    """Everybody whom the directory shows in another light (before, after): by id, else by e-mail.

    Only a reading of the whole directory can tell that an account is not in it.
    """
    before = {person.id: person for person in people}
    after = dict(before)
    _by_slack_id(after, accounts)
    _by_email(after, accounts, {one.slack_id for one in accounts} if is_whole else None)
    return [(one, after[one.id]) for one in before.values() if after[one.id] != one]


def _by_slack_id(people: dict[UUID, Matched], accounts: Sequence[Account]) -> None:
    ids = {one.slack_id: one.id for one in people.values()}
    taken = {one.email for one in people.values()}
    for account in accounts:
        if person_id := ids.get(account.slack_id):
            person = _seen(people[person_id], account)
            if person.email is None and account.email not in taken:
                # So that a later file that knows only the address finds the same person.
                taken.add(account.email)
                person = person._replace(email=account.email)
            people[person_id] = person


def _by_email(
    people: dict[UUID, Matched], accounts: Sequence[Account], present: set[str] | None
) -> None:
    emails = {one.email: one.id for one in people.values() if one.email}
    known = {one.slack_id for one in people.values()}
    for account in accounts:
        person_id = emails.get(account.email) if account.email else None
        if person_id is None or account.slack_id in known:
            continue
        if _may_take(people[person_id], account, present):
            known.add(account.slack_id)
            people[person_id] = _seen(people[person_id], account)


def _may_take(person: Matched, account: Account, present: set[str] | None) -> bool:
    """An address that others manage proves nothing, and an account that works is kept."""
    if account.standing is not Standing.ACTIVE:
        return False
    is_gone = present is not None and person.slack_id not in present
    return person.slack_id is None or person.standing is Standing.DEACTIVATED or is_gone


def _seen(person: Matched, account: Account) -> Matched:
    return person._replace(
        slack_id=account.slack_id,
        name=account.name or person.name,
        zone=account.zone or person.zone,
        standing=account.standing,
    )

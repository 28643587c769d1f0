"""The directory says who somebody is, and never lets a stranger in their place."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.audit import AuditEntry
from models.directory import account_of
from models.person import Person, Standing
from services.directory import Changes, apply_members, would_change
from services.work import SYSTEM, House
from tests.doubles import Community

HOME = "T0HOME"
AWAY = "T0AWAY"


def member(slack_id: str, email: str = "", **more: Any) -> dict[str, Any]:
    """A member in the shape of users.list."""
    profile = {"email": email} if email else {}
    usual = {"team_id": HOME, "real_name": "Ann Archer", "tz": "Europe/Paris", "deleted": False}
    return {"id": slack_id, **usual, "profile": profile, **more}


async def someone(community: Community, house: House, **values: Any) -> UUID:
    """One person on the roster, as a file leaves them."""
    employer = await community.employer("Camden")
    (person,) = await community.nqsws(1, employer)
    usual = {"slack_id": None, "email": None, "name": "", "standing": Standing.UNMATCHED}
    async with house.begin(SYSTEM) as work:
        found = await work.session.get_one(Person, person.id)
        for name, value in {**usual, **values}.items():
            setattr(found, name, value)
    return person.id


async def read(house: House, *members: dict[str, Any], is_whole: bool = False) -> Changes:
    async with house.begin(SYSTEM) as work:
        return await apply_members(work, members, HOME, is_whole)


async def person(house: House, person_id: UUID) -> Person:
    async with house.look(SYSTEM) as work:
        return await work.session.get_one(Person, person_id)


@pytest.mark.parametrize(
    ("more", "standing"),
    [
        ({}, Standing.ACTIVE),
        ({"is_restricted": True, "is_ultra_restricted": True}, Standing.ACTIVE),
        ({"deleted": True}, Standing.DEACTIVATED),
        ({"is_bot": True}, Standing.BOT),
        ({"is_bot": True, "deleted": True}, Standing.BOT),
        ({"id": "USLACKBOT"}, Standing.BOT),
        ({"team_id": AWAY}, Standing.EXTERNAL),
        ({"is_stranger": True}, Standing.EXTERNAL),
        ({"team_id": AWAY, "enterprise_user": {"teams": [AWAY, HOME]}}, Standing.ACTIVE),
    ],
)
def test_the_standing_follows_from_what_slack_says(
    more: dict[str, Any], standing: Standing
) -> None:
    account = account_of(member("U1", **more), HOME)

    assert account is not None
    assert account.standing is standing


def test_whoever_was_invited_and_has_not_come_yet_is_nobody() -> None:
    assert account_of(member("U1", is_invited_user=True), HOME) is None


@pytest.mark.parametrize("zone", [None, "", "Europe/Atlantis", "../../etc/passwd", "x" * 300])
def test_a_zone_that_is_none_is_not_taken(zone: str | None) -> None:
    account = account_of(member("U1", tz=zone), HOME)

    assert account is not None
    assert account.zone is None


async def test_a_person_is_matched_by_email_whatever_its_case(
    community: Community, house: House
) -> None:
    ann = await someone(community, house, email="ann@example.org")

    changes = await read(house, member("U1", "Ann@Example.org"), member("U2", "bob@example.org"))

    found = await person(house, ann)
    assert (found.slack_id, found.name, found.zone) == ("U1", "Ann Archer", "Europe/Paris")
    assert (found.standing, changes.matched) == (Standing.ACTIVE, 1)


async def test_a_person_known_by_account_is_found_by_a_later_file_that_knows_the_address(
    community: Community, house: House
) -> None:
    ann = await someone(community, house, slack_id="U1")

    await read(house, member("U1", "ann@example.org"))

    assert (await person(house, ann)).email == "ann@example.org"


@pytest.mark.parametrize(
    "more", [{"deleted": True}, {"is_bot": True}, {"team_id": AWAY}, {"is_invited_user": True}]
)
async def test_an_account_that_proves_nothing_is_not_matched_by_email(
    community: Community, house: House, more: dict[str, Any]
) -> None:
    ann = await someone(community, house, email="ann@example.org")

    await read(house, member("U1", "ann@example.org", **more), is_whole=True)

    assert (await person(house, ann)).slack_id is None


async def test_an_account_that_works_is_not_replaced_by_another_with_its_address(
    community: Community, house: House
) -> None:
    ann = await someone(community, house, email="ann@example.org")
    await read(house, member("U1", "ann@example.org"))

    await read(house, member("U2", "ann@example.org"))

    assert (await person(house, ann)).slack_id == "U1"


async def test_a_new_account_takes_the_place_of_a_deactivated_one(
    community: Community, house: House
) -> None:
    ann = await someone(community, house, email="ann@example.org")
    await read(house, member("U1", "ann@example.org"))

    new, old = member("U2", "ann@example.org"), member("U1", "ann@example.org", deleted=True)
    await read(house, new, old)

    found = await person(house, ann)
    assert (found.slack_id, found.standing) == ("U2", Standing.ACTIVE)


async def test_a_mistyped_id_is_corrected_only_by_the_whole_directory(
    community: Community, house: House
) -> None:
    ann = await someone(community, house, slack_id="U1X", email="ann@example.org")
    account = member("U1", "ann@example.org")

    await read(house, account)
    partly = (await person(house, ann)).slack_id
    await read(house, account, is_whole=True)

    assert (partly, (await person(house, ann)).slack_id) == ("U1X", "U1")


async def test_people_go_and_come_back(community: Community, house: House) -> None:
    ann = await someone(community, house, slack_id="U1")
    await read(house, member("U1"))

    # Slack says little of somebody who is gone, and the name stays as it was.
    went = await read(house, {"id": "U1", "team_id": HOME, "deleted": True, "profile": {}})
    gone = await person(house, ann)
    came = await read(house, member("U1"))

    assert (gone.standing, gone.name, went.deactivated) == (Standing.DEACTIVATED, "Ann Archer", 1)
    assert ((await person(house, ann)).standing, came.returned) == (Standing.ACTIVE, 1)


async def test_reading_the_same_again_changes_nothing(community: Community, house: House) -> None:
    await someone(community, house, email="ann@example.org")
    members = [member("U1", "ann@example.org"), member("U2", "bob@example.org")]
    await read(house, *members)

    async with house.look(SYSTEM) as work:
        differs = await would_change(work, members, HOME)

    assert (differs, await read(house, *members)) == (False, Changes())


async def test_a_large_directory_is_applied_in_one_go(community: Community, house: House) -> None:
    employer = await community.employer("Camden")
    people = await community.nqsws(30, employer)
    members = [member(f"U9{number:05d}") for number in range(600)]
    members += [member(one.slack_id or "", deleted=True) for one in people]

    changes = await read(house, *members, is_whole=True)

    async with house.look(SYSTEM) as work:
        standings = set(await work.session.scalars(select(col(Person.standing))))
        entries = list(await work.session.scalars(select(AuditEntry)))
    assert (changes.deactivated, standings) == (30, {Standing.DEACTIVATED})
    assert [entry.what for entry in entries] == ["directory.read"]

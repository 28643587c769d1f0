"""The directory is read page by page, at the pace Slack allows, and applied whole or not at all."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy import select
from sqlmodel import col

from bot import directory
from models.person import Person, Standing
from services.work import SYSTEM, House
from tests.doubles import Community

HOME = "T0HOME"
SECONDS_ASKED = 17.0


class Directory(AsyncWebClient):
    """A directory of two pages that may refuse a few times first."""

    def __init__(self, members: list[dict[str, Any]], refusals: list[tuple[int, str]]) -> None:
        super().__init__(token="xoxb-1")
        self._members = members
        self._refusals = refusals
        self.limits: list[int | None] = []

    async def auth_test(self, **_: Any) -> Any:
        return {"team_id": HOME}

    async def users_list(
        self, *, cursor: str | None = None, limit: int | None = None, **_: Any
    ) -> Any:
        self.limits.append(limit)
        if cursor and self._refusals:
            self._refuse(*self._refusals.pop(0))
        half = len(self._members) // 2
        if cursor:
            return {"members": self._members[half:], "response_metadata": {"next_cursor": ""}}
        return {"members": self._members[:half], "response_metadata": {"next_cursor": "more"}}

    def _refuse(self, status: int, error: str) -> None:
        answer = AsyncSlackResponse(
            client=self,
            http_verb="GET",
            api_url="users.list",
            req_args={},
            data={"ok": False, "error": error},
            headers={"Retry-After": str(int(SECONDS_ASKED))} if status == 429 else {},
            status_code=status,
        )
        raise SlackApiError(error, answer)  # type: ignore[no-untyped-call]


async def members_of(community: Community) -> list[dict[str, Any]]:
    """Four people of the roster, of whom the directory knows that they are gone."""
    people = await community.nqsws(4, await community.employer("Camden"))
    return [{"id": one.slack_id, "team_id": HOME, "deleted": True} for one in people]


async def standings(house: House) -> set[Standing]:
    async with house.look(SYSTEM) as work:
        return set(await work.session.scalars(select(col(Person.standing))))


async def test_every_page_is_read_at_the_pace_slack_asks_for(
    house: House, community: Community
) -> None:
    refusals = [(429, "ratelimited"), (429, "ratelimited")]
    client = Directory(await members_of(community), refusals)
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    await directory.read(client, house, pause=pause)

    assert await standings(house) == {Standing.DEACTIVATED}
    assert (client.limits, waits) == ([200] * 4, [SECONDS_ASKED] * 2)


async def test_a_reading_that_breaks_off_changes_nothing(
    house: House, community: Community
) -> None:
    client = Directory(await members_of(community), [(200, "fatal_error")])

    with pytest.raises(SlackApiError):
        await directory.read(client, house)

    assert await standings(house) == {Standing.ACTIVE}

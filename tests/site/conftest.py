"""A house with pages, and whoever looks at them through a browser that keeps cookies."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer, unused_port

from bot.metrics import Metrics
from bot.site.site import Site
from models.person import Employer, Person, Reach, RoleName
from services import visits
from services.work import House, account
from tests.doubles import Community

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Read:
    """What came back."""

    status: int
    content: bytes
    headers: Any

    @property
    def text(self) -> str:
        return self.content.decode()


class Browser:
    """Somebody's browser: goes where it is sent, and keeps what it is given."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    async def opens(self, address: str, **headers: str) -> Read:
        return await self._read(self._session.get(address, headers=headers))

    async def looks(self, address: str) -> Read:
        """Ask for the headers alone."""
        return await self._read(self._session.head(address))

    async def sends(
        self, address: str, headers: dict[str, str] | None = None, *, follows: bool = True
    ) -> Read:
        """Press the button of a form that is on the page."""
        told = FROM_HERE if headers is None else headers
        return await self._read(self._session.post(address, headers=told, allow_redirects=follows))

    async def takes(self, address: str, kind: str) -> Read:
        """Press the button of a file."""
        asked = self._session.post(address, headers=FROM_HERE, data={"kind": kind})
        return await self._read(asked)

    async def forges(self, address: str, content: bytes, kind: str) -> Read:
        """Send what no form of ours sends, as if it came from one."""
        told = FROM_HERE | {"Content-Type": kind}
        return await self._read(self._session.post(address, headers=told, data=content))

    @property
    def cookies(self) -> dict[str, str]:
        return {one.key: one.value for one in self._session.cookie_jar}

    @staticmethod
    async def _read(asking: Any) -> Read:
        async with asking as answer:
            assert isinstance(answer, ClientResponse)
            content = await answer.read()
            return Read(answer.status, content, answer.headers)


@dataclass
class Door:
    """The pages of a house, and the ways to them."""

    house: House
    address: str
    sessions: list[ClientSession] = field(default_factory=list)

    def browser(self) -> Browser:
        session = ClientSession(self.address, cookie_jar=CookieJar(unsafe=True))
        self.sessions.append(session)
        return Browser(session)

    async def link(self, person: Person) -> str:
        """A new link for this person, as the path in it."""
        assert person.slack_id
        async with self.house.begin(account(person.slack_id)) as work:
            return (await visits.invite(work)).removeprefix(self.house.policy.public_url)

    async def visits(self, person: Person) -> Browser:
        """Somebody comes in."""
        browser = self.browser()
        entered = await browser.sends(await self.link(person))
        assert entered.status == 200, entered.text
        return browser


@pytest.fixture
def house(house: House) -> House:
    """With a public address, on which the door listens."""
    address = f"http://127.0.0.1:{unused_port()}"
    return replace(house, policy=replace(house.policy, public_url=address))


@pytest.fixture
async def door(house: House) -> AsyncIterator[Door]:
    async with _served(house, house.policy.public_url) as door:
        yield door


@pytest.fixture
async def safe_door(house: House) -> AsyncIterator[Door]:
    """As people see it over https; here it is reached without."""
    address = house.policy.public_url
    safe = replace(house, policy=replace(house.policy, public_url="https://nqsw.example.org"))
    async with _served(safe, address) as door:
        yield door


@asynccontextmanager
async def _served(house: House, address: str) -> AsyncIterator[Door]:
    application = web.Application()
    Site(house, Metrics()).add_to(application)
    async with TestServer(application, port=urlsplit(address).port):
        door = Door(house, address)
        yield door
        for session in door.sessions:
            await session.close()


@pytest.fixture
async def thameside(community: Community) -> Employer:
    return await community.employer("Thameside")


@pytest.fixture
async def nqsw(community: Community, thameside: Employer) -> Person:
    [person] = await community.nqsws(1, thameside)
    return person


@pytest.fixture
async def analyst(community: Community, thameside: Employer) -> Person:
    """An analyst for England."""
    return await community.member(RoleName.ANALYST, thameside, Reach.NATIONAL, "England")

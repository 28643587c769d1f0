"""From Slack to the pages: a press, a window with a link, and the results in a browser."""

import json
import re

from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import unused_port

from sandbox.people import Member
from tests.journeys.stage import NQSWS, Stage
from tests.site import year

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


async def test_a_press_in_slack_leads_to_the_results_in_a_browser(theatre: Stage) -> None:
    port = unused_port()
    address = f"http://127.0.0.1:{port}"
    await theatre.bot_starts(port=port, public_url=address)
    await theatre.has_roster()
    await year.publish(theatre.house, 2)
    nqsw: Member = theatre.people[NQSWS[0]]
    await nqsw.types("/nqsw results")
    await nqsw.clicks("Open the results page")
    await nqsw.sees("It works once, within 10 minutes")

    told = json.dumps(nqsw.modal, default=str)
    [link] = set(re.findall(rf"{address}/results/open/[\w-]+", told))
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        async with browser.get(link) as door:
            assert "Open the results" in await door.text()
        async with browser.post(link, headers=FROM_HERE) as entered:
            assert (entered.status, entered.url.path) == (200, "/results/")

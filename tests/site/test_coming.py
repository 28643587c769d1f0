"""Coming to the pages: a link works once, a visit ends when it must, and nobody else comes in."""

from models.person import Person
from services.work import House
from tests.site import year
from tests.site.conftest import Door


async def test_a_link_shows_a_door_and_the_door_leads_to_the_overview(
    door: Door, house: House, nqsw: Person
) -> None:
    await year.publish(house)
    browser, link = door.browser(), await door.link(nqsw)

    shown = await browser.opens(link)
    entered = await browser.sends(link)

    assert (shown.status, "Open the results" in shown.text) == (200, True)
    assert (entered.status, "How the programme is doing" in entered.text) == (200, True)

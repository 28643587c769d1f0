"""The rights to look at released figures: who may see Thameside, and who what all may see."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import views.results
from models.reporting import ENGLAND
from services import results
from tests.rights.desk import Desk
from tests.rights.lines import button, within
from tests.rights.people import MEMBERS, Who
from tests.rights.things import nothing
from tests.site.year import publish
from views.results import Place, mark

# London's are those of the announcement; Thameside is in London.
SEE_THAMESIDE = MEMBERS - {Who.NQSW_ELSEWHERE, Who.CHAMPION_ELSEWHERE, Who.FOR_NORTH_WEST}
OF_ENGLAND, OF_THAMESIDE = (Place(1, mark(key)).value for key in (ENGLAND, "employer:Thameside"))


async def released(desk: Desk) -> UUID:
    """A release with figures of Thameside."""
    async with desk.house.database.results() as session:
        is_there = await results.latest(session) is not None
    if not is_there:
        await publish(desk.house, waves=1)
    return await nothing(desk)


def _window(_id: UUID) -> Mapping[str, Any]:
    return {"callback_id": views.results.SHOW, "metadata": OF_ENGLAND}


def _chosen(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


RESULTS = (
    *(
        button(name, MEMBERS, released, OF_ENGLAND)
        for name in (
            views.results.SHOW,
            views.results.QUESTIONS,
            views.results.WHY,
            views.results.FILES,
        )
    ),
    *(
        button(name, SEE_THAMESIDE, released, OF_THAMESIDE)
        for name in (views.results.SHOW, views.results.QUESTIONS, views.results.WHY)
    ),
    within(f"{views.results.FILE}:json", MEMBERS, released, _window, OF_ENGLAND),
    within(views.results.UNIT, MEMBERS, released, _window, **_chosen(mark(ENGLAND))),
    within(
        views.results.UNIT,
        SEE_THAMESIDE,
        released,
        _window,
        **_chosen(mark("employer:Thameside")),
    ),
    within(views.results.RELEASE, MEMBERS, released, _window, **_chosen("1")),
)

"""Text that no database holds whole is kept as far as it can be, whichever form it comes in."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from models import rich_text
from models.practice import Practice
from services.work import SYSTEM, House
from tests.doubles import Community
from tests.journeys.test_forgeries import forms_of_all
from tests.rights import forms, things
from tests.rights.desk import Desk, opened
from tests.rights.people import Who
from views.practice_form import STEP

STRANGE = "Half \ud83d of a pair, \x00 and nothing"
KEPT = "Half \ufffd of a pair, \ufffd and nothing"


@pytest.fixture
async def desk(house: House, community: Community) -> AsyncIterator[Desk]:
    async with opened(house, community) as desk:
        yield desk


def strange(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same fields, with such a text wherever somebody types."""
    return {name: {**entry, **_typed(entry)} for name, entry in values.items()}


def _typed(entry: Mapping[str, Any]) -> dict[str, Any]:
    if "rich_text_value" in entry:
        return {"rich_text_value": rich_text.of(STRANGE)}
    return {"value": STRANGE} if "value" in entry else {}


async def test_a_text_that_no_database_holds_fails_in_no_form(desk: Desk) -> None:
    values = [
        forms.FIRST_STEP,
        forms.WITHDRAWAL,
        forms.USED,
        forms.OPINION,
        forms.CHANGES,
        forms.TO_AUTHOR,
        forms.ANNOUNCEMENT,
        forms.CORRECTION,
        forms.BACK,
        forms.NO_RELEASE,
    ]
    every = strange({name: entry for fields in values for name, entry in fields.items()})

    wrong = []
    for line in forms_of_all():
        for who in sorted(line.who)[:1]:
            await line.tries(desk, Who.NOBODY, await line.about(desk))
            stack = desk.workspace.views[desk.cast[Who.NOBODY]]
            answer = await desk.sends(who, line.name, str(stack[0]["private_metadata"]), every)
            if answer.outcome not in {"heard", "refused"}:
                wrong.append(f"{line}: {answer.outcome}")

    assert "\n".join(wrong) == ""


async def test_what_can_be_kept_of_it_is_kept(desk: Desk) -> None:
    one = await things.A_DRAFT(desk)

    await desk.sends(Who.AUTHOR, STEP, forms.sheet(one), strange(forms.FIRST_STEP))

    async with desk.house.look(SYSTEM) as work:
        assert (await work.session.get_one(Practice, one)).content["problem"] == KEPT


async def test_a_command_with_such_a_text_is_heard(desk: Desk) -> None:
    assert (await desk.types(Who.NQSW, f"/practice search {STRANGE}")).outcome == "heard"

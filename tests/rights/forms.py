"""What stands in forms that are filled in well."""

import json
from typing import Any
from uuid import UUID

import views.announcement_lists
import views.announcements
import views.library
import views.practice_lists
import views.releases
import views.review_forms
import views.settings
from models import rich_text
from models.verdict import TESTS
from tests.rights.things import CONTENT, WORDS

Entries = dict[str, Any]
WINDOW = "8c7f6c0e-6a54-4c69-9d5e-0f9f62d1a001"


def typed(text: str) -> Entries:
    return {"type": "plain_text_input", "value": text}


def chosen(value: str) -> Entries:
    return {"type": "static_select", "selected_option": {"value": value}}


def ticked(*values: str) -> Entries:
    return {"type": "checkboxes", "selected_options": [{"value": value} for value in values]}


def sheet(one: UUID, step: int = 1, edition: int = 1) -> str:
    """What the form of an example keeps about itself."""
    kept = {"id": str(one), "edition": edition, "window": WINDOW, "step": step}
    return json.dumps(kept)


def kept(one: UUID, **more: object) -> str:
    return json.dumps({"id": str(one), **more})


def decided(one: UUID, edition: object = 0) -> str:
    """A decision about an edition, the first without one."""
    return json.dumps({"decided": f"{one}:{edition}"})


FIRST_STEP = {
    "title": typed("Another title"),
    "criteria": ticked("C2"),
    "problem": typed(str(CONTENT["problem"])),
    "what_we_did": typed(str(CONTENT["what_we_did"])),
}
WITHDRAWAL = {views.practice_lists.REASON: typed("It is out of date.")}
USED = {
    views.library.PLACE: typed("The duty team"),
    views.library.HOW: chosen("lot"),
    views.library.TOLD: typed("More sessions took place."),
    views.library.SENTENCE: typed("Thank you."),
    views.library.NAMED: ticked(),
}
OPINION = {name: chosen("2") for name in TESTS} | {
    views.review_forms.PROPOSAL: chosen("share"),
    views.review_forms.WAYS_FIELD: ticked("library"),
    views.review_forms.REASON: typed(""),
}
CHANGES = {"title": typed("Please say whose time it is.")}
TO_AUTHOR = {views.review_forms.TEXT: typed("A question about the rota.")}
ANNOUNCEMENT = {
    views.announcements.TITLE: typed("Workshop"),
    views.announcements.TEXT: {"rich_text_value": rich_text.of(WORDS)},
    views.announcements.WHERE: chosen("direct"),
    views.announcements.WHEN: chosen("now"),
    views.announcements.ASKS: chosen("none"),
}
CORRECTION = {
    views.announcements.TITLE: typed("Workshop"),
    views.announcements.TEXT: {"rich_text_value": rich_text.of("The small one, then.")},
}
BACK = {views.announcement_lists.WORDS: typed("Please name the room.")}
SETTINGS = {views.settings.WHERE: chosen("both"), views.settings.MUTED: ticked()}
RELEASE = {
    views.releases.DECISION: chosen(views.releases.RELEASE),
    views.releases.WHY: typed(""),
}
NO_RELEASE = {
    views.releases.DECISION: chosen(views.releases.DECLINE),
    views.releases.WHY: typed("Not yet."),
}

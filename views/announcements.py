"""Announcements as their co-ordinators meet them: the form, the preview, the page, the list."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models import rich_text
from models.announcement import (
    Acknowledgement,
    Announcement,
    AnnouncementState,
    Hearers,
    Scope,
    Where,
)
from models.person import Reach, RoleName
from views import blocks, inputs
from views.announcement_letters import in_scope
from views.blocks import Block
from views.people import ROLES

CREATE, EDIT = "announcement.create", "announcement.edit"
FORM, CORRECTION = "announcement.form", "announcement.correction"

COMMAND_HELP = (
    "*/announce* writes an announcement: you see exactly how it will look before anybody gets it.\n"
    "*/announce list* shows the announcements that you may see, with their state.\n"
    "It is for co-ordinators. How you would like to get announcements: `/nqsw settings`."
)

TITLE, TEXT, LINK = "title", "text", "link"
SCOPE, WHERE, WHEN, AT, ASKS = "scope", "where", "when", "at", "asks"
PARTS = ("roles", "regions", "employers", "cohorts", "surveys")
NOW, LATER = "now", "later"

MOST_OPTIONS = 100

TITLE_NEEDED = "Please give it a title."
TITLE_TOO_LONG = "A title has at most 150 characters."
TEXT_NEEDED = "Please write what you would like to say."
TEXT_TOO_LONG = "This is too long for one message. Please keep it under 3,000 characters."
LINK_WRONG = "Please give the whole address of the page or file; it begins with https://."
CHOOSE = "Please choose one."
NO_CHANNEL = (
    "No community channel is set up for this app, so it can go by direct message only. "
    "The operator can set COMMUNITY_CHANNEL."
)
MUST_BE_DIRECT = (
    "What must be acknowledged goes to each person directly. "
    "Please choose “By direct message” or “Both”."
)
NOW_OR_LATER = "You chose “Now”, and a date and time as well. Please choose one of them."
AT_NEEDED = "Please choose the date and time at which it should start."
AT_PAST = "Please choose a moment in the future, within a year."
OUTSIDE = "This is outside the place that you announce for. Please choose another, or none."

WHERES = {
    Where.DIRECT: "By direct message",
    Where.CHANNEL: "In the community channel",
    Where.BOTH: "Both",
}
ASKING = {
    Acknowledgement.NONE: ("Not asked", "Nobody is asked to press anything."),
    Acknowledgement.ASKED: ("Asked", "Co-ordinators see numbers, no names."),
    Acknowledgement.MUST: ("Must be acknowledged", "Co-ordinators see names; the message says so."),
}


@dataclass(frozen=True)
class Choices:
    """What an author may choose from."""

    scopes: Sequence[Scope]
    regions: Sequence[str]
    employers: Mapping[str, Sequence[str]]
    cohorts: Sequence[str]
    surveys: Mapping[str, str] = field(default_factory=dict)
    may_use_channel: bool = False


@dataclass(frozen=True)
class Form:
    """The form, for a new announcement or for one that has not started."""

    announcement: Announcement | None
    choices: Choices


def form(shown: Form) -> Block:
    """Everything about an announcement, in one window."""
    kept, choices = shown.announcement, shown.choices
    link = inputs.text(1000, kept.link if kept else "")
    content = [
        *_warning(kept),
        *words(kept.title if kept else "", kept.text if kept else {}),
        blocks.field(LINK, "Link or file", link, hint=LINK_HINT, is_optional=True),
        *_scope(kept, choices),
        *_audience(kept.hearers if kept else Hearers.of({}), choices),
        blocks.field(WHERE, "Where", _where(kept, choices)),
        blocks.field(WHEN, "When", _when(kept)),
        blocks.field(AT, "Date and time", _at(kept), hint=AT_HINT, is_optional=True),
        blocks.field(ASKS, "Acknowledgement", _asks(kept)),
    ]
    return blocks.modal(
        FORM,
        "Change announcement" if kept else "Announce something",
        content,
        submit="Preview",
        private_metadata=json.dumps({"id": str(kept.id) if kept else None}),
    )


LINK_HINT = (
    "Starts with https://. For a file, upload it to Slack, press “Copy link” on it, "
    "and paste the link here."
)
AT_HINT = "Only if you chose “At a date and time”, on your own clock. Working hours are respected."


def words(title: str, text: Mapping[str, Any]) -> list[Block]:
    """The two fields with the words of an announcement."""
    typed = inputs.text(150, title)
    rich: Block = {"type": "rich_text_input", "action_id": inputs.VALUE}
    if text and not rich_text.is_empty(dict(text)):
        rich["initial_value"] = {"type": "rich_text", "elements": text["elements"]}
    return [
        blocks.field(TITLE, "Title", typed, hint="Up to 150 characters."),
        blocks.field(TEXT, "Text", rich, hint="Up to 3,000 characters. Mentions become names."),
    ]


@dataclass(frozen=True)
class Correction:
    """What has gone, what it takes to change it, and new words that nobody has agreed to yet."""

    announcement: Announcement
    takes: str
    needs_agreement: bool


def correction(shown: Correction) -> Block:
    """New words for what has gone already."""
    announcement = shown.announcement
    note = (
        "Copies that have arrived are changed in place, one after the other, which takes "
        f"{shown.takes}; the others go with the new words. Each says “Corrected on” and the day."
    )
    if shown.needs_agreement:
        note += " A second co-ordinator must agree first, because many people have it."
    kept = announcement.correction or {"title": announcement.title, "text": announcement.text}
    if announcement.correction is not None:
        note += " *Below are the new words as they were written last; nobody has got them yet.*"
    return blocks.modal(
        CORRECTION,
        "Correct it",
        [blocks.section(note), *words(kept["title"], kept["text"])],
        submit="Correct it",
        private_metadata=json.dumps({"id": str(announcement.id)}),
    )


def _warning(kept: Announcement | None) -> list[Block]:
    told = {
        AnnouncementState.AWAITING: (
            "*It waits for a second co-ordinator.* If you save a change, ask for approval again."
        ),
        AnnouncementState.SCHEDULED: (
            "*It is scheduled.* If you save a change, it does not go until you send it again."
        ),
    }
    text = told.get(kept.state) if kept else None
    return [blocks.section(text)] if text else []


def _radio(options: list[Block], chosen: str) -> Block:
    return {"initial_option": options[0], **inputs.radio(options, chosen)}


def _scope(kept: Announcement | None, choices: Choices) -> list[Block]:
    """Who announces for one place only is not asked for which."""
    if len(choices.scopes) < 2:  # noqa: PLR2004 - a choice begins with two
        return []
    options = [
        blocks.option(_named(scope), f"{scope.reach.value}:{scope.name}"[:150])
        for scope in choices.scopes[:10]
    ]
    chosen = f"{kept.reach.value}:{kept.scope}" if kept else ""
    hint = "It reaches nobody elsewhere."
    return [blocks.field(SCOPE, "You announce for", _radio(options, chosen), hint=hint)]


def _named(scope: Scope) -> str:
    return "England" if scope.reach is Reach.NATIONAL else scope.name[:75]


def _where(kept: Announcement | None, choices: Choices) -> Block:
    offered = list(WHERES) if choices.may_use_channel else [Where.DIRECT]
    options = [blocks.option(WHERES[where], where.value) for where in offered]
    return _radio(options, kept.where.value if kept else Where.DIRECT.value)


def _when(kept: Announcement | None) -> Block:
    options = [blocks.option("Now", NOW), blocks.option("At a date and time", LATER)]
    return _radio(options, LATER if kept and kept.send_at else NOW)


def _at(kept: Announcement | None) -> Block:
    element: Block = {"type": "datetimepicker", "action_id": inputs.VALUE}
    if kept is None or kept.send_at is None:
        return element
    return {**element, "initial_date_time": int(kept.send_at.timestamp())}


def _asks(kept: Announcement | None) -> Block:
    options = [blocks.option(label, kind.value, told) for kind, (label, told) in ASKING.items()]
    return _radio(options, (kept.acknowledgement if kept else Acknowledgement.NONE).value)


def _audience(chosen: Hearers, choices: Choices) -> list[Block]:
    audience = chosen.audience
    roles = [blocks.option(ROLES[role], role.value) for role in RoleName]
    groups = [
        {"label": blocks.plain(region[:75]), "options": _options(names)}
        for region, names in choices.employers.items()
        if names
    ]
    employers = [name[:150] for name in audience.employers]
    offered: tuple[tuple[str, str, list[Block], Sequence[str]], ...] = (
        ("roles", "Roles", roles, audience.roles),
        ("regions", "Regions", _options(choices.regions), audience.regions),
        ("employers", "Employers", groups, employers),
        ("cohorts", "Cohorts", _options(choices.cohorts), audience.cohorts),
        ("surveys", "Surveys", _surveys(choices), chosen.surveys),
    )
    return [
        blocks.field(
            name, label, inputs.several(options, picked), hint=HINTS[name], is_optional=True
        )
        for name, label, options, picked in offered
        if options
    ]


def _options(names: Sequence[str]) -> list[Block]:
    return [blocks.option(name[:75], name[:150]) for name in names[:MOST_OPTIONS]]


def _surveys(choices: Choices) -> list[Block]:
    found = list(choices.surveys.items())[:MOST_OPTIONS]
    return [blocks.option(title[:75], survey_id) for survey_id, title in found]


HINTS = {
    "roles": "Leave empty for all.",
    "regions": "Leave empty for all whom you may reach.",
    "employers": "Leave empty for all whom you may reach.",
    "cohorts": "Leave empty for all.",
    "surveys": "Only those whom one of these asks, whether they have answered or not.",
}


def audience_words(announcement: Announcement, surveys: Mapping[str, str]) -> str:
    """Whom it is for, in words."""
    hearers = announcement.hearers
    audience = hearers.audience
    parts = [
        ", ".join(ROLES[RoleName(role)] for role in audience.roles),
        ", ".join(audience.regions),
        ", ".join(audience.employers),
        ", ".join(audience.cohorts),
        ", ".join(f"asked in “{surveys.get(one, one)}”" for one in hearers.surveys),
    ]
    told = "; ".join(part for part in parts if part) or "Everyone"
    place = in_scope(announcement)
    return f"{told} (within {place})" if announcement.reach is not Reach.NATIONAL else told

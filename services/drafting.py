"""Writing an announcement: what a form may choose from, and what of it is believed."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

import views.announcement_letters
import views.announcements
from models import rich_text
from models.announcement import (
    Acknowledgement,
    Announcement,
    AnnouncementState,
    Hearers,
    Scope,
    Where,
)
from models.audience import Audience
from models.person import Person, Reach, RoleName
from models.refusals import BadInput, NotAllowed
from models.survey import Survey
from services import agenda, announcement_cards, announcements, rights
from services.announcements import CHANGEABLE, Step, move
from services.announcing import STARTING
from services.work import Work
from views.announcements import Choices, Form

LONGEST_TITLE = 150
LONGEST_LINK = 1000
FARTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Typed:
    """An announcement as it was typed, before anything in it is trusted."""

    title: str = ""
    text: object = None
    link: str = ""
    scope: str = ""
    hearers: Mapping[str, Sequence[str]] | None = None
    where: str = Where.DIRECT.value
    when: str = views.announcements.NOW
    at: object = None
    acknowledgement: str = Acknowledgement.NONE.value


async def form(work: Work, announcement_id: UUID | None) -> Form:
    """The form for a new announcement, or for one of the actor's own that has not started.

    What the timetable wrote may be taken up by any co-ordinator who may announce so far.
    """
    scopes = await announcements.scopes(work)
    announcement = await _to_edit(work, announcement_id) if announcement_id else None
    return Form(announcement, await choices(work, scopes))


async def save(work: Work, announcement_id: UUID | None, typed: Typed) -> Announcement:
    """Keep what was typed as a draft of the actor's own; agreement that it had is void."""
    scopes = await announcements.scopes(work)
    scope = _scope(typed.scope, scopes)
    columns = await _checked(work, typed, scope, scopes)
    me = await rights.me(work)
    if announcement_id is None:
        made = Announcement(
            id=work.new_id(), created_at=work.now, changed_at=work.now, author_id=me.id, **columns
        )
        work.session.add(made)
        await work.session.flush()
        announcements.note(work, made, "created")
        return made
    await _to_edit(work, announcement_id)
    step = Step(CHANGEABLE, AnnouncementState.DRAFT, "changed")
    edition = Announcement.edition + 1
    void = {"approved_by": None, "approved_at": None, "people": 0, "edition": edition}
    changed = await move(work, announcement_id, step, author_id=me.id, **void, **columns)
    await agenda.cancel(work, STARTING, str(announcement_id))
    await announcements.forget_audience(work, announcement_id)
    await announcement_cards.show(work, changed)
    return changed


async def choices(work: Work, scopes: Sequence[Scope]) -> Choices:
    """What the actor may choose from: the places within their rights, and no others."""
    employers: dict[str, list[str]] = {}
    for employer in await rights.employers_within(work, RoleName.COORDINATOR):
        employers.setdefault(employer.region, []).append(employer.name)
    found = await work.session.scalars(
        select(col(Person.cohort)).distinct().order_by(col(Person.cohort))
    )
    surveys = await work.session.scalars(select(Survey).order_by(col(Survey.title)))
    return Choices(
        scopes=scopes,
        regions=list(employers),
        employers=employers,
        cohorts=[cohort for cohort in found if cohort],
        surveys={survey.id: survey.title for survey in surveys},
        may_use_channel=announcements.NATIONAL in scopes,
    )


def checked_text(work_names: Mapping[str, str], text: object) -> dict[str, Any]:
    """Rich text as it may leave; BadInput under its field if there is none, or too much."""
    block = rich_text.kept(text, work_names)
    if rich_text.is_empty(block):
        raise BadInput(views.announcements.TEXT, views.announcements.TEXT_NEEDED)
    pieces = sum(1 for _ in rich_text.pieces(block))
    if len(rich_text.plain(block)) > rich_text.LONGEST or pieces > rich_text.MOST_PIECES:
        raise BadInput(views.announcements.TEXT, views.announcements.TEXT_TOO_LONG)
    return block


def checked_title(typed: str) -> str:
    """A title that calls nobody; BadInput under its field if there is none, or too long a one."""
    title = rich_text.called_off(" ".join(typed.split()))
    if not title:
        raise BadInput(views.announcements.TITLE, views.announcements.TITLE_NEEDED)
    if len(title) > LONGEST_TITLE:
        raise BadInput(views.announcements.TITLE, views.announcements.TITLE_TOO_LONG)
    return title


async def names_in(work: Work, text: object) -> dict[str, str]:
    """The names of the people who are mentioned, as far as they are on the roster."""
    mentioned = rich_text.mentioned(text)
    query = select(col(Person.slack_id), col(Person.name)).where(
        col(Person.slack_id).in_(mentioned)
    )
    return {row[0] or "": row[1] for row in await work.session.execute(query)} if mentioned else {}


def must_fit(shown: views.announcement_letters.Copy) -> None:
    """Refuse what would fit into a message now, but not into a change of it later."""
    if len(views.announcement_letters.words(shown)) > views.announcement_letters.LONGEST_TEXT:
        raise BadInput(views.announcements.TEXT, views.announcements.TEXT_TOO_LONG)


async def _to_edit(work: Work, announcement_id: UUID) -> Announcement:
    announcement = await announcements.required(work, announcement_id)
    if announcement.author_id is not None:
        announcement = await announcements.own(work, announcement_id)
    if announcement.state not in CHANGEABLE:
        raise announcement.moved()
    return announcement


def _scope(typed: str, scopes: Sequence[Scope]) -> Scope:
    """One right of the actor; whatever else a form says is refused."""
    if not typed:
        return scopes[0]
    reach, _, name = typed.partition(":")
    named = {(scope.reach.value, scope.name): scope for scope in scopes}
    if (reach, name) not in named:
        raise NotAllowed(RoleName.COORDINATOR.value, name or "England")
    return named[(reach, name)]


async def _checked(
    work: Work, typed: Typed, scope: Scope, scopes: Sequence[Scope]
) -> dict[str, Any]:
    title = checked_title(typed.title)
    text = checked_text(await names_in(work, typed.text), typed.text)
    acknowledgement = _acknowledgement(typed.acknowledgement)
    columns: dict[str, Any] = {
        "reach": scope.reach,
        "scope": scope.name,
        "title": title,
        "text": text,
        "link": _link(typed.link),
        "audience": (await _hearers(work, typed, scope, scopes)).kept(),
        "where": _where(work, typed.where, scope, acknowledgement),
        "acknowledgement": acknowledgement,
        "send_at": _send_at(work, typed),
    }
    me = await rights.me(work)
    made = Announcement(id=work.new_id(), created_at=work.now, changed_at=work.now, **columns)
    must_fit(views.announcement_letters.Copy(made, me.name))
    return columns


def _link(typed: str) -> str:
    link = typed.strip()
    if not link:
        return ""
    try:
        parts = urlsplit(link)
    except ValueError:
        raise BadInput(views.announcements.LINK, views.announcements.LINK_WRONG) from None
    is_whole = parts.scheme.lower() == "https" and bool(parts.hostname)
    if not is_whole or not link.isprintable() or " " in link or len(link) > LONGEST_LINK:
        raise BadInput(views.announcements.LINK, views.announcements.LINK_WRONG)
    return link


def _acknowledgement(typed: str) -> Acknowledgement:
    try:
        return Acknowledgement(typed)
    except ValueError:
        raise BadInput(views.announcements.ASKS, views.announcements.CHOOSE) from None


def _where(work: Work, typed: str, scope: Scope, asks: Acknowledgement) -> Where:
    try:
        where = Where(typed)
    except ValueError:
        raise BadInput(views.announcements.WHERE, views.announcements.CHOOSE) from None
    if where is Where.DIRECT:
        return where
    if scope.reach is not Reach.NATIONAL:
        # The channel reaches everybody, so it is not for who may reach some.
        raise NotAllowed(RoleName.COORDINATOR.value, "England")
    if not work.policy.channels.community:
        raise BadInput(views.announcements.WHERE, views.announcements.NO_CHANNEL)
    if where is Where.CHANNEL and asks is Acknowledgement.MUST:
        raise BadInput(views.announcements.WHERE, views.announcements.MUST_BE_DIRECT)
    return where


def _send_at(work: Work, typed: Typed) -> datetime | None:
    if typed.when == views.announcements.NOW:
        if typed.at:
            raise BadInput(views.announcements.WHEN, views.announcements.NOW_OR_LATER)
        return None
    if not isinstance(typed.at, int) or isinstance(typed.at, bool):
        raise BadInput(views.announcements.AT, views.announcements.AT_NEEDED)
    if not work.now.timestamp() < typed.at < (work.now + FARTHEST).timestamp():
        raise BadInput(views.announcements.AT, views.announcements.AT_PAST)
    return datetime.fromtimestamp(typed.at, UTC)


async def _hearers(work: Work, typed: Typed, scope: Scope, scopes: Sequence[Scope]) -> Hearers:
    """The chosen audience; a place outside the scope is refused, and leaves a note."""
    chosen = {part: tuple(values) for part, values in (typed.hearers or {}).items()}
    offered = await choices(work, scopes)
    within = {
        region: names
        for region, names in offered.employers.items()
        if scope.reach is not Reach.REGION or region == scope.name
    }
    # A list shows the beginning of a very long name.
    every = {name[:150]: name for found in offered.employers.values() for name in found}
    names = {name[:150]: name for found in within.values() for name in found}
    if scope.reach is Reach.EMPLOYER:
        names = {scope.name[:150]: scope.name}
    _must_be_among("regions", chosen, within, offered.regions)
    _must_be_among("employers", chosen, names, every)
    _must_be_among("cohorts", chosen, offered.cohorts)
    _must_be_among("surveys", chosen, offered.surveys)
    _must_be_among("roles", chosen, [role.value for role in RoleName])
    audience = Audience(
        roles=chosen.get("roles", ()),
        regions=chosen.get("regions", ()),
        employers=tuple(names[name] for name in chosen.get("employers", ())),
        cohorts=chosen.get("cohorts", ()),
    )
    return Hearers(audience, chosen.get("surveys", ()))


def _must_be_among(
    part: str,
    chosen: Mapping[str, Sequence[str]],
    offered: Container[str],
    elsewhere: Container[str] = (),
) -> None:
    for one in chosen.get(part, ()):
        if one in offered:
            continue
        # Whoever has several rights may have chosen a place of another one.
        if one in elsewhere:
            raise BadInput(part, views.announcements.OUTSIDE)
        raise NotAllowed(RoleName.COORDINATOR.value, one[:80])

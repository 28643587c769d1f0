"""Coming to the pages: a link from Slack that works once, and the visit that it becomes.

Who comes is asked anew at every page: a visit ends when it is eight hours old, or when the person's
account, employer or roles are not what they were when it began.
"""

import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import delete, update
from sqlmodel import col

from models.person import Person
from models.refusals import LinkSpent, LinkUnknown, NoPublicAddress, NotOnRoster, VisitOver
from models.site import SiteLink, SiteVisit
from services import rights, rows
from services.work import Actor, Work, account
from views.site.addresses import Addresses

# On these the browser is on the machine of the bot itself, and nothing travels.
LOOPBACK = ("localhost", "127.0.0.1", "::1")

SIGNED_OUT, RIGHTS_MOVED = "signed out", "rights changed"


async def invite(work: Work) -> str:
    """Give the actor an address that lets them in once, soon; NoPublicAddress if there is none.

    Whoever asks again has no use for the earlier links: they stop working.
    """
    address = work.policy.public_url
    if not is_safe(address):
        raise NoPublicAddress
    me = await rights.me(work)
    await _forget(work, me)
    token = secrets.token_urlsafe()
    ends_at = work.now + timedelta(minutes=work.policy.visiting.link_minutes)
    work.session.add(SiteLink(token=_hashed(token), person_id=me.id, ends_at=ends_at))
    work.record("results.invited", me.id)
    return f"{address}{Addresses().entrance(token)}"


def is_safe(address: str) -> bool:
    """Whether pages may be shown at this address: what is shown must not be read on the way."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in LOOPBACK


async def invited(work: Work, token: str) -> Actor:
    """Who was given this link, without using it; LinkUnknown if nobody was."""
    link = await work.session.get(SiteLink, _hashed(token))
    person = None if link is None else await work.session.get(Person, link.person_id)
    if person is None or person.slack_id is None:
        raise LinkUnknown
    return account(person.slack_id)


async def enter(work: Work, token: str) -> str:
    """Use the link and begin a visit, of which the actor gets the token.

    LinkSpent if it was used before, is too old, or the actor may not take part any more.
    """
    seen = await _rights(work)
    if not seen or not await _use(work, token):
        raise LinkSpent("results", "link")
    me, visit = await rights.me(work), secrets.token_urlsafe()
    ends_at = work.now + timedelta(hours=work.policy.visiting.visit_hours)
    begun = SiteVisit(token=_hashed(visit), person_id=me.id, rights=seen, ends_at=ends_at)
    work.session.add(begun)
    work.record("results.entered", me.id)
    return visit


async def visitor(work: Work, token: str) -> Actor:
    """Whose visit this is; VisitOver if there is none or its time is over."""
    kept = await work.session.get(SiteVisit, _hashed(token))
    person = None if kept is None else await work.session.get(Person, kept.person_id)
    if kept is None or person is None or person.slack_id is None or kept.ends_at <= work.now:
        raise VisitOver
    return account(person.slack_id)


async def is_unchanged(work: Work, token: str) -> bool:
    """Whether the actor is here, and may do exactly what they might when the visit began."""
    kept = await work.session.get(SiteVisit, _hashed(token))
    return kept is not None and kept.rights == await _rights(work)


async def end(work: Work, token: str, why: str = SIGNED_OUT) -> None:
    """End a visit at once; ending it twice is once."""
    visit = delete(SiteVisit).where(col(SiteVisit.token) == _hashed(token))
    if await rows.change(work.session, visit):
        work.record("results.left", work.actor.name, why=why)


async def _use(work: Work, token: str) -> bool:
    """Mark the link as used; of any number who try at once, one has done it."""
    unused = update(SiteLink).where(
        col(SiteLink.token) == _hashed(token),
        col(SiteLink.used_at).is_(None),
        col(SiteLink.ends_at) > work.now,
    )
    return await rows.change(work.session, unused.values(used_at=work.now)) == 1


async def _rights(work: Work) -> str:
    """All that decides what the actor may see today, as a hash; empty for who may not come in."""
    try:
        me = await rights.me(work)
    except NotOnRoster:
        return ""
    held = await rights.held_by_actor(work)
    roles = sorted(f"{one.role}|{one.reach}|{one.scope}" for one in held)
    return _hashed("\n".join([str(me.id), str(me.employer_id), *roles]))


async def _forget(work: Work, me: Person) -> None:
    """Forget this person's links, and all links and visits whose time is over."""
    links = (col(SiteLink.person_id) == me.id) | (col(SiteLink.ends_at) <= work.now)
    await work.session.execute(delete(SiteLink).where(links))
    await work.session.execute(delete(SiteVisit).where(col(SiteVisit.ends_at) <= work.now))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

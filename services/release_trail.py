"""How releases came about: who asked for them, who agreed, and whether they are as they were."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from analysis.published import ReleaseInfo
from models.audit import AuditEntry
from models.person import Person, Role, RoleName
from models.refusals import PageUnknown
from models.release import FIRST_LINK, Preparation, Release, Stage
from models.reporting import Period
from services import chain, results
from services.releasing import RELEASERS
from services.work import LONDON, Work
from views.site.releases import Step

# Who did something and when; nobody for the operator's shell.
Act = tuple[UUID | None, datetime | None]
NOBODY: Act = (None, None)

# What a release is of: its period and its subject.
Of = tuple[Period, str]


@dataclass(frozen=True)
class Trail:
    """What is needed to tell of releases: their links, who asked for them, and who agreed."""

    links: dict[int, tuple[str, str]]
    asked: dict[Of, Act]
    agreed: dict[Of, Act]
    roles: Sequence[Role]

    def step(self, release: ReleaseInfo) -> Step:
        """What is told of one release."""
        of = release.period, release.subject
        return Step(
            release=release,
            asked_by=self._roles(*self.asked.get(of, NOBODY)),
            agreed_by=self._roles(*self.agreed.get(of, NOBODY)),
            follows=self._follows(release),
        )

    def _roles(self, person_id: UUID | None, at: datetime | None) -> Sequence[RoleName]:
        """In which roles somebody acted then; none for the operator's shell."""
        if person_id is None or at is None:
            return ()
        on = at.astimezone(LONDON).date()
        theirs = [one for one in self.roles if one.person_id == person_id and one.holds(on)]
        return sorted({one.role for one in theirs})

    def _follows(self, release: ReleaseInfo) -> bool:
        """Whether it names the link of the release before it."""
        before, _ = self.links[release.number]
        _, earlier = self.links.get(release.number - 1, ("", ""))
        return before == (FIRST_LINK if release.number == 1 else earlier)


async def steps(work: Work) -> list[Step]:
    """Every release, the newest first; each says whether it names the one before it."""
    async with work.results() as session:
        found = await results.releases(session)
    trail = await _trail(work)
    return [trail.step(one) for one in found]


async def step(work: Work, number: int) -> Step:
    """One release; PageUnknown if there is none."""
    async with work.results() as session:
        found = await results.release(session, number)
    if found is None:
        raise PageUnknown
    return (await _trail(work)).step(found)


async def checked(work: Work, number: int) -> Step:
    """One release, with all that it says read and reckoned again."""
    told = await step(work, number)
    return replace(told, is_whole=await chain.holds(work, number))


async def _trail(work: Work) -> Trail:
    links = select(col(Release.number), col(Release.before), col(Release.link))
    prepared = select(Preparation).where(col(Preparation.stage) == Stage.RELEASED)
    roles = select(Role).where(col(Role.role).in_(RELEASERS))
    figures = (await work.session.scalars(prepared)).all()
    of_figures = {(one.period, one.subject): one for one in figures}
    return Trail(
        {number: (before, link) for number, before, link in await work.session.execute(links)},
        {of: (one.asked_by, one.asked_at) for of, one in of_figures.items()}
        | await _acts_on_words(work, "words.prepared"),
        {of: (one.settled_by, one.settled_at) for of, one in of_figures.items()}
        | await _acts_on_words(work, "words.released"),
        (await work.session.scalars(roles)).all(),
    )


async def _acts_on_words(work: Work, what: str) -> dict[Of, Act]:
    """Who did this last to the words of each wave: all else about their release is deleted."""
    query = (
        select(col(AuditEntry.subject), col(Person.id), col(AuditEntry.at))
        .join(Person, col(Person.slack_id) == col(AuditEntry.actor))
        .where(col(AuditEntry.what) == what)
        .order_by(col(AuditEntry.number))
    )
    found = (await work.session.execute(query)).all()
    return {(Period.WORDS, wave): (person, at) for wave, person, at in found}

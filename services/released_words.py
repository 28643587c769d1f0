"""What was released of people's words, for whoever may see it."""

from analysis.published import UnitInfo
from models.reporting import Period
from services import results, themes
from services.sight import sight
from services.work import Work
from views.words_release import ReleasedWords


async def newest(work: Work) -> ReleasedWords | None:
    """The newest words, as far as the actor sees their units; None before the first."""
    seen = await sight(work)
    async with work.results() as session:
        release = await results.latest(session, Period.WORDS)
        if release is None:
            return None
        units = seen.visible(await results.units(session, release.number))
        found = await themes.themes(session, release.number, _nearest(units, seen.own(units)))
        quotes = await themes.quotes(session, release.number, units)
    return ReleasedWords(release.title, found, quotes)


def _nearest(units: list[UnitInfo], own: UnitInfo | None) -> list[UnitInfo]:
    """England, and one's own unit: a window is not for more."""
    return [one for one in units if one.wider == one.key or one == own]

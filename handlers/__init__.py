"""Everything that Slack can tell us, by subject."""

from handlers import (
    announcements,
    home,
    library,
    manage,
    people,
    practices,
    releases,
    responses,
    results,
    reviews,
    settings,
    surveys,
    visits,
    words,
)
from handlers.routes import Routes


def register_handlers(routes: Routes) -> None:
    """The list of all subjects; nothing is found by magic."""
    surveys.register(routes)
    home.register(routes)
    manage.register(routes)
    releases.register(routes)
    results.register(routes)
    people.register(routes)
    announcements.register(routes)
    settings.register(routes)
    library.register(routes)
    practices.register(routes)
    reviews.register(routes)
    visits.register(routes)
    responses.register(routes)
    words.register(routes)

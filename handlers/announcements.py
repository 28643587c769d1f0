"""What people do with announcements: write, approve, pause, correct, acknowledge."""

from handlers.routes import Routes


def register(routes: Routes) -> None:
    """What belongs to announcements."""

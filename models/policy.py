"""The numbers that the data controller may change, never below the floor."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

LOWEST_FLOOR = 5


@dataclass(frozen=True)
class Channels:
    """Where the bot speaks to many; empty when not set."""

    community: str = ""
    champions: str = ""
    coordinators: str = ""


@dataclass(frozen=True)
class Reviewing:
    """How many read an example, and how many working days until somebody is nudged."""

    champions: int = 2
    nqsws: int = 1
    # Read as well when the first ones disagree.
    further_champions: int = 1
    ask_next_after: int = 3
    nudge_reviewers_after: int = 5


@dataclass(frozen=True)
class Visiting:
    """How long a link to the pages works, how long a visit lasts, and how much it may ask for."""

    link_minutes: int = 10
    visit_hours: int = 8
    pages_a_minute: int = 120
    # Of all who are no visitors yet, together; a link takes two.
    knocks_a_minute: int = 600


class AfterMisses(StrEnum):
    """What happens before the next wave where two releases have no answer."""

    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True)
class Responding:
    """How many working days there are to answer a release, then to change and to judge it."""

    days: int = 10
    open_days: int = 20
    misses: int = 2
    after_misses: AfterMisses = AfterMisses.WARN


@dataclass(frozen=True)
class Policy:
    """Floors (people), rates (messages a minute) and places that services decide by."""

    floor_employer: int = 8
    floor_wider: int = 5
    floor_text: int = 10
    send_per_minute: int = 240
    channels: Channels = field(default_factory=Channels)
    reviewing: Reviewing = field(default_factory=Reviewing)
    responding: Responding = field(default_factory=Responding)
    # A file with the themes of comments, in the place of the shipped one.
    code_book: Path | None = None
    # More direct messages than this need a second co-ordinator.
    announce_alone_up_to: int = 100
    # Working days from sending an example to its decision; then co-ordinators hear of it.
    review_days: int = 10
    # Slack takes 50 changes of messages a minute; handlers need some of them themselves.
    changes_per_minute: int = 40
    visiting: Visiting = field(default_factory=Visiting)
    # Where people reach the pages; empty when nobody has said.
    public_url: str = ""

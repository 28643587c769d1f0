"""What somebody wants to see of the library: filters, order, words and page, kept in a view."""

import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

# Longer than that nobody types; the rest is not looked at.
LONGEST_WORDS = 300
MOST_PAGES = 2000


class Order(StrEnum):
    """What comes first."""

    BEST = "best"
    NEWEST = "newest"
    MOST_USED = "most_used"


@dataclass(frozen=True)
class Wish:
    """One way of looking along the shelf; an empty filter lets everything pass."""

    words: str = ""
    criterion: str = ""
    heading: str = ""
    kind: str = ""
    region: str = ""
    order: str = Order.BEST.value
    is_saved: bool = False
    page: int = 0
    # Counts how often all was cleared: a field that is new is empty.
    turn: int = 0

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the order was chosen."""
        return bool(self.words or self.criterion or self.heading or self.kind or self.region)

    @property
    def is_narrowed(self) -> bool:
        """Whether some examples do not pass, whatever the words are."""
        filters = (self.criterion, self.heading, self.kind, self.region)
        return any(filters) or self.is_saved

    def kept(self) -> str:
        """As the view keeps it."""
        return json.dumps(asdict(self))


def read(text: object) -> Wish:
    """What a view kept, as far as it can be believed."""
    try:
        found = json.loads(str(text))
    except ValueError:
        return Wish()
    return of(found) if isinstance(found, dict) else Wish()


def of(found: dict[str, Any]) -> Wish:
    """A wish from whatever stands under its names; what is of another kind is left out."""
    defaults = Wish()
    believed = {
        one.name: found[one.name]
        for one in fields(Wish)
        if type(found.get(one.name)) is type(getattr(defaults, one.name))
    }
    wish = Wish(**believed)
    order = wish.order if wish.order in set(Order) else Order.BEST.value
    page = min(max(wish.page, 0), MOST_PAGES)
    return Wish(**{**asdict(wish), "order": order, "page": page, "words": clipped(wish.words)})


def clipped(typed: str) -> str:
    """Words as they are kept in a view, which holds no more than three thousand letters."""
    return " ".join(typed.split())[:LONGEST_WORDS]

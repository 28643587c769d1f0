"""The catalogue: every table that is ever released, on one page. There is no other table.

No filter, no choice of dates, no leaving out. Its groups are chosen by `planning`: one that is too
small for a question is hidden in it, and so are as many of its smallest neighbours as it takes
until those who are hidden together are enough (complementary suppression).
"""

from dataclasses import dataclass
from functools import cache

from models.questionnaire import CRITERIA
from models.reporting import Level, Period


@dataclass(frozen=True)
class Table:
    """A table: the periods it is released for, what its columns are, and what its rows."""

    name: str
    periods: frozenset[Period]
    columns: str
    levels: tuple[Level, ...]


ITEMS, CRITERIA_COLUMNS, PAIRS = "items", "criteria", "pairs"

TABLES = (
    Table("items", frozenset(Period), ITEMS, tuple(Level)),
    Table("criteria", frozenset(Period), CRITERIA_COLUMNS, tuple(Level)),
    # How each question goes together with the anchor of its criterion, in a word.
    Table("associations", frozenset({Period.WAVE}), PAIRS, (Level.ENGLAND,)),
)


# Asked for every figure of every wave.
@cache
def levels(period: Period, item: str) -> tuple[Level, ...]:
    """Give the levels that have a figure of this item or criterion in such a period."""
    columns = CRITERIA_COLUMNS if item in CRITERIA else ITEMS
    found = (one for one in TABLES if one.columns == columns and period in one.periods)
    return tuple(level for table in found for level in table.levels)

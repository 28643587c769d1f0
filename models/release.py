"""What was released: written once, never changed, each release tied to the one before.

Nothing here can be told from an answer more exactly than it was shown. Whoever looks at results
reads the tables `release` and `release_…` and no others (`House.results`).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from models.columns import choice, moment
from models.reporting import Level, Period
from models.tables import Table

FIRST_LINK = "0" * 64


class Stage(StrEnum):
    """The way of a preparation: to a release, or to the reasons why there is none."""

    WAITING = "waiting"
    EXAMINING = "examining"
    REFUSED = "refused"
    READY = "ready"
    RELEASED = "released"
    DECLINED = "declined"


UNDER_WAY = (Stage.WAITING, Stage.EXAMINING, Stage.READY)


class Preparation(Table, table=True):
    """Figures on their way out: who asked for them, what the gate found, and who agreed.

    `content` is what the release will say, rounded; it is written once, when the gate has passed.
    """

    __tablename__: ClassVar[str] = "preparation"
    # Whoever prepares the same period a second time finds it under way.
    __table_args__ = (
        Index(
            "ix_preparation_one_under_way",
            "subject",
            unique=True,
            sqlite_where=text("stage in ('waiting', 'examining', 'ready')"),
            postgresql_where=text("stage in ('waiting', 'examining', 'ready')"),
        ),
    )

    id: UUID = Field(primary_key=True)
    period: Period = choice(Period)
    # The id of a wave, or a quarter or a year: 2026-27-Q1, 2026-27.
    subject: str = Field(max_length=60)
    stage: Stage = choice(Stage, default=Stage.WAITING)
    asked_by: UUID | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime = moment()
    done: int = 0
    of: int = 0
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    settled_by: UUID | None = Field(default=None, foreign_key="person.id")
    settled_at: datetime | None = moment(default=None)
    why: str = Field(default="", max_length=500)


class Release(Table, table=True):
    """One release; `link` is the hash of all that it says and of the link before."""

    __tablename__: ClassVar[str] = "release"
    __table_args__ = (UniqueConstraint("period", "subject"),)

    number: int = Field(primary_key=True)
    period: Period = choice(Period)
    subject: str = Field(max_length=60)
    title: str = Field(max_length=200)
    starts_on: date
    ends_on: date
    released_at: datetime = moment()
    questionnaire: str = Field(max_length=60)
    version: int
    floor: int
    rate: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    before: str = Field(max_length=64)
    link: str = Field(max_length=64)


class ReleasedUnit(Table, table=True):
    """A reporting unit of a release: its name, where its people work, and the next wider unit."""

    __tablename__: ClassVar[str] = "release_unit"

    release: int = Field(foreign_key="release.number", primary_key=True)
    key: str = Field(primary_key=True, max_length=240)
    name: str = Field(max_length=240)
    level: Level = choice(Level)
    regions: list[str] = Field(sa_type=JSON)
    wider: str = Field(max_length=240)
    # Once units had response rates, and the chain holds them; nobody is shown them any more.
    rate: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class ReleasedItem(Table, table=True):
    """A question or a criterion of a release, in the words in which it was asked."""

    __tablename__: ClassVar[str] = "release_item"

    release: int = Field(foreign_key="release.number", primary_key=True)
    item: str = Field(primary_key=True, max_length=10)
    place: int
    criterion: str = Field(max_length=2)
    text: str = Field(max_length=300)


class ReleasedFigure(Table, table=True):
    """What a release says of one unit and one item (`analysis.published`), hidden ones too."""

    __tablename__: ClassVar[str] = "release_figure"
    __table_args__ = (Index("ix_release_figure_series", "unit", "item"),)

    release: int = Field(foreign_key="release.number", primary_key=True)
    unit: str = Field(primary_key=True, max_length=240)
    item: str = Field(primary_key=True, max_length=10)
    content: dict[str, Any] = Field(sa_type=JSON)


class ReleasedPair(Table, table=True):
    """How an item goes together with its criterion's anchor, in England, in a word."""

    __tablename__: ClassVar[str] = "release_pair"

    release: int = Field(foreign_key="release.number", primary_key=True)
    item: str = Field(primary_key=True, max_length=10)
    anchor: str = Field(max_length=10)
    strength: str = Field(max_length=20)


def link_after(before: str, content: Mapping[str, Any]) -> str:
    """Give the link of a release that says this, after one with that link."""
    words = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{words}".encode()).hexdigest()

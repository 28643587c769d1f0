"""Who is in the community: employers, people, their dated rights and their milestones."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.columns import choice, moment
from models.tables import Table


class Standing(StrEnum):
    """What the directory says of an account; only active ones are asked."""

    UNMATCHED = "unmatched"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    BOT = "bot"
    EXTERNAL = "external"


class RoleName(StrEnum):
    """What somebody may be in the programme."""

    NQSW = "nqsw"
    ASSESSOR = "assessor"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    CHAMPION = "champion"
    ANALYST = "analyst"
    ADMIN = "admin"


class Reach(StrEnum):
    """How far a right reaches."""

    EMPLOYER = "employer"
    REGION = "region"
    NATIONAL = "national"


class Employer(Table, table=True):
    """An organisation that runs the programme."""

    __tablename__: ClassVar[str] = "employer"

    id: UUID = Field(primary_key=True)
    name: str = Field(unique=True, max_length=200)
    kind: str = Field(default="", max_length=80)
    region: str = Field(max_length=60, index=True)


class Person(Table, table=True):
    """A member of the roster, matched with an account by its id or its e-mail."""

    __tablename__: ClassVar[str] = "person"

    id: UUID = Field(primary_key=True)
    slack_id: str | None = Field(default=None, unique=True, max_length=40)
    email: str | None = Field(default=None, unique=True, max_length=320)
    name: str = Field(default="", max_length=200)
    employer_id: UUID = Field(foreign_key="employer.id", index=True)
    started_on: date | None = None
    cohort: str = Field(default="", max_length=60, index=True)
    framework: str = Field(default="", max_length=60)
    part_time: bool | None = None
    left_on: date | None = None
    zone: str = Field(default="Europe/London", max_length=60)
    standing: Standing = choice(Standing, default=Standing.UNMATCHED)

    def is_here(self, today: date) -> bool:
        """Whether this person may take part today."""
        return is_here(self.standing, self.left_on, today)


def is_here(standing: Standing, left_on: date | None, today: date) -> bool:
    """The rule for who may take part: an active account, and not gone."""
    return standing is Standing.ACTIVE and (left_on is None or left_on > today)


class Role(Table, table=True):
    """A right: who, what, how far, from when, until when (the day after its last)."""

    __tablename__: ClassVar[str] = "role"
    __table_args__ = (UniqueConstraint("person_id", "role", "reach", "scope", "valid_from"),)

    id: UUID = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: RoleName = choice(RoleName)
    reach: Reach = choice(Reach)
    scope: str = Field(max_length=200)
    valid_from: date
    valid_until: date | None = None

    def holds(self, today: date) -> bool:
        """Whether the right is in force today."""
        return self.valid_from <= today and (self.valid_until is None or today < self.valid_until)


class Milestone(Table, table=True):
    """A stored date of one person's programme, which a co-ordinator may move."""

    __tablename__: ClassVar[str] = "milestone"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    code: str = Field(primary_key=True, max_length=10)
    due_on: date


class JoinRequest(Table, table=True):
    """Someone outside the roster asked to be added; once a day is enough."""

    __tablename__: ClassVar[str] = "join_request"

    slack_id: str = Field(primary_key=True, max_length=40)
    day: date = Field(primary_key=True)
    asked_at: datetime = moment()

"""How finely an employer may still be shown this year, and how many each unit was asked."""

from typing import ClassVar
from uuid import UUID

from sqlmodel import Field

from models.tables import Table


class CoarsestUnit(Table, table=True):
    """The coarsest unit that an employer's people have had in a year, which starts in April.

    Units only ever get coarser: an employer whose cohorts were not told once stays mixed.
    """

    __tablename__: ClassVar[str] = "coarsest_unit"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    year: int = Field(primary_key=True)
    employer: str = Field(primary_key=True, max_length=200)
    unit: str = Field(max_length=200)
    is_mixed: bool


class Asked(Table, table=True):
    """How many people of a unit were invited to a wave: a number, and never who."""

    __tablename__: ClassVar[str] = "asked"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    wave_id: UUID = Field(primary_key=True)
    unit: str = Field(primary_key=True, max_length=200)
    people: int

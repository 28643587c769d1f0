"""How finely an employer may still be shown this year: units only ever get coarser."""

from typing import ClassVar

from sqlmodel import Field

from models.tables import Table


class CoarsestUnit(Table, table=True):
    """The coarsest unit that an employer's people have had in a year, which starts in April."""

    __tablename__: ClassVar[str] = "coarsest_unit"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    year: int = Field(primary_key=True)
    employer: str = Field(primary_key=True, max_length=200)
    unit: str = Field(max_length=200)

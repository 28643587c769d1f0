"""The one registry of tables, with names for every constraint so that migrations can find them."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

CONSTRAINTS = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """What every table starts from."""

    metadata = MetaData(naming_convention=CONSTRAINTS)

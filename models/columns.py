"""How moments and choices are kept: aware UTC times and checked words, on both databases."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a zone cannot be kept.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[StrEnum], **options: Any) -> Any:
    """A field that holds one word of `kind`, kept as that word."""
    words = Enum(
        kind, native_enum=False, length=40, values_callable=lambda k: [member.value for member in k]
    )
    return Field(sa_type=words, **options)


def moment(**options: Any) -> Any:
    """A field that holds an aware moment."""
    return Field(sa_type=Moment, **options)

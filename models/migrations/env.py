"""How Alembic reaches the database: one connection, one lock, one transaction."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import create_engine, pool, text
from sqlmodel.sql.sqltypes import AutoString

from models.registry import METADATA

# Any constant: whoever comes second waits here until the first is done.
MIGRATION_LOCK = 5_119_023


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write a new migration in the database's words, so that it outlives our classes."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.Text()"
    return False


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """What SQLite keeps for searching has no model: a new migration must not drop it."""
    return kind != "table" or not (name or "").startswith("library_words")


def migrate() -> None:
    url = context.config.get_main_option("sqlalchemy.url")
    assert url is not None  # noqa: S101 - bot.migrations always sets it
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            render_as_batch=True,
            render_item=plain_types,
            include_name=is_ours,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("select pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK}
                )
            context.run_migrations()
    engine.dispose()


migrate()

"""The role for results is made once on a server, by whoever may, and an administrator can help."""

import asyncio
import sys
from collections.abc import Iterator
from importlib import resources

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.commands.saying import one_sentence
from bot.database import connect
from bot.migrations import current, head, upgrade
from models.migrations.released import ROLE, RoleMissing
from tests.postgres import NoPostgres, cluster


@pytest.fixture
def server() -> Iterator[str]:
    """A server of its own, because roles are shared by all databases of one."""
    try:
        with cluster() as url:
            yield url
    except NoPostgres as missing:
        pytest.skip(str(missing))


def say(server: str, *statements: str, database: str = "postgres") -> None:
    url = server.format(name=database)
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def as_account(server: str, account: str, database: str) -> str:
    return server.format(name=database).replace("postgres@", f"{account}@")


async def reads_only_releases(url: str) -> bool:
    database = connect(url)
    try:
        async with database.results() as session:
            await session.execute(text("SELECT * FROM release"))
        with pytest.raises(DBAPIError):
            async with database.results() as session:
                await session.execute(text("SELECT * FROM answer"))
    finally:
        await database.close()
    return True


async def test_databases_that_are_migrated_at_once_share_the_role(server: str) -> None:
    names = ["first", "second", "third"]
    say(server, *(f"CREATE DATABASE {name}" for name in names))
    urls = [server.format(name=name) for name in names]
    # Each in a process of its own, as when several bots are brought up to date.
    migrate = [sys.executable, "-c", "import sys, bot.migrations as m; m.upgrade(sys.argv[1])"]
    started = [await asyncio.create_subprocess_exec(*migrate, url) for url in urls]
    assert [await process.wait() for process in started] == [0, 0, 0]

    assert [current(url) for url in urls] == [head()] * 3
    assert [await reads_only_releases(url) for url in urls] == [True] * 3


async def test_an_account_that_makes_roles_makes_this_one(server: str) -> None:
    say(server, "CREATE ROLE maker LOGIN CREATEROLE", "CREATE DATABASE own OWNER maker")
    url = as_account(server, "maker", "own")

    upgrade(url)

    assert await reads_only_releases(url)


async def test_where_the_account_may_not_an_administrator_runs_one_line(
    server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say(server, 'CREATE ROLE "the bot" LOGIN', 'CREATE DATABASE own OWNER "the bot"')
    url = as_account(server, "the%20bot", "own")

    with pytest.raises(SystemExit), one_sentence():
        upgrade(url)
    line = capsys.readouterr().err
    assert current(url) is None
    statement = line.partition("run: ")[2].strip()
    assert statement == f'CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO "the bot";'
    say(server, statement)
    upgrade(url)

    assert await reads_only_releases(url)


def test_where_another_database_has_the_role_it_is_only_granted(server: str) -> None:
    say(server, f"CREATE ROLE {ROLE} NOLOGIN", "CREATE ROLE bot LOGIN")
    say(server, "CREATE DATABASE own OWNER bot")

    with pytest.raises(RoleMissing) as missing:
        upgrade(as_account(server, "bot", "own"))

    assert missing.value.statement == f"GRANT {ROLE} TO bot;"


def test_the_migration_can_be_taken_back_and_made_again(server: str) -> None:
    say(server, "CREATE DATABASE own")
    url = server.format(name="own")
    upgrade(url)
    config = Config()
    config.set_main_option("script_location", str(resources.files("models.migrations")))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.downgrade(config, "0008")
    say(server, "UPDATE release SET title = ''", database="own")

    assert upgrade(url)
    with pytest.raises(DBAPIError):
        say(server, "UPDATE release SET title = ''", database="own")

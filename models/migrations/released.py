"""What a table of released figures has beside its columns: one role to read it, and no way back."""

from typing import Any

from sqlalchemy.exc import ProgrammingError

# Reads what was released and nothing else. All databases of a server share it.
ROLE = "nqsw_results"

# Databases that are migrated at the same moment find the role made, or wait for who makes it.
CREATE_ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
        CREATE ROLE {ROLE} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""

# Since PostgreSQL 16 whoever made a role is its member, and may not yet act as it.
JOIN_ROLE = f"""
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{ROLE}', CASE
        WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET'
    END) THEN
        GRANT {ROLE} TO CURRENT_USER;
    END IF;
EXCEPTION WHEN unique_violation THEN NULL;
END $$
"""

# What is to be said instead by somebody who may, once for each account.
FOR_AN_ADMINISTRATOR = f"""
SELECT CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}')
    THEN '' ELSE 'CREATE ROLE {ROLE} NOLOGIN; '
END || 'GRANT {ROLE} TO ' || quote_ident(current_user) || ';'
"""  # noqa: S608 - a name of our own

ENTER_SCHEMA = f"""
DO $$ BEGIN
    IF NOT has_schema_privilege('{ROLE}', current_schema(), 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO {ROLE}', current_schema());
    END IF;
END $$
"""

SAY_FINAL = """
CREATE FUNCTION refuse_to_change_a_release() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'What was released is never changed.';
END $$
"""


class RoleMissing(Exception):  # noqa: N818 - it states a fact, as refusals do
    """The account may not make the role for results; an administrator runs this statement."""

    def __init__(self, statement: str) -> None:
        super().__init__(statement)
        self.statement = statement


def is_released(table: str) -> bool:
    """Whether a table holds what was released: its name says so."""
    return table == "release" or table.startswith("release_")


def make_role(op: Any) -> None:
    """Make the role for results, and let this account act as it; RoleMissing where it may not."""
    if not _is_postgres(op):
        return
    statement = op.get_bind().exec_driver_sql(FOR_AN_ADMINISTRATOR).scalar_one()
    try:
        for step in (CREATE_ROLE, JOIN_ROLE, ENTER_SCHEMA):
            op.execute(step)
    except ProgrammingError as refused:
        raise RoleMissing(statement) from refused


def grant_to_results(op: Any, table: str) -> None:
    """Let the role for results read a table; SQLite tells what was released by the name."""
    if _is_postgres(op):
        op.execute(f"GRANT SELECT ON {table} TO {ROLE}")


def make_final(op: Any, table: str) -> None:
    """Refuse every change of what a table has. A migration that copies the table says it again."""
    if _is_postgres(op):
        op.execute(
            f"CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_a_release()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_is_final_{change.lower()} BEFORE {change} ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'What was released is never changed.'); END"
        )


def make_changeable(op: Any, table: str) -> None:
    """Take back what `make_final` and `grant_to_results` did."""
    if _is_postgres(op):
        op.execute(f"DROP TRIGGER {table}_is_final ON {table}")
        op.execute(f"REVOKE ALL ON {table} FROM {ROLE}")
        return
    for change in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_is_final_{change}")


def _is_postgres(op: Any) -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")

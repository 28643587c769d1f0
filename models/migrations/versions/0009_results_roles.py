"""The role that reads released figures and nothing else, and releases that nobody changes."""

from collections.abc import Sequence

from alembic import op

from models.migrations import released

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("release", "release_unit", "release_item", "release_figure", "release_pair")


def upgrade() -> None:
    released.make_role(op)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(released.SAY_FINAL)
    for table in TABLES:
        released.grant_to_results(op, table)
        released.make_final(op, table)


def downgrade() -> None:
    for table in TABLES:
        released.make_changeable(op, table)
    # The role stays: other databases of the server have it too.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_change_a_release()")

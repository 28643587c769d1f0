"""Cohorts of sealed answers, and how many each unit was asked."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Not in a batch, which might copy a table into one that keeps the order of its rows.
    op.add_column(
        "answer", sa.Column("cohort", sa.String(length=60), nullable=False, server_default="")
    )
    # The cohorts of what was sealed before are not told.
    op.add_column(
        "coarsest_unit",
        sa.Column("is_mixed", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.create_table(
        "asked",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("wave_id", "unit", name=op.f("pk_asked")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("asked")
    op.drop_column("coarsest_unit", "is_mixed")
    op.drop_column("answer", "cohort")

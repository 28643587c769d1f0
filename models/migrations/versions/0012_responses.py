"""You said, we did."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column(
            "reach",
            sa.Enum("employer", "region", "national", name="reach", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("asked_at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("due_at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("closes_at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("cannot", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", models.columns.Moment(timezone=True), nullable=True),
        sa.Column("opinion", sa.JSON(), nullable=True),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_response_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["release"], ["release.number"], name=op.f("fk_response_release_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint(
            "release", "reach", "scope", name=op.f("uq_response_release_reach_scope")
        ),
    )
    op.create_index("ix_response_scope", "response", ["reach", "scope"])
    op.create_table(
        "response_opinion",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_helpful", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("response_id", "person_id", name=op.f("pk_response_opinion")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("response_opinion")
    op.drop_index("ix_response_scope", table_name="response")
    op.drop_table("response")

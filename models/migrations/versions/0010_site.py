"""Links to the pages, and the visits they become."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "site_link",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ends_at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("used_at", models.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_site_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_site_link")),
    )
    op.create_index(op.f("ix_site_link_person_id"), "site_link", ["person_id"])
    op.create_table(
        "site_visit",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rights", sa.String(length=64), nullable=False),
        sa.Column("ends_at", models.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_site_visit_person_id_person")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_site_visit")),
    )
    op.create_index(op.f("ix_site_visit_person_id"), "site_visit", ["person_id"])


def downgrade() -> None:
    op.drop_table("site_visit")
    op.drop_table("site_link")

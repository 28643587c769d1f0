"""Reviews of good practice, volunteers, and who has read what."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "seat",
            sa.Enum("champion", "nqsw", name="seat", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "reviewing",
                "voted",
                "declined",
                "conflicted",
                "left",
                name="reviewstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("read_version", sa.Integer(), nullable=False),
        sa.Column("voted_version", sa.Integer(), nullable=False),
        sa.Column("voted_at", models.columns.Moment(timezone=True), nullable=True),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column(
            "proposal",
            sa.Enum("share", "changes", "not_now", name="proposal", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_review_practice_id_practice")
        ),
        sa.PrimaryKeyConstraint("practice_id", "person_id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_person_id"), ["person_id"], unique=False)
    op.create_table(
        "volunteer",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("last_asked_at", models.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_volunteer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_volunteer")),
    )
    op.create_table(
        "reading",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", models.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reading_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_reading_practice_id_practice")
        ),
        sa.PrimaryKeyConstraint("practice_id", "person_id", name=op.f("pk_reading")),
    )


def downgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_person_id"))
    op.drop_table("review")
    op.drop_table("reading")
    op.drop_table("volunteer")

"""Announcements, their audiences, and how people want them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "reach",
            sa.Enum("employer", "region", "national", name="reach", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column(
            "where",
            sa.Enum("channel", "direct", "both", name="where", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "acknowledgement",
            sa.Enum("none", "asked", "must", name="acknowledgement", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("send_at", models.columns.Moment(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "awaiting_approval",
                "scheduled",
                "sending",
                "paused",
                "sent",
                "stopped",
                "cancelled",
                name="announcementstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", models.columns.Moment(timezone=True), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("correction", sa.JSON(), nullable=True),
        sa.Column("corrector_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("changed_at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("started_at", models.columns.Moment(timezone=True), nullable=True),
        sa.Column("corrected_at", models.columns.Moment(timezone=True), nullable=True),
        sa.Column("reminded_at", models.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_announcement_approved_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_announcement_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["corrector_id"], ["person.id"], name=op.f("fk_announcement_corrector_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcement_state"), ["state"], unique=False)
    op.create_table(
        "recipient",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=60), nullable=False),
        sa.Column("is_direct", sa.Boolean(), nullable=False),
        sa.Column("acknowledged_at", models.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_recipient_announcement_id_announcement"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recipient_person_id_person")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_recipient")),
    )
    with op.batch_alter_table("recipient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recipient_person_id"), ["person_id"], unique=False)
    op.create_table(
        "wishes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "where",
            sa.Enum("channel", "direct", "both", name="where", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("is_muted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_wishes_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_wishes")),
    )


def downgrade() -> None:
    with op.batch_alter_table("recipient", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recipient_person_id"))
    op.drop_table("recipient")
    op.drop_table("wishes")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcement_state"))
        batch_op.drop_index(batch_op.f("ix_announcement_author_id"))
    op.drop_table("announcement")

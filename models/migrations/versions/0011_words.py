"""The redaction queue, themes and quotations."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from models.migrations import released

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "redaction",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("is_for_use", sa.Boolean(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "waiting", "returned", "approved", name="wordsstep", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("redactor_id", sa.Uuid(), nullable=False),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("asked", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["person.id"], name=op.f("fk_redaction_approver_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["redactor_id"], ["person.id"], name=op.f("fk_redaction_redactor_id_person")
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_redaction")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "words_plan",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["person.id"], name=op.f("fk_words_plan_prepared_by_person")
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_words_plan")),
    )
    op.create_table(
        "release_theme",
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=240), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release"], ["release.number"], name=op.f("fk_release_theme_release_release")
        ),
        sa.PrimaryKeyConstraint("release", "unit", "theme", name=op.f("pk_release_theme")),
    )
    op.create_table(
        "release_quote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=240), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release"], ["release.number"], name=op.f("fk_release_quote_release_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_quote")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_release_quote_release", "release_quote", ["release", "unit"])
    for table in ("release_theme", "release_quote"):
        released.grant_to_results(op, table)
        released.make_final(op, table)


def downgrade() -> None:
    op.drop_index("ix_release_quote_release", table_name="release_quote")
    op.drop_table("release_quote")
    op.drop_table("release_theme")
    op.drop_table("words_plan")
    op.drop_table("redaction")

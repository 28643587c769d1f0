"""Releases: what left this house, for ever as it left."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Figures that were shown at once, by nobody's decision; they can be released anew.
    op.drop_table("figures")
    op.create_table(
        "release",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "period",
            sa.Enum("wave", "quarter", "year", name="period", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("released_at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("questionnaire", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("rate", sa.JSON(), nullable=True),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_release")),
        sa.UniqueConstraint("period", "subject", name=op.f("uq_release_period_subject")),
    )
    op.create_table(
        "release_figure",
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=240), nullable=False),
        sa.Column("item", sa.String(length=10), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release"], ["release.number"], name=op.f("fk_release_figure_release_release")
        ),
        sa.PrimaryKeyConstraint("release", "unit", "item", name=op.f("pk_release_figure")),
    )
    with op.batch_alter_table("release_figure", schema=None) as batch_op:
        batch_op.create_index("ix_release_figure_series", ["unit", "item"], unique=False)

    op.create_table(
        "release_item",
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=10), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=2), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["release"], ["release.number"], name=op.f("fk_release_item_release_release")
        ),
        sa.PrimaryKeyConstraint("release", "item", name=op.f("pk_release_item")),
    )
    op.create_table(
        "release_pair",
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=10), nullable=False),
        sa.Column("anchor", sa.String(length=10), nullable=False),
        sa.Column("strength", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["release"], ["release.number"], name=op.f("fk_release_pair_release_release")
        ),
        sa.PrimaryKeyConstraint("release", "item", name=op.f("pk_release_pair")),
    )
    op.create_table(
        "release_unit",
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=240), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "england",
                "region",
                "others",
                "employer",
                "cohort",
                name="level",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("wider", sa.String(length=240), nullable=False),
        sa.Column("rate", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["release"], ["release.number"], name=op.f("fk_release_unit_release_release")
        ),
        sa.PrimaryKeyConstraint("release", "key", name=op.f("pk_release_unit")),
    )
    op.create_table(
        "preparation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "period",
            sa.Enum("wave", "quarter", "year", name="period", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "waiting",
                "examining",
                "refused",
                "ready",
                "released",
                "declined",
                name="stage",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", models.columns.Moment(timezone=True), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_preparation_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["person.id"], name=op.f("fk_preparation_settled_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation")),
    )
    with op.batch_alter_table("preparation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_preparation_one_under_way",
            ["subject"],
            unique=True,
            sqlite_where=sa.text("stage in ('waiting', 'examining', 'ready')"),
            postgresql_where=sa.text("stage in ('waiting', 'examining', 'ready')"),
        )


def downgrade() -> None:
    op.create_table(
        "figures",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_figures_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_figures")),
    )
    with op.batch_alter_table("preparation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_preparation_one_under_way",
            sqlite_where=sa.text("stage in ('waiting', 'examining', 'ready')"),
            postgresql_where=sa.text("stage in ('waiting', 'examining', 'ready')"),
        )

    op.drop_table("preparation")
    op.drop_table("release_unit")
    op.drop_table("release_pair")
    op.drop_table("release_item")
    with op.batch_alter_table("release_figure", schema=None) as batch_op:
        batch_op.drop_index("ix_release_figure_series")

    op.drop_table("release_figure")
    op.drop_table("release")

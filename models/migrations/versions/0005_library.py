"""The library of published examples."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Since then FTS5 can leave nothing of a deleted row in its index.
FORGETS_SINCE = (3, 42)

# A slash or a point would make one word of two, such as a path or an address.
WORDS = """
    setweight(to_tsvector('english', translate(title, '/.@_-''<>', '        ')), 'A')
    || setweight(to_tsvector('english', translate(problem, '/.@_-''<>', '        ')), 'B')
    || setweight(to_tsvector('english', translate(body, '/.@_-''<>', '        ')), 'D')
"""


def upgrade() -> None:
    op.create_table(
        "library_entry",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column("employer_kind", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=60), nullable=False),
        sa.Column("published_at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_library_entry_practice_id_practice")
        ),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_library_entry")),
    )
    with op.batch_alter_table("library_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_library_entry_employer_kind"), ["employer_kind"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_library_entry_published_at"), ["published_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_library_entry_region"), ["region"], unique=False)
        batch_op.create_index(batch_op.f("ix_library_entry_uses"), ["uses"], unique=False)
    op.create_table(
        "library_note",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("newsletter", "event", "mentor", name="notekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("done_at", models.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_library_note_practice_id_practice")
        ),
        sa.PrimaryKeyConstraint("practice_id", "kind", name=op.f("pk_library_note")),
    )
    op.create_table(
        "library_save",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", models.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_library_save_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_library_save_practice_id_practice")
        ),
        sa.PrimaryKeyConstraint("practice_id", "person_id", name=op.f("pk_library_save")),
    )
    with op.batch_alter_table("library_save", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_library_save_person_id"), ["person_id"], unique=False)
    op.create_table(
        "library_use",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", models.columns.Moment(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=150), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_library_use_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_library_use_practice_id_practice")
        ),
        sa.PrimaryKeyConstraint("practice_id", "person_id", name=op.f("pk_library_use")),
    )
    with op.batch_alter_table("library_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_library_use_person_id"), ["person_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _make_words_of_sqlite()
    else:
        made = f"words tsvector GENERATED ALWAYS AS ({WORDS}) STORED"
        op.execute(f"ALTER TABLE library_entry ADD COLUMN {made}")
        op.execute("CREATE INDEX ix_library_entry_words ON library_entry USING gin (words)")


def _make_words_of_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE library_words USING fts5("
        "practice_id UNINDEXED, title, problem, body, "
        "tokenize = 'porter unicode61', prefix = '2 3')"
    )
    version = op.get_bind().scalar(sa.text("SELECT sqlite_version()"))
    if tuple(int(part) for part in str(version).split(".")[:2]) >= FORGETS_SINCE:
        op.execute("INSERT INTO library_words(library_words, rank) VALUES ('secure-delete', 1)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE library_words")
    with op.batch_alter_table("library_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_library_use_person_id"))
    op.drop_table("library_use")
    with op.batch_alter_table("library_save", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_library_save_person_id"))
    op.drop_table("library_save")
    op.drop_table("library_note")
    with op.batch_alter_table("library_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_library_entry_uses"))
        batch_op.drop_index(batch_op.f("ix_library_entry_region"))
        batch_op.drop_index(batch_op.f("ix_library_entry_published_at"))
        batch_op.drop_index(batch_op.f("ix_library_entry_employer_kind"))
    op.drop_table("library_entry")

"""Let a letter be changed after it went, stand in a thread, and belong to a batch."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    states = ("queued", "held", "sending", "sent", "unreachable", "dropped", "uncertain")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("thread_of", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("thread_ts", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column(
                "returns_as",
                sa.Enum(*states, name="messagestate", native_enum=False, length=40),
                nullable=False,
                server_default="queued",
            )
        )
        for counted in ("edition", "sent_edition", "copies"):
            batch_op.add_column(
                sa.Column(counted, sa.Integer(), nullable=False, server_default="0")
            )
        batch_op.create_index(batch_op.f("ix_message_batch_id"), ["batch_id"], unique=False)
        batch_op.drop_index("ix_message_due")
        batch_op.create_index(
            "ix_message_due", ["state", "rank", "not_before", "id", "posting"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_due")
        batch_op.create_index("ix_message_due", ["state", "rank", "not_before", "id"], unique=False)
        batch_op.drop_index(batch_op.f("ix_message_batch_id"))
        for column in ("copies", "sent_edition", "edition", "returns_as", "thread_ts"):
            batch_op.drop_column(column)
        batch_op.drop_column("thread_of")
        batch_op.drop_column("batch_id")

"""A new version of a published example counts on from it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "practice", sa.Column("follows", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("practice", "follows")

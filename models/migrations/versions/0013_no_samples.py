"""No sample of what is deleted: PostgreSQL keeps values of the rows that it has seen."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("ballot", "receipt", "comment", "redaction", "response_opinion")
AS_MANY_AS_ELSEWHERE = -1


def upgrade() -> None:
    _sample(0)


def downgrade() -> None:
    _sample(AS_MANY_AS_ELSEWHERE)


def _sample(values: int) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    for table in TABLES:
        for column in sa.inspect(connection).get_columns(table):
            op.execute(
                f'ALTER TABLE {table} ALTER COLUMN "{column["name"]}" SET STATISTICS {values}'
            )

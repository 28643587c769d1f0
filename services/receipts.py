"""Receipts: what has had its effect is remembered for as long as it may come again."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col

from models.outbox import Receipt
from services.work import Work

# Slack repeats for two hours, and with delayed events for a day.
KEPT = timedelta(days=2)


async def purge(work: Work) -> None:
    """Forget what cannot come again."""
    old = delete(Receipt).where(col(Receipt.at) < work.now - KEPT)
    await work.session.execute(old.execution_options(synchronize_session=False))

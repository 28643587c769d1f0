"""What readers do with the library: search, read, save, use, ask."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.routes import Routes
from services.work import Look


def register(routes: Routes) -> None:
    """What belongs to the library."""


async def search_typed(ack: AsyncAck, command: dict[str, Any], look: Look) -> None:
    """Someone typed /practice search and words."""
    await ack(text="The library opens soon.")

"""What readers do: see the queue, read, take a seat, and give their view."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.routes import Routes
from services.work import Begin, Look


def register(routes: Routes) -> None:
    """What belongs to reviews."""


async def queue_typed(ack: AsyncAck, look: Look) -> None:
    """Somebody typed /practice queue."""
    await ack()


async def volunteer_typed(ack: AsyncAck, begin: Begin) -> None:
    """Somebody typed /practice volunteer."""
    await ack()

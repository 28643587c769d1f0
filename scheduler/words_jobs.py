"""What happens to comments by itself."""

from models.agenda import Appointment
from services import words_release
from services.work import Work


async def expire(work: Work, _appointment: Appointment) -> None:
    """Delete the comments that were kept long enough."""
    await words_release.forget_old(work)

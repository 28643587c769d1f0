"""What happens to announcements by itself."""

from uuid import UUID

from models.agenda import Appointment
from services import announcing
from services.work import Work


async def start(work: Work, appointment: Appointment) -> None:
    """Send what is due, unless it was taken back meanwhile."""
    await announcing.start(work, UUID(appointment.subject))


async def tend(work: Work, appointment: Appointment) -> None:
    """Say that it has been sent, when everything has gone."""
    await announcing.tend(work, UUID(appointment.subject))

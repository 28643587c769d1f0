"""What happens to examples that wait for readers by itself."""

from uuid import UUID

from models.agenda import Appointment
from services import review_clock
from services.work import Work


async def ask_next(work: Work, appointment: Appointment) -> None:
    """Ask the next volunteer, if nobody has answered."""
    await review_clock.ask_next(work, UUID(appointment.subject))


async def nudge(work: Work, appointment: Appointment) -> None:
    """Remind a reader who has given no view."""
    await review_clock.nudge(work, appointment.subject)


async def tell_overdue(work: Work, appointment: Appointment) -> None:
    """Tell co-ordinators what nobody has decided in time."""
    await review_clock.tell_overdue(work, UUID(appointment.subject))


async def tend(work: Work, _appointment: Appointment) -> None:
    """Free the seats of those who may have them no longer."""
    await review_clock.tend(work)

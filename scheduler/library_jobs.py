"""What happens to the library by itself."""

from uuid import UUID

from models.agenda import Appointment
from services import library, newsletter
from services.work import Work


async def remind(work: Work, appointment: Appointment) -> None:
    """Ask whether an example is still good."""
    await library.remind(work, UUID(appointment.subject))


async def expire(work: Work, appointment: Appointment) -> None:
    """Take out what nobody said is still good."""
    await library.expire(work, UUID(appointment.subject))


async def write_newsletter(work: Work, _appointment: Appointment) -> None:
    """Show the co-ordinators what there is to tell this month."""
    await newsletter.send_draft(work)

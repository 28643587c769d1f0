"""What happens by itself, each named in the timetable."""

from models.agenda import Appointment
from services import agenda, outbox, receipts
from services.work import Work


async def purge(work: Work, _appointment: Appointment) -> None:
    """Forget what nobody asks about any more."""
    await receipts.purge(work)
    await agenda.purge(work)
    await outbox.purge(work)

"""What happens by itself, each named in the timetable."""

from uuid import UUID

from models.agenda import Appointment
from models.survey import WaveState
from services import agenda, invitations, outbox, receipts, surveys
from services.work import Work


async def open_wave(work: Work, appointment: Appointment) -> None:
    """Open the wave that is due; whoever else tries finds its slot taken."""
    await surveys.open_due(work, appointment.subject, appointment.at)


async def remind(work: Work, appointment: Appointment) -> None:
    """Remind those who have no ballot in the box."""
    wave = await surveys.fetch_wave(work, UUID(appointment.subject))
    if wave.state is WaveState.OPEN and work.now < wave.closes_at:
        await invitations.remind(work, wave, appointment.at.isoformat())


async def close_wave(work: Work, appointment: Appointment) -> None:
    """Close the wave whose time is over; sealing is the next appointment."""
    wave = await surveys.fetch_wave(work, UUID(appointment.subject))
    if wave.state is WaveState.OPEN:
        await surveys.close(work, wave.id)


async def purge(work: Work, _appointment: Appointment) -> None:
    """Forget what nobody asks about any more."""
    await receipts.purge(work)
    await agenda.purge(work)
    await outbox.purge(work)

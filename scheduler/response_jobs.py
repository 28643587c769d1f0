"""What happens to answers to releases by itself."""

from models.agenda import Appointment
from services import response_judging, response_misses, surveys
from services.work import Work


async def count(work: Work, appointment: Appointment) -> None:
    """Count what people thought of the answers to a release, and forget who thought it."""
    await response_judging.count(work, int(appointment.subject))


async def warn(work: Work, _appointment: Appointment) -> None:
    """Before a wave opens, say where two releases have no answer."""
    for survey in await surveys.list_surveys(work):
        opens_at = await surveys.next_opening(work, survey.id)
        if opens_at is not None and opens_at - work.now <= response_misses.NOTICE:
            slot = f"{survey.id}:{opens_at.isoformat()}"
            await response_misses.warn(work, slot, opens_at)

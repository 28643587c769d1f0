"""The timetable: which job each appointment means, and what comes round by a schedule."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from models.agenda import Appointment
from scheduler import announcement_jobs, jobs, library_jobs, review_jobs
from scheduler.heartbeat import OutsideJob, Timetable
from services import (
    announcing,
    directory,
    library,
    newsletter,
    review_clock,
    review_rounds,
    sealing,
    surveys,
    volunteers,
)
from services.work import House

PURGE = "house.purge"
TEND = "waves.tend"

# At night, outside the hour that a clock change skips or repeats.
NIGHTLY = "17 3 * * *"
OFTEN = "*/10 * * * *"

ReadDirectory = Callable[[], Awaitable[object]]


def timetable(house: House, read_directory: ReadDirectory) -> Timetable:
    """Everything the bot does by itself."""
    return Timetable(
        jobs={
            surveys.OPENING: jobs.open_wave,
            surveys.REMINDER: jobs.remind,
            surveys.CLOSING: jobs.close_wave,
            PURGE: jobs.purge,
            announcing.STARTING: announcement_jobs.start,
            announcing.TENDING: announcement_jobs.tend,
            library.REMINDING: library_jobs.remind,
            library.EXPIRING: library_jobs.expire,
            newsletter.ROUND: library_jobs.write_newsletter,
            volunteers.ASKING: review_jobs.ask_next,
            review_rounds.NUDGING: review_jobs.nudge,
            review_rounds.OVERDUE: review_jobs.tell_overdue,
            review_clock.TENDING: review_jobs.tend,
        },
        outside=_outside(house, read_directory),
        rounds={
            newsletter.ROUND: newsletter.MONTHLY,
            PURGE: NIGHTLY,
            # Before anybody is at work, and not at the same minute as the rest of the night.
            review_clock.TENDING: "27 4 * * *",
            directory.READING: "41 4 * * *",
            TEND: OFTEN,
        },
    )


def _outside(house: House, read_directory: ReadDirectory) -> dict[str, OutsideJob]:
    """What talks to Slack, or takes several transactions."""

    async def seal(appointment: Appointment) -> None:
        """Seal a closed wave, from whatever step it is at."""
        await sealing.run(house, UUID(appointment.subject))

    async def tend(_appointment: Appointment) -> None:
        """Finish what a crash left half sealed, and put keys in order."""
        await sealing.reconcile(house)
        await sealing.tend_keys(house)
        await sealing.resume(house)

    async def read(_appointment: Appointment) -> None:
        """Read who is in the workspace."""
        await read_directory()

    return {surveys.SEALING: seal, TEND: tend, directory.READING: read}

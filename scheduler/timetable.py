"""The timetable: which job each appointment means, and what comes round by a schedule."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from models.agenda import Appointment
from scheduler import announcement_jobs, jobs, library_jobs, response_jobs, review_jobs, words_jobs
from scheduler.heartbeat import OutsideJob, Timetable
from services import (
    announcing,
    directory,
    forgetting,
    library,
    newsletter,
    releasing,
    response_misses,
    responses,
    review_clock,
    review_rounds,
    sealing,
    surveys,
    volunteers,
    words_release,
)
from services.work import House

PURGE = "house.purge"
TEND = "waves.tend"

# At night, outside the hour that a clock change skips or repeats.
NIGHTLY = "17 3 * * *"
OFTEN = "*/10 * * * *"


@dataclass(frozen=True)
class Abroad:
    """What is done elsewhere: in Slack, or in a process of its own."""

    read_directory: Callable[[], Awaitable[object]]
    prepare: Callable[[UUID], Awaitable[object]]


def timetable(house: House, abroad: Abroad) -> Timetable:
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
            responses.COUNTING: response_jobs.count,
            response_misses.WARNING: response_jobs.warn,
            words_release.EXPIRING: words_jobs.expire,
        },
        outside=_outside(house, abroad),
        rounds={
            newsletter.ROUND: newsletter.MONTHLY,
            PURGE: NIGHTLY,
            # Before anybody is at work, and not at the same minute as the rest of the night.
            review_clock.TENDING: "27 4 * * *",
            response_misses.WARNING: "33 4 * * *",
            words_release.EXPIRING: "37 4 * * *",
            directory.READING: "41 4 * * *",
            TEND: OFTEN,
        },
    )


def _outside(house: House, abroad: Abroad) -> dict[str, OutsideJob]:
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
        await abroad.read_directory()

    async def prepare(appointment: Appointment) -> None:
        """Prepare figures, and have the gate look at them."""
        await abroad.prepare(UUID(appointment.subject))

    async def scrub(_appointment: Appointment) -> None:
        """Leave nothing in the files of what was deleted."""
        await house.database.scrub()

    return {
        surveys.SEALING: seal,
        TEND: tend,
        directory.READING: read,
        releasing.PREPARING: prepare,
        forgetting.SCRUBBING: scrub,
    }

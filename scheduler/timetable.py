"""The timetable: which job each appointment means, and what comes round by a schedule."""

from scheduler import jobs
from scheduler.heartbeat import Timetable

PURGE = "house.purge"

# At night, outside the hour that a clock change skips or repeats.
NIGHTLY = "17 3 * * *"


def timetable() -> Timetable:
    """Everything the bot does by itself."""
    return Timetable(jobs={PURGE: jobs.purge}, rounds={PURGE: NIGHTLY})

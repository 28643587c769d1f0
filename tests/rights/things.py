"""What there is to press about: examples and announcements in every state that matters."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from models import rich_text
from models.announcement import Acknowledgement, Announcement, AnnouncementState, Recipient, Where
from models.answer import Answer, AnswerKind
from models.library import LibraryEntry, LibraryNote, NoteKind
from models.person import Reach
from models.practice import Practice, PracticeFile, PracticeState, PracticeVersion
from models.release import Preparation, Stage
from models.reporting import ENGLAND, Level, Period
from models.review import Review, ReviewState, Seat
from models.survey import Wave, WaveState
from services import library, newsletter, surveys
from services.work import SYSTEM, Work
from tests.doubles import START
from tests.rights.desk import Desk
from tests.rights.people import LONDON, Who

# Enough for figures of them.
ANSWERED = 8

Thing = Callable[[Desk], Awaitable[UUID]]

TITLE = "Protected time that stays protected"
CONTENT: dict[str, Any] = {
    "title": TITLE,
    "criteria": ["C1"],
    "problem": "Protected time was booked over whenever the duty rota was short.",
    "what_we_did": "We put it on the rota as a shift, with a named role to cover it.",
    "who_time_cost": "One team manager, an hour a month, and no money.",
    "what_changed": "Nine in ten sessions took place, against half before.",
    "how_to_copy": "Ask whoever keeps the rota to add a shift of this kind.",
    "contact": "asye@thameside.example.gov.uk",
    "declarations": ["no_person", "may_share"],
}
WORDS = "The room has changed to the large one."
FIGURES: dict[str, Any] = {
    "title": "Monthly pulse",
    "starts_on": "2026-10-06",
    "ends_on": "2026-10-13",
    "questionnaire": "pulse",
    "version": 1,
    "floor": 8,
    "rate": None,
    "units": [
        {
            "key": ENGLAND,
            "name": "England",
            "level": Level.ENGLAND,
            "regions": [],
            "wider": ENGLAND,
            "rate": None,
        }
    ],
    "items": [],
    "figures": [],
    "pairs": [],
}


async def nothing(_desk: Desk) -> UUID:
    """An id that nothing has."""
    return uuid4()


async def example(
    desk: Desk, state: PracticeState, seats: dict[Who, tuple[Seat, ReviewState]] | None = None
) -> UUID:
    """An example of the author; readers have the seats given."""
    author = desk.people[Who.AUTHOR]
    async with desk.house.begin(SYSTEM) as work:
        practice = Practice(
            id=work.new_id(),
            author_id=author.id,
            employer_id=author.employer_id,
            state=state,
            version=0 if state is PracticeState.DRAFT else 1,
            edition=1,
            content=CONTENT,
            created_at=work.now,
            changed_at=work.now,
        )
        work.session.add(practice)
        await work.session.flush()
        if practice.version:
            sent = PracticeVersion(practice_id=practice.id, version=1, content=CONTENT, at=work.now)
            work.session.add(sent)
        for who, seat in (seats or {}).items():
            work.session.add(_reader(work, practice.id, desk.people[who].id, seat))
        if state is PracticeState.PUBLISHED:
            await _publish(work, practice)
    return practice.id


def _reader(
    work: Work, practice_id: UUID, person_id: UUID, seat: tuple[Seat, ReviewState]
) -> Review:
    return Review(
        practice_id=practice_id,
        person_id=person_id,
        seat=seat[0],
        state=seat[1],
        since=work.now,
        read_version=1,
    )


async def _publish(work: Work, practice: Practice) -> None:
    """In the library and a newsletter, with a file and an event; soon to be looked at again."""
    file = PracticeFile(
        id=work.new_id(),
        practice_id=practice.id,
        slack_file_id="F0RIGHTS",
        name="rota.txt",
        kind="txt",
        size=4,
        content=b"Rota",
    )
    work.session.add(file)
    await work.session.flush()
    await library.publish(work, practice)
    entry = await work.session.get_one(LibraryEntry, practice.id)
    entry.review_on = work.today + timedelta(days=60)
    work.session.add(LibraryNote(practice_id=practice.id, kind=NoteKind.EVENT, at=work.now))
    await newsletter.send_draft(work)


async def announcement(
    desk: Desk,
    state: AnnouncementState,
    acknowledgement: Acknowledgement = Acknowledgement.MUST,
    *,
    is_corrected: bool = False,
) -> UUID:
    """An announcement for London; the author of the example and an NQSW beside them have it."""
    announcer = desk.people[Who.ANNOUNCER]
    correction: dict[str, Any] = {"title": "Room", "text": rich_text.of("The small one, then.")}
    async with desk.house.begin(SYSTEM) as work:
        one = Announcement(
            id=work.new_id(),
            author_id=announcer.id,
            reach=Reach.REGION,
            scope=LONDON,
            title="Room",
            text=rich_text.of(WORDS),
            where=Where.DIRECT,
            acknowledgement=acknowledgement,
            state=state,
            people=2,
            correction=correction if is_corrected else None,
            corrector_id=announcer.id if is_corrected else None,
            created_at=work.now,
            changed_at=work.now,
            started_at=work.now,
        )
        work.session.add(one)
        await work.session.flush()
        for who in (Who.AUTHOR, Who.NQSW):
            person = desk.people[who]
            frozen = Recipient(
                announcement_id=one.id, person_id=person.id, employer="Thameside", region=LONDON
            )
            if state not in {AnnouncementState.DRAFT, AnnouncementState.AWAITING}:
                work.session.add(frozen)
    return one.id


async def sealed_wave(desk: Desk) -> UUID:
    """A wave that is sealed, and of which nobody has prepared figures."""
    opened = START - timedelta(days=30)
    async with desk.house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = Wave(
            id=work.new_id(),
            survey_id=surveys.PULSE,
            slot=str(work.new_id()),
            questionnaire="pulse",
            version=1,
            items=["A1"],
            opens_at=opened,
            closes_at=opened + timedelta(days=7),
            state=WaveState.DESTROYED,
            invited=ANSWERED + 1,
        )
        work.session.add(wave)
        work.session.add_all([_answer(wave, work.new_id()) for _ in range(ANSWERED)])
    return wave.id


def _answer(wave: Wave, nobody: UUID) -> Answer:
    return Answer(
        id=nobody,
        item="A1",
        wave_id=wave.id,
        version=1,
        unit="england:",
        kind=AnswerKind.SCORED,
        score=4,
    )


async def ready_figures(desk: Desk) -> UUID:
    """Figures that an admin asked for while they were an analyst, ready to be released."""
    wave = await sealed_wave(desk)
    async with desk.house.begin(SYSTEM) as work:
        preparation = Preparation(
            id=work.new_id(),
            period=Period.WAVE,
            subject=str(wave),
            stage=Stage.READY,
            asked_by=desk.people[Who.ADMIN].id,
            asked_at=work.now,
            content=FIGURES,
        )
        work.session.add(preparation)
    return preparation.id


ASKED = {Who.NQSW_ELSEWHERE: (Seat.NQSW, ReviewState.ASKED)}
SEATED = {
    Who.CHAMPION_ELSEWHERE: (Seat.CHAMPION, ReviewState.REVIEWING),
    Who.NQSW_ELSEWHERE: (Seat.NQSW, ReviewState.REVIEWING),
    # They sat down before they moved to where the example comes from.
    Who.CHAMPION_MOVED: (Seat.CHAMPION, ReviewState.REVIEWING),
}

A_DRAFT = partial(example, state=PracticeState.DRAFT)
IN_REVIEW = partial(example, state=PracticeState.IN_REVIEW)
ASKED_FOR = partial(example, state=PracticeState.IN_REVIEW, seats=ASKED)
BEING_READ = partial(example, state=PracticeState.IN_REVIEW, seats=SEATED)
PUBLISHED = partial(example, state=PracticeState.PUBLISHED)

A_PLAN = partial(announcement, state=AnnouncementState.DRAFT)
AWAITING = partial(announcement, state=AnnouncementState.AWAITING)
SCHEDULED = partial(announcement, state=AnnouncementState.SCHEDULED)
SENDING = partial(announcement, state=AnnouncementState.SENDING)
PAUSED = partial(announcement, state=AnnouncementState.PAUSED)
SENT = partial(announcement, state=AnnouncementState.SENT)
CORRECTED = partial(announcement, state=AnnouncementState.SENT, is_corrected=True)

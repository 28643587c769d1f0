"""The story that a rehearsal begins with: employers, people, one sealed wave and one open."""

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from bot import story_practice
from models import calendar, questionnaire
from models.ballot import Answers
from models.person import Person
from models.questionnaire import Item
from models.survey import Invitation, Wave
from services import ballots, sealing, surveys
from services.ballots import Sent
from services.work import LONDON, SYSTEM, House, account

# Employers as unequal as real ones: name, kind, region, how many NQSWs.
EMPLOYERS = (
    ("Northgate Council", "council", "North East", 4),
    ("Pennine Children's Trust", "trust", "North West", 9),
    ("Merebank Council", "council", "North West", 3),
    ("Calder Vale Council", "council", "Yorkshire and the Humber", 5),
    ("Trentside County", "council", "East Midlands", 4),
    ("Arden Borough", "council", "West Midlands", 6),
    ("Fenland County", "council", "East of England", 3),
    ("Thameside Borough", "council", "London", 12),
    ("Lea Bridge Borough", "council", "London", 5),
    ("Weald and Coast County", "council", "South East", 6),
    ("Moorland County", "council", "South West", 4),
    ("Harbour Children's Trust", "trust", "South West", 2),
)
FIRST = (
    "Amara Beatrix Callum Dilys Efua Farah Gethin Halima Imogen Jarek Keziah Leon "
    "Maryam Niall Oluchi Priya Quentin Rhiannon Sadiq Tamsin Ugo Violet Wesley "
    "Xanthe Yusuf Zofia "
)
LAST = (
    "Abbott Bello Chowdhury Davies Eze Farrow Gallagher Hussain Iqbal Jankowska Khan "
    "Llewellyn Mbeki Nowak Okafor Patel Quirke Rahman Sesay Thornton Usman Vaughan "
    "Whitlock Yeboah "
)
# Announcements to many need two who may agree, and so do comments.
SECOND_COORDINATOR = ("Second co-ordinator for England", "coordinator:England")
SECOND_ANALYST = ("Second QA analyst", "analyst:England")
ANALYSTS_ELSEWHERE = (
    ("QA analyst, London", "analyst:England"),
    ("Second QA analyst, London", "analyst:England"),
)
ANSWERS = ("1", "2", "3", "4", "5", "not_yet", "skip")
OPEN_WORDS = (
    "My supervisor kept our time free every week.",
    "Fewer duty days would help me finish my assessments.",
    "Shadowing a court visit with an experienced colleague.",
    "A quiet room for writing up.",
    "Meeting the other new starters for lunch.",
)


@dataclass(frozen=True)
class Persona:
    """Somebody of the story, before they have an account."""

    name: str
    title: str
    employer: str
    kind: str
    region: str
    roles: str = "nqsw"
    started_on: date | None = None

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@example.org"


def personas(chance: random.Random, starts: date) -> list[Persona]:
    """Everybody: NQSWs of every employer, those who look after them, and a newcomer."""
    names = [f"{first} {last}" for first in FIRST.split() for last in LAST.split()]
    drawn = iter(chance.sample(names, 100))
    people = [
        Persona(next(drawn), f"NQSW, {name}", name, kind, region, "nqsw", starts)
        for name, kind, region, count in EMPLOYERS
        for _ in range(count)
    ]
    (first, kind, region, _), (second, *_rest), (third, *_more) = (
        EMPLOYERS[7],
        EMPLOYERS[1],
        EMPLOYERS[3],
    )
    others = (
        (first, kind, region, "Co-ordinator for England", "coordinator:England"),
        (second, "trust", "North West", "Co-ordinator, North West", "coordinator:North West"),
        (first, kind, region, "Champion, London", "champion"),
        (second, "trust", "North West", "Champion, North West", "champion"),
        (third, "council", "Yorkshire and the Humber", "QA analyst", "analyst:England"),
        ("", "", "", "New here, not on the roster", ""),
        (third, "council", "Yorkshire and the Humber", "Champion, Yorkshire", "champion"),
        ("Arden Borough", "council", "West Midlands", "Champion, West Midlands", "champion"),
        (third, "council", "Yorkshire and the Humber", *SECOND_COORDINATOR),
        # Of the same region as the first: what one of them may read, the other may, too.
        (third, "council", "Yorkshire and the Humber", *SECOND_ANALYST),
        # And two more for what people wrote near those.
        *((first, kind, region, *one) for one in ANALYSTS_ELSEWHERE),
    )
    return people + [
        Persona(next(drawn), title, employer, kind, region, roles)
        for employer, kind, region, title, roles in others
    ]


def roster_file(people: Sequence[Persona]) -> bytes:
    """The roster as a co-ordinator would send it, matched by e-mail."""
    lines = ["email,employer,employer_type,region,roles,started_on,cohort"]
    for one in filter(lambda one: one.roles, people):
        started = one.started_on.isoformat() if one.started_on else ""
        cohort = f"{one.started_on.year}-autumn" if one.started_on else ""
        employer = f'"{one.employer}"'
        fields = (one.email, employer, one.kind, one.region, one.roles, started, cohort)
        lines.append(",".join(fields))
    return ("\n".join(lines) + "\n").encode()


@dataclass(frozen=True)
class Theatre:
    """What the story needs besides the house: to move the clock, and to let the post come."""

    move_to: Callable[[datetime], None]
    post_begins: Callable[[], Awaitable[None]]
    deliver: Callable[[], Awaitable[None]]


async def tell(house: House, chance: random.Random, now: datetime, theatre: Theatre) -> None:
    """Live through two months up to now: pulses, what people shared meanwhile, and news."""
    last, this = _two_tuesdays(now)
    theatre.move_to(last)
    wave = await _open(house, last)
    await _answer(house, chance, wave, share=0.8)
    theatre.move_to(wave.closes_at)
    await sealing.run(house, wave.id)
    # What asked people to answer the pulse that has closed would only be in their way.
    await theatre.post_begins()
    troupe = await story_practice.gathered(house, theatre.move_to, theatre.deliver)
    published = await story_practice.share(troupe, wave.closes_at)
    theatre.move_to(this)
    wave = await _open(house, this)
    await _answer(house, chance, wave, share=0.55)
    theatre.move_to(this + timedelta(minutes=30))
    await story_practice.go_on(troupe, published)


def beginning(now: datetime) -> datetime:
    """When the story starts: on the first of the two latest due days."""
    return _two_tuesdays(now)[0]


def _two_tuesdays(now: datetime) -> tuple[datetime, datetime]:
    due = calendar.due_between(surveys.MONTHLY, now - timedelta(days=100), now, LONDON)
    return due[-2], due[-1]


async def _open(house: House, due: datetime) -> Wave:
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await surveys.open_due(work, surveys.PULSE, due)
    if wave is None:
        raise LookupError("The story cannot begin: its first wave did not open.")
    return wave


async def _answer(house: House, chance: random.Random, wave: Wave, share: float) -> None:
    async with house.look(SYSTEM) as work:
        invited = select(col(Person.slack_id)).join(
            Invitation, col(Invitation.person_id) == col(Person.id)
        )
        asked = (
            await work.session.scalars(invited.where(col(Invitation.wave_id) == wave.id))
        ).all()
    for slack_id in sorted(filter(None, asked))[1:]:
        if chance.random() < share:
            sent = Sent(wave.id, 0, _some_answers(chance, wave))
            async with house.begin(account(slack_id)) as work:
                await ballots.save(work, sent)


def _some_answers(chance: random.Random, wave: Wave) -> Answers:
    questions = questionnaire.load(wave.questionnaire)
    choices, texts = {}, {}
    for question in map(questions.question, wave.items):
        if isinstance(question, Item):
            weights = (4, 10, 16, 40, 22, 4, 4)
            (choices[question.id],) = chance.choices(ANSWERS, weights)
        elif chance.random() < 0.5:  # noqa: PLR2004 - every other person writes something
            texts[question.id] = chance.choice(OPEN_WORDS)
    return Answers(choices, texts, form=f"story-{chance.random()}")

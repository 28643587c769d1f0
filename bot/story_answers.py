"""What co-ordinators answered to the releases of the year before, and how it came over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from bot.story_cast import Cast
from models.person import Reach
from models.release import Release
from models.reporting import Period
from models.response import Response
from services import response_judging, responses
from services.response_writing import Written
from services.work import House

TO_DO_IT = timedelta(weeks=4)


@dataclass(frozen=True)
class Answer:
    """You said, we did, or we cannot, because; and how many found that it helps, and did not."""

    reach: Reach
    said: str
    did: str = ""
    cannot: str = ""
    owner: str = "National ASYE team"
    helps: int = 0
    misses: int = 0


QUARTERS: Sequence[Sequence[Answer]] = (
    (
        Answer(
            Reach.NATIONAL,
            said="Study time is agreed on paper and lost in practice, most of all on duty days.",
            did="Every programme now enters study days in the duty rota six weeks ahead.",
            helps=17,
            misses=4,
        ),
        Answer(
            Reach.REGION,
            said="You would like to meet others who are new, not only the people in your team.",
            did="A learning day for the whole region each quarter, with time for each other.",
            owner="Regional ASYE co-ordinators",
        ),
    ),
    (
        Answer(
            Reach.NATIONAL,
            said="Your caseload grows faster than your agreement says.",
            cannot="A limit for all of England cannot be set by us: caseloads are decided where "
            "you work. Your agreement says whom to ask, and so does the page for managers.",
            helps=9,
            misses=13,
        ),
    ),
    (
        Answer(
            Reach.NATIONAL,
            said="Supervision happens, and there is little room in it to think.",
            did="A guide of two pages for reflective supervision, tried out by twelve teams.",
            helps=15,
            misses=5,
        ),
        Answer(
            Reach.REGION,
            said="Feedback on observations comes late.",
            did="Assessors now answer within a week, and say so when they cannot.",
            owner="Regional ASYE co-ordinators",
        ),
    ),
    (
        Answer(
            Reach.NATIONAL,
            said="You tell us much and hear little of what becomes of it.",
            did="Answers such as this one now stand in the next invitation and on Home.",
            cannot="Single comments have no answer: nobody knows whose they are.",
            helps=19,
            misses=3,
        ),
        Answer(
            Reach.REGION,
            said="Laptops and logins cost hours in the first weeks.",
            did="Accounts are ordered when a contract is signed, in all but one employer.",
            owner="Regional ASYE co-ordinators",
        ),
    ),
)

# The region has not answered the year so far.
YEAR: Sequence[Answer] = (
    Answer(
        Reach.NATIONAL,
        said="Over the year your supervision got steadier, and your workload did not.",
        did="The workload goes to the employers' meeting, with these figures.",
        cannot="Caseloads stay as they are: there are fewer workers than posts.",
    ),
)


async def give(house: House, cast: Cast, release: Release) -> None:
    """Answer a quarter or a year, and let NQSWs say whether it helps; the others say nothing."""
    is_quarter = release.period is Period.QUARTER
    for one in QUARTERS[int(release.subject[-1]) - 1] if is_quarter else YEAR:
        response = await _write(house, cast, release.number, one)
        for number, nqsw in enumerate(cast.nqsws[: one.helps + one.misses]):
            async with house.begin(nqsw) as work:
                await response_judging.judge(work, response.id, is_helpful=number < one.helps)


async def _write(house: House, cast: Cast, release: int, answer: Answer) -> Response:
    writer = cast.two.second if answer.reach is Reach.NATIONAL else cast.coordinator
    async with house.begin(writer) as work:
        asked = select(col(Response.id)).where(
            col(Response.release) == release, col(Response.reach) == answer.reach
        )
        written = Written(
            edition=0,
            said=answer.said,
            did=answer.did,
            cannot=answer.cannot,
            owner=answer.owner,
            by_when=_by_when(work.today) if answer.did else "",
        )
        return await responses.answer(work, (await work.session.scalars(asked)).one(), written)


def _by_when(today: date) -> str:
    return (today + TO_DO_IT).isoformat()

"""What people of the year before wrote, and how two analysts made of it what everybody may read."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.story_cast import Cast
from models.answer import Comment
from services import words, words_release
from services.words import Redacted, Unsettled
from services.work import House, Work

# What an analyst does with one comment: redacts it, or agrees to what another made of it.
Settle = Callable[[Work, UUID, Redacted], Awaitable[None]]


@dataclass(frozen=True)
class Said:
    """A comment as it was written, and what an analyst made of it; nothing if it says nothing."""

    written: str
    themes: Sequence[str]
    redacted: str


def _said(themes: str, written: str, redacted: str | None = None) -> Said:
    return Said(written, themes.split(), written if redacted is None else redacted)


# Answers to the question which one change would help most next month.
COMMENTS = (
    _said("workload", "Fewer new cases at once, so that I can finish one assessment properly."),
    _said("workload", "A caseload that grows step by step, as we agreed when I began."),
    _said(
        "workload",
        "I carry 23 cases since Dev left, nobody can do that well.",
        "Too many cases since a colleague left; nobody can do that well.",
    ),
    _said("workload wellbeing", "Being told at noon what is due at five is what wears me out."),
    _said("workload protected_time", "Duty days that do not fall on my study day."),
    _said("workload", "Somebody who looks at all our caseloads together before allocating."),
    _said("workload manager", "When a case is allocated, a word about why it came to me."),
    _said("workload wellbeing", "A week without court deadlines after a week full of them."),
    _said("workload systems", "Less writing the same thing three times into three forms."),
    _said(
        "workload",
        "Two of my cases, the ones from Elm Road, need two workers each.",
        "Two of my cases need two workers each.",
    ),
    _said("supervision", "Supervision that is not moved because of duty."),
    _said("supervision", "An hour of supervision that is about me and not only about my cases."),
    _said("supervision", "Reflective supervision once a month, with the phone switched off."),
    _said(
        "supervision",
        "My supervisor Colette changed four times this year, I start over each time.",
        "My supervisor changed four times this year, and I start over each time.",
    ),
    _said("supervision team", "Group supervision with the other new starters; we learn together."),
    _said("supervision manager", "Notes of supervision that say what was decided, and by whom."),
    _said("supervision wellbeing", "Time in supervision to talk about what a visit did to me."),
    _said("supervision", "Please keep it fortnightly as it is now. It is the best hour I have."),
    _said("protected_time", "A study day that stands in the calendar and is not asked away."),
    _said("protected_time", "Cover for the phones while we are at a learning day."),
    _said("protected_time workload", "My protected time is where the overtime goes."),
    _said("protected_time assessor", "Half a day to write the portfolio before the review."),
    _said(
        "protected_time",
        "I missed the workshop on 3 March because of the duty rota again.",
        "I missed a workshop because of the duty rota again.",
    ),
    _said("protected_time manager", "A manager who defends our study time out loud."),
    _said("assessor", "Feedback within a week of an observation, while I still remember it."),
    _said("assessor", "To know early what the assessor looks for, not afterwards."),
    _said("assessor team", "A second person to ask when my assessor is away."),
    _said(
        "assessor",
        "Wendy, my assessor, is great, but she is on leave until May.",
        "My assessor is great, but away for a long time.",
    ),
    _said("manager", "One manager. I have two and they say different things."),
    _said("manager being_heard", "An answer, even a no, when I ask for something."),
    _said("manager", "More mornings with my manager in the office."),
    _said("team", "A buddy who has done this year not long ago."),
    _said("team systems", "Desks near each other: I learn most by listening to colleagues."),
    _said("team", "More shadowing. Two visits with a colleague taught me more than a course."),
    _said("team wellbeing", "A proper pause together after a hard visit."),
    _said("direct_work", "More time with children and less time about them."),
    _said("direct_work team", "Shadowing a court case from beginning to end."),
    _said(
        "direct_work",
        "I would like to keep working with the twins I met in June.",
        "I would like to go on working with the children I know.",
    ),
    _said("wellbeing", "Somebody asking how I am before asking about the report."),
    _said("wellbeing workload", "To go home on time twice a week."),
    _said("systems", "A laptop that starts. I lose an hour a day."),
    _said("systems", "One login for everything."),
    _said("systems direct_work", "A car park at the office, so that I am not late for visits."),
    _said("fairness", "The same rules for all of us about working from home."),
    _said(
        "fairness being_heard",
        "I told Mr Harlow about a racist remark and heard nothing since.",
        "I reported a racist remark and have heard nothing since.",
    ),
    _said("being_heard", "To see what became of what we said last time."),
    _said("start", "A plan for the first weeks; I found out most things by accident."),
    _said("future", "To know whether there is a permanent post at the end of this year."),
    _said("", "No", ""),
    _said("", "See what I said last month", ""),
)


SAID = {one.written: one for one in COMMENTS}


async def release(house: House, cast: Cast, wave_id: UUID) -> None:
    """Have one analyst redact and another agree, prepare the words of the wave, release them."""
    async with house.begin(cast.two.first) as work:
        await _each(work, words.redact, (await words.queue(work)).to_read)
    async with house.begin(cast.second_analyst) as work:
        await _each(work, words.approve, (await words.queue(work)).to_check)
    async with house.begin(cast.two.first) as work:
        await words_release.prepare(work, wave_id)
    async with house.begin(cast.two.second) as work:
        await words_release.release(work, wave_id)


async def _each(work: Work, settle: Settle, waiting: Sequence[Unsettled]) -> None:
    """Give each comment that waits the words that the story has for it."""
    for one in waiting:
        comment = await work.session.get_one(Comment, one.id)
        said = SAID[comment.text]
        edition = 0 if one.step is None else 1
        given = Redacted(edition, said.redacted, said.themes, is_for_use=bool(said.redacted))
        await settle(work, one.id, given)

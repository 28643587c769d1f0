"""You said, we did: what co-ordinators are asked, their form, and what everybody reads of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from analysis.published import Published
from models.person import Reach
from models.response import CANNOT, DID, SAID, Response
from views import blocks, figure_words, inputs, screening, times
from views.blocks import Block
from views.letters import Letter

WRITE, FORM = "response.write", "response.form"
READ, OVERDUE = "response.read", "response.overdue"
HELPFUL, OTHER = "response.helpful", "response.other"

OWNER, BY_WHEN, SURE = "owner", "by_when", "sure"
LONGEST, LONGEST_OWNER = 500, 100
MOST_AT_HOME, MOST_LISTED = 3, 25

LABELS = {SAID: "You said", DID: "We did", CANNOT: "We cannot, because"}
WHO, WHEN = "Who answers for it", "By when, or since when"
HINTS = {
    SAID: "What the release shows for this place, in a sentence or two.",
    DID: "What has changed or will change. Leave it empty if nothing can.",
    CANNOT: "What cannot change now, and why. Leave it empty if it can.",
}
TITLE = "You said, we did"

NEEDED = "Please write a sentence."
DONE_OR_NOT = "Please say what was done, or what cannot be done and why."
OWNER_NEEDED = "Please name the role that answers for it, such as “ASYE co-ordinator”."
WHEN_NEEDED = "Please choose the day by which it is done, or since when."
NO_SUCH_DAY = "Please choose a day."
TOO_LONG = f"Please use {LONGEST} characters at most."

SAVED = (
    "Saved. The NQSWs of this place read it on Home and in their next invitation, and say whether "
    "it helps. You can change it on your Home."
)
NOTED = (
    "Thank you, it is noted. Nobody is shown who pressed what: it is counted once, with what "
    "others pressed, and then deleted. Until then you can press the other button instead. If you "
    "would like to say more, the next pulse has room for your own words, and `/nqsw help` lists "
    "people you can talk to."
)


@dataclass(frozen=True)
class Asked:
    """What one place is asked about one release."""

    response: Response
    release: str


@dataclass(frozen=True)
class Listed:
    """An answer as everybody reads it, and how it came over once that is counted."""

    response: Response
    release: str
    opinion: Published | None = None
    # Whether it can still be changed and judged.
    is_open: bool = True

    @property
    def place(self) -> str:
        return place(self.response)


def place(response: Response) -> str:
    """Whom it speaks to."""
    return named(response.reach, response.scope)


def named(reach: Reach, scope: str) -> str:
    """A place as it is called."""
    return "England" if reach is Reach.NATIONAL else scope


def letter(asked: Sequence[Asked]) -> Letter:
    """The message to a co-ordinator after a release."""
    first = asked[0]
    names = ", ".join(place(one.response) for one in asked[:MOST_LISTED])
    text = (
        f"The results of {blocks.escape(first.release)} are out. NQSWs would like to know what "
        f"comes of them. Please write “You said, we did” for {blocks.escape(names)} by "
        f"{times.local_day(first.response.due_at)}."
    )
    buttons = [_write(one) for one in asked[:MOST_AT_HOME]]
    rest = blocks.quiet("It takes a few minutes: three short texts. You find it on my Home, too.")
    shown = (blocks.header(TITLE), blocks.section(text), blocks.actions(*buttons), rest)
    return Letter(text=f"{text} My Home tab has the form.", blocks=shown)


def form(asked: Asked) -> Block:
    """The three short texts, who answers for them, and the day."""
    one = asked.response
    texts = {SAID: one.said, DID: one.did, CANNOT: one.cannot}
    first = (
        f"For {blocks.escape(place(one))}, about {blocks.escape(asked.release)}; due "
        f"{times.local_day(one.due_at)}. {_readers(one)} You can change it until "
        f"{times.local_day(one.closes_at)}."
    )
    content = [blocks.section(first)]
    content += [
        blocks.field(
            name,
            label,
            inputs.text(LONGEST, texts[name], is_long=True),
            hint=HINTS[name],
            is_optional=name != SAID,
        )
        for name, label in LABELS.items()
    ]
    who = "A role, not a name: whom people can ask."
    content.append(blocks.field(OWNER, WHO, inputs.text(LONGEST_OWNER, one.owner), hint=who))
    day = inputs.day(one.by_when)
    needed = "Needed if you say what was done."
    content.append(blocks.field(BY_WHEN, WHEN, day, hint=needed, is_optional=True))
    tick = inputs.ticks([blocks.option(screening.SHOWS_NOBODY, "yes")])
    asks = "Tick this if the check for identifiers has asked about words that show nobody."
    content.append(blocks.field(SURE, "If the check asks", tick, hint=asks, is_optional=True))
    kept = json.dumps({"id": str(one.id), "edition": one.edition})
    return blocks.modal(FORM, TITLE, content, submit="Publish", private_metadata=kept)


def done(text: str) -> Block:
    """One thing said in a window."""
    return blocks.modal("response.done", TITLE, [blocks.section(text)])


def to_do(mine: Sequence[Asked], overdue: int, now: datetime) -> list[Block]:
    """What a co-ordinator has to write, and how many places are late."""
    shown = [blocks.section(_waits(one, now), _write(one)) for one in mine[:MOST_AT_HOME]]
    if (more := len(mine) - MOST_AT_HOME) > 0:
        shown.append(blocks.quiet(f"{more} more places wait; they move up as these are written."))
    if overdue:
        text = f"*{TITLE}:* {_places(overdue)} overdue."
        shown.append(blocks.section(text, blocks.button("See which", OVERDUE)))
    return shown


def overdue_modal(late: Sequence[Asked]) -> Block:
    """Which places have not answered in time; for co-ordinators of England."""
    lines = [
        blocks.section(
            f"*{blocks.escape(place(one.response))}*: {blocks.escape(one.release)}, due "
            f"{times.local_day(one.response.due_at)}.",
            _write(one),
        )
        for one in late[:MOST_LISTED]
    ]
    if (more := len(late) - MOST_LISTED) > 0:
        lines.append(blocks.quiet(f"{more} more are overdue."))
    return blocks.modal("response.late", "Overdue", lines or [blocks.section("Nothing is late.")])


def home(listed: Sequence[Listed], *, may_judge: bool, mine: Sequence[UUID] = ()) -> list[Block]:
    """What was answered to the last release, for those whom it speaks to."""
    if not listed:
        return []
    shown = [blocks.header(TITLE)]
    for one in listed[:MOST_AT_HOME]:
        shown += answer(one)
        buttons = _judging(one.response) if may_judge and one.is_open else []
        if one.response.id in mine and one.is_open:
            buttons.append(blocks.button("Change it", WRITE, str(one.response.id)))
        if buttons:
            shown.append(blocks.actions(*buttons, block_id=f"response:{one.response.id}"))
    return shown


def reading(listed: Sequence[Listed], *, may_judge: bool) -> Block:
    """The same in a window, where an invitation leads."""
    shown = home(listed, may_judge=may_judge)[1:]
    nothing = "There is no answer to the last release yet."
    return blocks.modal("response.reading", TITLE, shown or [blocks.section(nothing)])


def answer(one: Listed) -> list[Block]:
    """One answer: our words as a heading, theirs as plain text."""
    heading = f"*{blocks.escape(one.place)}*, about {blocks.escape(one.release)}"
    shown = [blocks.section(heading), blocks.words(in_words(one.response))]
    if opinion := opinion_in_words(one):
        shown.append(blocks.quiet(opinion))
    return shown


def in_words(response: Response) -> str:
    """All of an answer as plain text."""
    return "\n".join(f"{label}: {text}" for label, text in parts(response))


def parts(response: Response) -> list[tuple[str, str]]:
    """What an answer says, each part after our own words for it."""
    texts = {SAID: response.said, DID: response.did, CANNOT: response.cannot}
    told = [(LABELS[name], text) for name, text in texts.items() if text]
    when = [(WHEN, times.day(response.by_when))] if response.by_when else []
    return [*told, (WHO, response.owner), *when]


def opinion_in_words(one: Listed) -> str:
    """How it came over, as coarsely as a figure; empty before it is counted, or for a few."""
    if one.opinion is None or one.opinion.is_hidden:
        return ""
    return (
        f"{figure_words.share(one.opinion)} of {figure_words.people(one.opinion)} people who "
        "pressed a button found it helpful."
    )


def for_invitation(listed: Sequence[Listed]) -> tuple[str, tuple[Block, ...]]:
    """What an invitation says of the last answers: its text, and its blocks; nothing if none."""
    if not listed:
        return "", ()
    told = "\n".join(f"{one.place}: {in_words(one.response)}" for one in listed)
    heading = blocks.section("*What came of the last one*")
    parts = [block for one in listed for block in answer(one)]
    button = blocks.button("Was this helpful?", READ)
    return f" What came of the last one: {blocks.escape(told)}", (
        blocks.divider(),
        heading,
        *parts,
        blocks.actions(button, block_id="responses"),
    )


def _waits(one: Asked, now: datetime) -> str:
    due, name = times.local_day(one.response.due_at), blocks.escape(place(one.response))
    when = f"overdue since {due}" if one.response.is_missed(now) else f"due {due}"
    return f"*{TITLE}* for {name}, about {blocks.escape(one.release)}: {when}."


def _write(one: Asked) -> Block:
    heard = f"Write the answer for {place(one.response)}"[:75]
    return blocks.button(
        f"Answer for {place(one.response)}"[:75],
        WRITE,
        str(one.response.id),
        accessibility_label=heard,
    )


def _readers(response: Response) -> str:
    if response.reach is Reach.EMPLOYER:
        return "Everybody there reads it, and so do those who may see its figures."
    return "Everybody there reads it, and everybody else can; it is in the annual report, too."


def _judging(response: Response) -> list[Block]:
    value = str(response.id)
    return [
        blocks.button("Helpful", HELPFUL, value),
        blocks.button("Not what I meant", OTHER, value),
    ]


def _places(count: int) -> str:
    return "1 place is" if count == 1 else f"{count} places are"

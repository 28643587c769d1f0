"""What a person sees of a pulse: the invitation, the form, what was saved, and where it stands."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.ballot import TEXT_LIMIT, Answers
from models.form import Form
from models.questionnaire import Item, OpenQuestion, Questionnaire
from models.survey import Wave
from models.traces import Trace
from views import blocks, promise, times
from views.blocks import Block
from views.letters import Letter

ANSWER = "pulse.answer"
DELETE = "pulse.delete"
KEEP = "pulse.keep"
FORM = "pulse.form"
SHORTCUT = "pulse.shortcut"

CHOICE, WORDS, TICKS = "choice", "words", "ticks"
ABOUT = "about"
NAMES_NOBODY, MAY_QUOTE = "names_nobody", "may_quote"
NOT_YET, SKIP = "not_yet", "skip"

# Slack's own limit for the title of a modal.
TITLE_LIMIT = 24


def invitation(
    wave: Wave,
    title: str,
    minutes: int,
    floor: int,
    news: tuple[str, tuple[Block, ...]] = ("", ()),
) -> Letter:
    """The one message that asks: who, what for, how long, until when, and the promise.

    `news` is what came of the last wave, in one text and in blocks.
    """
    until = times.moment(wave.closes_at)
    asks = (
        "The ASYE Community of Practice team asks how your ASYE is going, so that programmes "
        f"can be improved for you and those after you. It takes about {minutes} minutes "
        f"and is open until {until}."
    )
    short = f"{promise.SHORT} Groups of fewer than {floor} people never get their own figure."
    return Letter(
        text=f"{blocks.escape(title)}: {asks} {short} Type /pulse to answer.{news[0]}",
        blocks=(
            blocks.header(title),
            blocks.section(asks),
            blocks.section(short),
            blocks.actions(
                blocks.button("Answer now", ANSWER, str(wave.id), style="primary"),
                promise.button(),
            ),
            blocks.quiet("Taking part is your choice. You can also type `/pulse` at any time."),
            *news[1],
        ),
    )


def reminder(wave: Wave) -> Letter:
    """A short message, 60 words at most, for whoever has no ballot in the box."""
    asks = (
        f"The pulse is open until {times.moment(wave.closes_at)}. If you would like to have your "
        "say, it takes about two minutes. If not, that is fine. Nobody can list who has answered."
    )
    return Letter(
        text=f"{asks} Type /pulse to answer.",
        blocks=(
            blocks.section(asks),
            blocks.actions(blocks.button("Answer now", ANSWER, str(wave.id), style="primary")),
        ),
    )


def form(shown: Form, origin: str = "") -> Block:
    """The modal: the promise and the safeguarding words, then one input for each question."""
    inputs = [_input(question, shown) for question in shown.questions]
    kept = {"wave": str(shown.wave_id), "edition": shown.edition, "from": origin}
    return blocks.modal(
        FORM,
        shown.title[:TITLE_LIMIT],
        [
            blocks.section(promise.SHORT),
            blocks.section(f"*{promise.SAFEGUARDING}*"),
            blocks.quiet(f"You can change or delete your answers until {_until(shown)}."),
            *inputs,
            _about(shown.answers),
        ],
        submit="Save my answers",
        private_metadata=json.dumps(kept),
    )


def preview(shown: Form, people: str) -> Block:
    """The form as it will look, with nothing to send."""
    inputs = [_input(question, shown) for question in shown.questions]
    words = f"This would ask {people}. The two changing questions are drawn when the wave opens."
    ready = [blocks.section(words), blocks.divider(), blocks.section(promise.SHORT), *inputs]
    # Slack wants a button to send wherever there are inputs.
    return blocks.modal("preview", shown.title[:TITLE_LIMIT], ready, submit="Done")


def saved(closes_at: datetime, help_panel: Sequence[Block]) -> Block:
    """The receipt: what happens next, and the same help for everyone."""
    done = f"*Saved.* You can change it until {times.moment(closes_at)}."
    then = (
        "Then your name is removed, all answers are mixed and the key is destroyed. After a second "
        "person has agreed to the figures, they are shown on the app's Home and in the community "
        "channel."
    )
    content = [blocks.section(done), blocks.section(then), blocks.divider(), *help_panel]
    return blocks.modal("pulse.saved", "Saved", content)


def words_block(question_id: str) -> str:
    """The block of an open question, where a message about its words belongs."""
    return f"{WORDS}:{question_id}"


def traces_found(traces: Sequence[Trace]) -> str:
    """The words under the open question when it may point to somebody."""
    shown = ", ".join(f"“{trace.excerpt}”" for trace in traces[:3])
    return (
        f"This may point to a person: {shown}. Please change it, or tick “My words name nobody” "
        "below and save again."
    )


NOTHING_ANSWERED = "Please answer at least one question, or press Cancel."


def status(title: str, wave: Wave, *, has_ballot: bool) -> list[Block]:
    """Whether my ballot is in the box, and what I can do about it."""
    name = blocks.escape(title)
    until = times.moment(wave.closes_at)
    if not has_ballot:
        text = f"*{name}* is open until {until}. You have not answered yet."
        answer = blocks.button("Answer now", ANSWER, str(wave.id), style="primary")
        return [blocks.section(text), blocks.actions(answer, block_id=f"pulse:{wave.id}")]
    text = (
        f"*{name}*: your ballot is in the box. You can change or delete it until {until}. "
        "After that nobody can find it."
    )
    change = blocks.button("Change my answers", ANSWER, str(wave.id))
    return [
        blocks.section(text),
        blocks.actions(change, _delete(wave), block_id=f"pulse:{wave.id}"),
    ]


def delete_question(title: str, wave_id: UUID) -> list[Block]:
    """The confirmation before a ballot is deleted."""
    text = (
        f"Delete your answers to *{blocks.escape(title)}*? You can answer again while it is open."
    )
    yes = blocks.button("Delete my answers", DELETE, str(wave_id), style="danger")
    return [blocks.section(text), blocks.actions(yes, blocks.button("Keep my answers", KEEP))]


DELETED = "Your answers are deleted. While the pulse is open you can answer again with /pulse."
KEPT = "Nothing was deleted."
NO_OPEN_WAVE = "No pulse is open for you now. You will get a message when the next one opens."
NO_BALLOT = "You have not answered this pulse, so there is nothing to delete."

HELP = (
    "*/pulse* answers the open pulse or changes your answers.\n"
    "*/pulse status* says whether you have answered.\n"
    "*/pulse delete* deletes your answers while the pulse is open.\n"
    "*/pulse help* shows this.\n"
    "The app's Home shows what is yours to do. */nqsw help* lists people you can talk to."
)


def help_blocks() -> list[Block]:
    """What the command can do."""
    return [blocks.section(HELP)]


def words_of(found: Sequence[Block]) -> str:
    """The same in one text, for whoever cannot see blocks."""
    sections = [block for block in found if block["type"] == "section"]
    return " ".join(
        _in_words(part)
        for block in sections
        for part in (block.get("text"), *block.get("fields", ()))
        if part
    )


def _in_words(part: Block) -> str:
    # What is plain may hold what somebody typed, and this text is not plain.
    if part["type"] == "plain_text":
        return blocks.escape(part["text"])
    return str(part["text"]).replace("*", "")


def _delete(wave: Wave) -> Block:
    sure = blocks.confirm(
        "Delete your answers?",
        "Your ballot leaves the box. You can answer again while the pulse is open.",
        "Delete",
        "Keep",
    )
    return blocks.button("Delete my answers", DELETE, str(wave.id), style="danger", confirm=sure)


def _until(shown: Form) -> str:
    return times.moment(shown.closes_at)


def _input(question: Item | OpenQuestion, shown: Form) -> Block:
    if isinstance(question, Item):
        return _scale(question, shown.questionnaire, shown.answers)
    element: Block = {
        "type": "plain_text_input",
        "action_id": WORDS,
        "multiline": True,
        "max_length": TEXT_LIMIT,
    }
    if shown.answers and shown.answers.texts.get(question.id):
        element["initial_value"] = shown.answers.texts[question.id]
    return blocks.field(
        words_block(question.id),
        question.text,
        element,
        hint=promise.NAME_NOBODY,
        is_optional=True,
    )


def _scale(item: Item, questions: Questionnaire, answers: Answers | None) -> Block:
    points = [blocks.option(word, str(n)) for n, word in enumerate(questions.scale, start=1)]
    others = [
        blocks.option(questions.does_not_apply, NOT_YET),
        blocks.option("Skip this question", SKIP),
    ]
    options = points + others
    element: Block = {"type": "radio_buttons", "action_id": CHOICE, "options": options}
    chosen = answers.choices.get(item.id) if answers else None
    for option in options:
        if option["value"] == chosen:
            element["initial_option"] = option
    return blocks.field(f"{CHOICE}:{item.id}", item.text, element, is_optional=True)


def _about(answers: Answers | None) -> Block:
    nobody = blocks.option("My words name nobody", NAMES_NOBODY)
    quote = blocks.option("You may quote my words, without my name", MAY_QUOTE)
    element: Block = {"type": "checkboxes", "action_id": TICKS, "options": [nobody, quote]}
    if answers and answers.may_quote:
        element["initial_options"] = [quote]
    return blocks.field(ABOUT, "About your own words", element, is_optional=True)

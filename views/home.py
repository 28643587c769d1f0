"""The app's Home and /nqsw: what is mine to do, my programme, and what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.survey import Wave
from views import blocks, promise, surveys, tables, times
from views.blocks import Block

ABOUT_ME = "home.about"
HELP = "home.help"

COMMAND_HELP = (
    "*/nqsw* shows your page: what is yours to do, your programme and your milestones.\n"
    "*/nqsw results* shows what was released: your own place, your region and England.\n"
    "*/nqsw rights* shows what is stored about you.\n"
    "*/nqsw words* shows what people wrote, as far as it was released.\n"
    "*/nqsw settings* chooses how announcements reach you.\n"
    "*/nqsw help* lists people you can talk to.\n"
    "*/pulse* answers the open pulse; */pulse help* says what else it can do."
)


@dataclass(frozen=True)
class Page:
    """Everything on one person's page, each part made by its own subject."""

    open_pulses: Sequence[tuple[str, Wave, bool]]
    next_due: datetime | None
    # What else is theirs to do, and what else there is to see, by subject.
    to_do: Sequence[Sequence[Block]] = ()
    parts: Sequence[Sequence[Block]] = ()
    figures: Sequence[Block] = ()
    programme: Sequence[Block] = ()
    manage: Sequence[Block] = field(default=())


def page(shown: Page) -> Block:
    """The Home tab."""
    return blocks.home(content(shown))


def content(shown: Page) -> list[Block]:
    """The same blocks for Home and for /nqsw."""
    # What somebody came to do stands before what there is to read, the longest last.
    parts = [shown.manage, *shown.parts, shown.programme, shown.figures]
    more = [block for part in parts if part for block in (blocks.divider(), *part)]
    return [blocks.header("What is yours to do"), *_to_do(shown), *more, blocks.divider(), _foot()]


def plainly(page: Block) -> Block:
    """The Home tab for a Slack that does not know tables yet."""
    return blocks.home(tables.plainly(page["blocks"]))


def command_help() -> list[Block]:
    """What the command can do."""
    return [blocks.divider(), blocks.section(COMMAND_HELP)]


def help_modal(panel: Sequence[Block]) -> Block:
    # The window has the title already.
    return blocks.modal("help", "Get help", list(panel[1:]))


def about_modal(shown: Sequence[Block]) -> Block:
    # The window has the title already.
    return blocks.modal("about", "What is stored about you", list(shown[1:]))


def _to_do(shown: Page) -> list[Block]:
    theirs = [block for blocks_of_subject in shown.to_do for block in blocks_of_subject]
    if shown.open_pulses:
        pulses = [
            block
            for title, wave, has_ballot in shown.open_pulses
            for block in surveys.status(title, wave, has_ballot=has_ballot)
        ]
        return [*pulses, *theirs]
    return theirs or [_nothing(shown.next_due)]


def _nothing(next_due: datetime | None) -> Block:
    if not next_due:
        return blocks.section("Nothing now. You will get a message when there is something.")
    then = f"The next pulse opens on {times.moment(next_due)}."
    return blocks.section(f"Nothing now. {then} If it asks you, you will get a message.")


def _foot() -> Block:
    return blocks.actions(
        blocks.button("Get help", HELP),
        blocks.button("What is stored about me", ABOUT_ME),
        promise.button(),
        block_id="foot",
    )

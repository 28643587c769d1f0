"""How somebody comes onto the roster, and how milestones move: cards, forms and answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from models.framework import Framework
from models.person import Employer, RoleName
from views import blocks, inputs, times
from views.blocks import Block
from views.letters import Letter
from views.people import ROLES, Step, said

ADD, ADDING = "person.add", "person.adding"
MOVE, WHOM, MOVING = "milestone.move", "milestone.whom", "milestone.moving"

EMPLOYER, ROLE, STARTED_ON = "employer", "role", "started_on"
COHORT, FRAMEWORK, PART_TIME = "cohort", "framework", "part_time"
PERSON, DATE = "person", "date"

# What a co-ordinator may give in Slack; other roles come with the roster file.
ADDABLE = (
    RoleName.NQSW,
    RoleName.ASSESSOR,
    RoleName.MANAGER,
    RoleName.LEADER,
    RoleName.CHAMPION,
)

# Slack's own limits for a menu.
MENU_GROUP = 100

NOT_OFFERED = "Please choose one of the list."
START_MISSING = "An NQSW has a start date, from which the milestones follow."
NO_SUCH_DAY = "Please choose a day between 1950 and 2100."
COHORT_WRONG = "Please use up to 60 letters, digits and signs."
NOT_ONE_OF_US = (
    "This account cannot be added: it is deactivated, a bot, or of another organisation."
)
NO_ROSTER = "This person is not on the roster."
NO_MILESTONES = "This person has no milestone dates."


@dataclass(frozen=True)
class Adding:
    """What a co-ordinator may choose from when adding somebody."""

    slack_id: str
    employers: Sequence[Employer]
    frameworks: Sequence[Framework]


def wish(slack_id: str) -> Letter:
    """The card for the co-ordinators: somebody would like to be added."""
    text = f"<@{slack_id}> would like to be added to the roster."
    button = blocks.button("Add to the roster", ADD, slack_id, style="primary")
    return Letter(
        text=f"{text} Open the app's message in Slack to add them.",
        blocks=(blocks.section(text), blocks.actions(button)),
    )


def fulfilled(slack_id: str, by: str) -> Letter:
    """The same card afterwards: nothing is left to press."""
    text = f"<@{slack_id}> was added to the roster by <@{by}>."
    return Letter(text=text, blocks=(blocks.section(text),))


def welcome(employer: str, role: RoleName) -> Letter:
    """The first message to somebody who was added."""
    text = (
        f"Welcome to the Community of Practice. You have been added as {ROLES[role]} with "
        f"{employer}. When there is something for you, you will get a message here."
    )
    hint = "Type `/nqsw` to see your page, what is stored about you, and where to get help."
    return Letter(
        text=f"{blocks.escape(text)} Type /nqsw to see your page.",
        blocks=(said(text), blocks.section(hint)),
    )


def adding(shown: Adding) -> Block:
    """The form with which a co-ordinator adds somebody."""
    return blocks.modal(
        ADDING,
        "Add to the roster",
        [
            blocks.section(f"You are adding <@{shown.slack_id}>."),
            blocks.field(EMPLOYER, "Employer", _employers(shown.employers)),
            blocks.field(ROLE, "Role", inputs.menu(_roles(), ADDABLE[0].value, "Choose")),
            blocks.field(
                STARTED_ON,
                "Start date",
                inputs.day(),
                hint="For an NQSW, the day on which the programme started.",
                is_optional=True,
            ),
            blocks.field(
                COHORT,
                "Cohort",
                inputs.text(60),
                hint="Such as 2026-autumn.",
                is_optional=True,
            ),
            blocks.field(
                FRAMEWORK,
                "Version of the framework",
                inputs.menu(_frameworks(shown.frameworks), asking="Choose"),
                hint="Leave this empty to use the version that holds on the start date.",
                is_optional=True,
            ),
            blocks.field(PART_TIME, "Part time", _part_time(), is_optional=True),
        ],
        submit="Add",
        private_metadata=shown.slack_id,
    )


def added(slack_id: str, employer: str) -> Block:
    """What the co-ordinator sees afterwards."""
    return blocks.modal(
        "person.added",
        "Added",
        [
            blocks.section(f"<@{slack_id}> is on the roster now and gets a welcome message."),
            said(f"Employer: {employer}"),
        ],
    )


def for_coordinators() -> list[Block]:
    """The part of Home for every co-ordinator."""
    return [
        blocks.section(
            "*People*\nMove the milestone dates of an NQSW whose year changes.",
            blocks.button("Move a milestone date", MOVE),
        )
    ]


def whom() -> Block:
    """The first of two steps: whose dates are to move."""
    person: Block = {"type": "users_select", "action_id": inputs.VALUE}
    person |= {"placeholder": blocks.plain("Choose")}
    return blocks.modal(
        WHOM, "Move a milestone", [blocks.field(PERSON, "Whose dates?", person)], submit="Next"
    )


def moving(person_id: str, slack_id: str, steps: Mapping[str, Step]) -> Block:
    """The second step: every date as it is stored, to be changed."""
    return blocks.modal(
        MOVING,
        "Move a milestone",
        [
            blocks.section(f"The milestone dates of <@{slack_id}>:"),
            *(
                blocks.field(f"{DATE}:{code}", step.title, inputs.day(step.due_on))
                for code, step in steps.items()
            ),
        ],
        submit="Save",
        private_metadata=person_id,
    )


def moved(count: int) -> Block:
    """What the co-ordinator sees afterwards."""
    what = "Nothing was changed." if count == 0 else "Saved. The person gets a message about it."
    return blocks.modal("milestone.moved", "Move a milestone", [blocks.section(what)])


def dates_changed(steps: Sequence[tuple[Step, date]]) -> Letter:
    """Tells somebody which of their dates moved (before, and the new day)."""
    lines = [
        f"{step.title}: {times.day(due_on)} (it was {times.day(step.due_on)})"
        for step, due_on in steps
    ]
    start = "A co-ordinator has moved your milestone dates."
    return Letter(
        text=blocks.escape("\n".join([start, *lines])),
        blocks=(said(start), said(*lines)),
    )


def _employers(employers: Sequence[Employer]) -> Block:
    groups = [
        {"label": blocks.plain(region), "options": options[start : start + MENU_GROUP]}
        for region, found in groupby(employers, key=lambda one: one.region)
        for options in [[_employer(one) for one in found]]
        for start in range(0, len(options), MENU_GROUP)
    ]
    return inputs.menu(groups, asking="Choose an employer")


def _employer(employer: Employer) -> Block:
    return blocks.option(blocks.clipped(employer.name), str(employer.id))


def _roles() -> list[Block]:
    return [blocks.option(ROLES[role], role.value) for role in ADDABLE]


def _frameworks(frameworks: Sequence[Framework]) -> list[Block]:
    return [blocks.option(blocks.clipped(f"{one.title} ({one.id})"), one.id) for one in frameworks]


def _part_time() -> Block:
    return inputs.radio([blocks.option("Yes", "yes"), blocks.option("No", "no")])

"""What people see of themselves and of the roster: programme, rights, help, and being added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.help_lines import HelpLine, HelpLines
from models.person import Employer, Person, Reach, Role, RoleName
from views import blocks, times
from views.blocks import Block

ASK = "person.ask"

ROLES = {
    RoleName.NQSW: "NQSW",
    RoleName.ASSESSOR: "ASYE assessor",
    RoleName.MANAGER: "Line manager",
    RoleName.COORDINATOR: "Co-ordinator",
    RoleName.LEADER: "Senior leader",
    RoleName.CHAMPION: "Champion",
    RoleName.ANALYST: "Analyst",
    RoleName.ADMIN: "Administrator",
}

UNKNOWN = "not recorded"
STRANGER = (
    "Hello. This app is for members of the NQSW Community of Practice, and you are not on the "
    "list of members yet. If you would like to be, press the button. It tells the co-ordinators, "
    "and nobody else."
)
ASKED = "Thank you. The co-ordinators have been told, and you will get a message from me."
ASKED_BEFORE = "You have asked today already. The co-ordinators know, and you will hear from me."
IS_KNOWN = "You are on the list of members. Type /nqsw to see your page, or /pulse to answer."
NOBODY_TO_TELL = (
    "There is no co-ordinator whom I could tell. Please ask the person who runs this workspace."
)

RIGHTS = (
    "*Your answers* are not here. While a pulse is open they are stored locked, together with "
    "the fact that you answered; you can change or delete them (`/pulse delete`). When it closes "
    "we remove your name and destroy the key, so after that nobody can find them.\n"
    "*Also stored:* the messages this app has sent you, for a while, and what co-ordinators and "
    "others did with the roster. Never whether you looked at help.\n"
    "*Your rights:* taking part is your choice. You may see what is stored, have it corrected or "
    "deleted, and object. Ask your co-ordinator, or your employer's data protection officer. "
    "You may also complain to the Information Commissioner's Office (ico.org.uk)."
)


@dataclass(frozen=True)
class Step:
    """One milestone: what it is, and the day stored for this person."""

    title: str
    due_on: date


@dataclass(frozen=True)
class Programme:
    """Where somebody is in their year."""

    person: Person
    employer: Employer
    roles: Sequence[Role]
    framework: str
    steps: Sequence[Step]
    today: date


@dataclass(frozen=True)
class Stored:
    """Everything that the roster has of one person."""

    programme: Programme
    past_roles: Sequence[Role] = ()


def programme(shown: Programme) -> list[Block]:
    """My programme: employer, cohort, version of the framework and milestone dates."""
    person = shown.person
    facts = [("Employer", shown.employer.name), ("Role", _roles(shown.roles))]
    if shown.steps or person.cohort:
        facts.append(("Cohort", person.cohort or UNKNOWN))
    if shown.steps or shown.framework:
        facts.append(("Programme", shown.framework or UNKNOWN))
    result = [blocks.header("My programme"), _facts(facts)]
    if shown.steps:
        result.append(said("Milestones", *(_step(step, shown.today) for step in shown.steps)))
        result.append(blocks.quiet("A co-ordinator can move these dates for you."))
    return result


def about_me(stored: Stored) -> list[Block]:
    """What is stored about me, and my rights."""
    shown = stored.programme
    person = shown.person
    facts = [
        ("Name", person.name or UNKNOWN),
        ("E-mail address", person.email or UNKNOWN),
        ("Slack id", person.slack_id or UNKNOWN),
        ("Time zone", person.zone),
        ("Employer", f"{shown.employer.name}, {shown.employer.region}"),
        ("Started on", _day(person.started_on)),
        ("Cohort", person.cohort or UNKNOWN),
        ("Programme", shown.framework or UNKNOWN),
        ("Part time", {True: "yes", False: "no", None: UNKNOWN}[person.part_time]),
        ("Leaving on", _day(person.left_on)),
    ]
    result = [blocks.header("What is stored about you"), _facts(facts)]
    if roles := [_role_line(role) for role in (*shown.roles, *stored.past_roles)]:
        result.append(said("Roles", *roles))
    if shown.steps:
        result.append(said("Milestones", *(_step(step, shown.today) for step in shown.steps)))
    return [*result, blocks.section(RIGHTS)]


def help_panel(lines: HelpLines) -> list[Block]:
    """The same "Get help" for everybody."""
    return [
        blocks.header("Get help"),
        said("This app is not monitored. If somebody is at risk, use your safeguarding route."),
        *(blocks.section(_help_line(one)) for one in lines.lines),
        blocks.quiet(_checked(lines)),
    ]


def stranger() -> list[Block]:
    """For somebody who is not on the roster: a friendly word and a way in."""
    return [said(STRANGER), ask_button()]


def ask_button() -> Block:
    """The one thing that somebody who is not on the roster can do."""
    return blocks.actions(blocks.button("Ask to be added", ASK, style="primary"))


def stranger_home(answer: str = "") -> Block:
    """The Home tab of somebody who is not on the roster, perhaps after asking."""
    return blocks.home([blocks.header("Welcome"), *([said(answer)] if answer else stranger())])


def notice(answer: str) -> Block:
    """One thing said in a window."""
    return blocks.modal("people.notice", "Please note", [said(answer)])


def said(*lines: str) -> Block:
    """A paragraph that may hold what somebody typed: it stays text."""
    return {"type": "section", "text": blocks.plain("\n".join(lines)[:3000])}


def _help_line(line: HelpLine) -> str:
    name, contact = blocks.escape(line.name), blocks.escape(line.contact)
    title = f"*{name}: {contact}*" if contact else f"*{name}*"
    # Where there is no number, a page says how to reach them; some have neither.
    is_page = not contact and line.source.startswith("https://")
    page = f" {line.source}" if is_page else ""
    return f"{title}\n{blocks.escape(line.when)}{page}"


def _checked(lines: HelpLines) -> str:
    owner, by = blocks.escape(lines.owner), times.day(lines.review_by)
    if lines.reviewed_on is None:
        return f"This list is kept by the {owner}, who will check it by {by}."
    on = times.day(lines.reviewed_on)
    return f"This list is kept by the {owner}, who checked it on {on} and will again by {by}."


def _facts(facts: Sequence[tuple[str, str]]) -> Block:
    return {
        "type": "section",
        "fields": [blocks.plain(f"{name}\n{value}") for name, value in facts],
    }


def _roles(roles: Sequence[Role]) -> str:
    return ", ".join(dict.fromkeys(ROLES[role.role] for role in roles)) or UNKNOWN


def _role_line(role: Role) -> str:
    reach = "England" if role.reach is Reach.NATIONAL else role.scope
    until = f" until {times.day(role.valid_until)}" if role.valid_until else ""
    return f"{ROLES[role.role]}, {reach}: from {times.day(role.valid_from)}{until}"


def _step(step: Step, today: date) -> str:
    return f"{times.day(step.due_on)}{' (past)' if step.due_on < today else ''}: {step.title}"


def _day(on: date | None) -> str:
    return times.day(on) if on else UNKNOWN

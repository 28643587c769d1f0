"""What a co-ordinator for England manages: surveys, their schedule, and the waves that are open."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.audience import Audience
from models.person import RoleName
from models.survey import Survey, Wave
from views import blocks, inputs, times
from views.blocks import Block
from views.people import ROLES

CREATE, CHANGE, PLAN = "manage.create", "manage.change", "manage.plan"
OPEN, OPENING = "manage.open", "manage.opening"
PREVIEW, PAUSE, RESUME, CLOSE = (
    "manage.preview",
    "manage.pause",
    "manage.resume",
    "manage.close",
)
UNREACHED = "manage.unreached"

SCHEDULE_HINT = (
    "A cron expression in UK time: minute, hour, day of the month, month, day of the week. "
    "“0 9 * * 2#1” is the first Tuesday of each month at 9:00."
)

TITLE, SCHEDULE, DAYS, REMINDERS = "title", "schedule", "days", "reminders"
PARTS = ("roles", "regions", "employers", "cohorts")

TITLE_LIMIT = 24
LONGEST = 60
MOST_OPTIONS = 100

# One survey and one wave are five blocks each; a Home holds a hundred.
MOST_SURVEYS = 8


@dataclass(frozen=True)
class Managed:
    """One survey as its co-ordinator sees it: when it is next due and whom it would ask."""

    survey: Survey
    next_due: datetime | None
    people: int | None
    # What should be done before a wave opens; empty when nothing.
    warning: str = ""


@dataclass(frozen=True)
class Running:
    """One open wave with its counts as they may be shown; None where too few were asked."""

    wave: Wave
    title: str
    invited: int | None
    answered: int | None


@dataclass(frozen=True)
class Choices:
    """What an audience can be chosen from."""

    regions: Sequence[str]
    employers: Mapping[str, Sequence[str]]
    cohorts: Sequence[str]


def home(managed: Sequence[Managed], running: Sequence[Running], unreached: int) -> list[Block]:
    """The "Manage" part of Home."""
    shown = [blocks.header("Manage")]
    shown += [block for one in running for block in _wave(one)]
    shown += [block for one in managed[:MOST_SURVEYS] for block in _survey(one)]
    create = blocks.button("Create a survey", CREATE)
    if unreached:
        text = f"{unreached} could not be reached in the last 30 days."
        see = blocks.button("See who could not be reached", UNREACHED)
        shown.append(blocks.section(text, see))
    return [*shown, blocks.actions(create, block_id="manage")]


def count(number: int | None) -> str:
    """A rounded count of people in words."""
    return "fewer than 10 people" if number is None else f"about {number} people"


def opening(managed: Managed) -> Block:
    """The question before a wave is opened by hand."""
    survey = managed.survey
    words = (
        f"This asks {count(managed.people)} now: each gets one message, in their own working "
        "hours. The questions are drawn when the wave opens."
    )
    days = _number(str(survey.working_days), most=LONGEST)
    return blocks.modal(
        OPENING,
        "Open a wave",
        [
            blocks.section(words),
            *([blocks.section(f"*{managed.warning}*")] if managed.warning else []),
            blocks.field(DAYS, "How many working days should it stay open?", days),
        ],
        submit="Open the wave now",
        private_metadata=survey.id,
    )


def done(title: str, text: str) -> Block:
    """What was done, and what follows."""
    return blocks.modal("manage.done", title, [blocks.section(text)])


def opened(wave: Wave) -> Block:
    return done("Opened", f"*Opened.* It takes answers until {times.moment(wave.closes_at)}.")


def planned(next_due: datetime | None) -> Block:
    if next_due is None:
        return done("Saved", "*Saved.* The schedule is paused.")
    return done("Saved", f"*Saved.* The next wave opens on {times.moment(next_due)}.")


def plan(survey: Survey | None, choices: Choices) -> Block:
    """The form for a survey: its name, schedule, length, reminders and audience."""
    audience = Audience.of(survey.audience) if survey else Audience()
    title = inputs.text(TITLE_LIMIT, survey.title if survey else "")
    texts = (
        (TITLE, "Name", title, "Up to 24 characters."),
        (
            SCHEDULE,
            "Schedule",
            inputs.text(80, survey.cron if survey else "0 9 * * 2#1"),
            SCHEDULE_HINT,
        ),
        (
            DAYS,
            "Length in working days",
            _number(str(survey.working_days if survey else 5), most=LONGEST),
            "Counted from the day after it opens; it closes at 17:00 on the last of them.",
        ),
        (REMINDERS, "Reminders", _reminders(survey.reminders if survey else 2), "At most two."),
    )
    content = [
        blocks.field(name, label, element, hint=hint) for name, label, element, hint in texts
    ]
    return blocks.modal(
        PLAN,
        "Change a survey" if survey else "Create a survey",
        [*content, *_audience(audience, choices)],
        submit="Save",
        private_metadata=json.dumps(survey.id if survey else None),
    )


NAME_NEEDED = "Please give the survey a name."
NAME_TAKEN = "There is a survey of this name already. Please choose another name."
DAYS_WRONG = f"Please give a whole number of days from 1 to {LONGEST}."
REMINDERS_WRONG = "Please choose none, one or two."


def _wave(one: Running) -> list[Block]:
    sure = blocks.confirm(
        "Close this wave?",
        "It takes no more answers. All ballots are sealed and the key is destroyed. "
        "This cannot be undone.",
        "Close it",
        "Leave it open",
    )
    text = (
        f"*{blocks.escape(one.title)}* is open until {times.moment(one.wave.closes_at)}.\n"
        f"Asked: {count(one.invited)}. In the box: {_in_the_box(one)}."
    )
    close = blocks.button(
        "Close now",
        CLOSE,
        str(one.wave.id),
        style="danger",
        confirm=sure,
        accessibility_label=_heard("Close now", one.title),
    )
    return [blocks.section(text), blocks.actions(close, block_id=f"wave:{one.wave.id}")]


def _in_the_box(one: Running) -> str:
    if one.invited is None:
        return "shown only when 10 or more were asked"
    return "fewer than 10" if not one.answered else f"about {one.answered}"


def _survey(one: Managed) -> list[Block]:
    survey = one.survey
    if survey.is_paused:
        when, switch = "The schedule is paused.", _button("Resume", RESUME, survey)
    else:
        due = times.moment(one.next_due) if one.next_due else "not planned"
        when = f"The next wave opens on {due}."
        switch = _button("Pause", PAUSE, survey)
    text = (
        f"*{blocks.escape(survey.title)}*: {_counted(survey.working_days, 'working day')}, "
        f"{_counted(survey.reminders, 'reminder')}, asks {count(one.people)}.\n{when}"
    )
    buttons = (
        _button("Open a wave now", OPEN, survey),
        _button("Preview", PREVIEW, survey),
        _button("Change", CHANGE, survey),
        switch,
    )
    return [blocks.section(text), blocks.actions(*buttons, block_id=f"survey:{survey.id}")]


def _button(label: str, action: str, survey: Survey) -> Block:
    spoken = _heard(label, survey.title)
    return blocks.button(label, action, survey.id, accessibility_label=spoken)


def _heard(label: str, title: str) -> str:
    """What a screen reader says: the same label stands beside every survey."""
    return f"{label}: {title}"[:75]


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what if number == 1 else f'{what}s'}"


def _number(value: str, most: int) -> Block:
    return {
        "type": "number_input",
        "action_id": inputs.VALUE,
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(most),
        "initial_value": value,
    }


def _reminders(chosen: int) -> Block:
    options = [blocks.option(word, str(n)) for n, word in enumerate(("None", "One", "Two"))]
    return inputs.menu(options, str(chosen))


def _audience(audience: Audience, choices: Choices) -> list[Block]:
    roles = [blocks.option(ROLES[role], role) for role in RoleName]
    regions = [blocks.option(region, region) for region in choices.regions]
    cohorts = [blocks.option(cohort, cohort) for cohort in choices.cohorts[:MOST_OPTIONS]]
    offered: tuple[tuple[str, str, list[Block], tuple[str, ...]], ...] = (
        ("roles", "Roles", roles, audience.roles),
        ("regions", "Regions", regions, audience.regions),
        ("cohorts", "Cohorts", cohorts, audience.cohorts),
        ("employers", "Employers", _employers(choices.employers), audience.employers),
    )
    return [
        blocks.field(
            name,
            label,
            inputs.several(options, chosen),
            hint="Leave empty for all.",
            is_optional=True,
        )
        for name, label, options, chosen in offered
        if options
    ]


def _employers(by_region: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    return [
        {
            "label": blocks.plain(region),
            "options": [blocks.option(name[:75], name[:150]) for name in names[:MOST_OPTIONS]],
        }
        for region, names in by_region.items()
        if names
    ]

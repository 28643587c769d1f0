"""What the identifier screen says: one sentence for each kind of finding, with what to do."""

from collections.abc import Sequence

from models.screen import Finding

MOST_QUOTED = 3

SHOWS_NOBODY = "My words show nobody"
ANYTHING = "This may show who somebody is: please take it out or say it more generally."

ADVICE = {
    "name": "This looks like somebody's name: please write a role instead, such as “the mother”.",
    "initials": "Initials can show who somebody is: please write “the child” or “the parent”.",
    "date": "This date can show who somebody is: please leave it out or give only the year.",
    "address": "This looks like where somebody lives: please take it out.",
    "postcode": "A postcode shows where somebody lives: please take it out.",
    "telephone": "This looks like somebody's telephone number: please take it out.",
    "email": "This looks like one person's e-mail: please take it out or give a role mailbox.",
    "handle": "This leads to somebody's profile or user name: please take it out.",
    "nhs_number": "An NHS number belongs to one person: please take it out.",
    "case_number": "This looks like the number of a record or a car: please take it out.",
    "place": "A named school, ward or home shows who is there: please write “the school”.",
    "rare_combination": (
        "Together these facts may show which family it is: please leave out the place, the exact "
        "age or what is rare."
    ),
    "event": "People may know this event and so the family: please leave it out.",
}

NO_ROSTER = "No roster was used: there is no database here, so names come from the lists alone."


def advice(kind: str) -> str:
    """What to do about a finding of this kind."""
    return ADVICE.get(kind, ANYTHING)


def in_few_words(found: Sequence[Finding]) -> str:
    """What was found in one text, where there is room for a line beneath it only."""
    quoted = ", ".join(f"“{one.excerpt}”" for one in found[:MOST_QUOTED])
    return f"This may show who somebody is: {quoted}. {found[0].advice}"


def or_tick(found: Sequence[Finding]) -> str:
    """The same, where the form has a box for words that show nobody."""
    return f"{in_few_words(found)} Or tick “{SHOWS_NOBODY}”."


def finding(line: int, kind: str, excerpt: str) -> str:
    """A finding in one line of the shell."""
    return f"Line {line}: {kind}: “{' '.join(excerpt.split())}”: {advice(kind)}"


def bad_line(line: int, why: str) -> str:
    return f"Line {line} was left out: {why}."


def looked_through(texts: int, found: int) -> str:
    return f"{texts} texts, {found} with at least one finding."


def rates(right: int, wrong: int, missed: int) -> str:
    """Recall and precision, with the counts they come from."""
    return (
        f"Recall {share(right, right + missed)} ({right} of {right + missed}), "
        f"precision {share(right, right + wrong)} ({right} of {right + wrong})."
    )


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def exported(rows: int, file: str) -> str:
    return f"Exported: {rows} {'row' if rows == 1 else 'rows'} into {file}."

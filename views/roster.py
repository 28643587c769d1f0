"""The roster in words: what is wrong with a file, and what an import did."""

from models.roster import REGIONS, Fault, Wrong
from models.roster_cells import FIRST_YEAR, LAST_YEAR

REASONS = {
    Wrong.NOT_UTF8: "this line is not UTF-8 text; save the file as “CSV UTF-8”",
    Wrong.EMPTY: "the file is empty; its first line names the columns",
    Wrong.NOT_CSV: "from here on the file is no CSV; a quotation mark may be left open",
    Wrong.NO_IDENTITY_COLUMN: "the header needs a column “slack_id” or “email”",
    Wrong.MISSING_COLUMN: "the header has no column “{column}”",
    Wrong.UNKNOWN_COLUMN: "the header has a column “{column}” that we do not know",
    Wrong.COLUMN_TWICE: "the header has the column “{column}” more than once",
    Wrong.CELL_COUNT: "it has {value} cells where the header has {other}",
    Wrong.UNPRINTABLE: "“{column}” has a character that cannot be printed",
    Wrong.TOO_LONG: "“{column}” is longer than {value} characters",
    Wrong.NO_IDENTITY: "it has neither a Slack id nor an e-mail address",
    Wrong.SLACK_ID: "“{value}” is not a Slack id such as U012AB3CD",
    Wrong.EMAIL: "“{value}” is not an e-mail address",
    Wrong.NO_EMPLOYER: "“employer” is empty",
    Wrong.SEMICOLON: "“{column}” has a semicolon, which separates roles",
    Wrong.REGION: "“{value}” is not a region; the nine are " + ", ".join(REGIONS),
    Wrong.NO_ROLES: "“roles” is empty, and the person has not left",
    Wrong.ROLE: "“{value}” is not a role",
    Wrong.SCOPE: "“{value}” cannot be a role with a scope",
    Wrong.DATE: (
        "“{column}” is “{value}”, not a day written as 2026-09-07 "
        f"between {FIRST_YEAR} and {LAST_YEAR}"
    ),
    Wrong.LEFT_BEFORE_START: "“left_on” is before “started_on”",
    Wrong.YES_NO: "“{column}” is “{value}”, not yes or no",
    Wrong.FRAMEWORK: "“{value}” is not a version of the framework",
    Wrong.TWICE: "“{value}” is on line {other} already",
    Wrong.TWO_REGIONS: "the employer is in another region on line {other}",
    Wrong.TWO_TYPES: "the employer has another type on line {other}",
    Wrong.TWO_SPELLINGS: "the employer “{value}” is spelt differently on line {other}",
    Wrong.UNKNOWN_EMPLOYER: "“{value}” is neither a region, England, nor an employer we know",
    Wrong.TWO_PEOPLE: "the Slack id and the e-mail address belong to two different people",
    Wrong.SAME_PERSON: "it is the same person as on line {other}",
}

LONGEST_VALUE = 60

IMPORTING = "Importing"


MATCHED_LATER = (
    "Slack's directory was not read now; the bot matches people with their accounts when it runs."
)


def reason(fault: Fault) -> str:
    """Say what is wrong on a line, in words that follow its number."""
    value = fault.value if len(fault.value) <= LONGEST_VALUE else fault.value[:LONGEST_VALUE] + "…"
    return REASONS[fault.wrong].format(column=fault.column, value=value, other=fault.other)


def refused(faults: list[tuple[int, str]]) -> list[str]:
    """One line each for the shell: where, and why."""
    return [f"Line {line}: {why}." for line, why in faults]


def not_imported(count: int) -> str:
    """The one sentence under a list of faults."""
    places = "1 fault" if count == 1 else f"{count} faults"
    return f"The roster was not imported, because the file has {places}; nothing was changed."


def imported(added: int, changed: int, unchanged: int) -> str:
    """The one sentence after an import."""
    return f"Imported: {added} added, {changed} changed, {unchanged} as before."


def exported(count: int, path: str) -> str:
    """The one sentence after an export to a file."""
    return f"Exported {count} {'person' if count == 1 else 'people'} to {path}."

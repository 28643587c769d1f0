"""The doctor's words: what was found, and what to do."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from models.survey import Wave
from views import times

SETTINGS_GOOD = "Every variable can be used."

DURABLE = "What is committed is on the disk, and what is deleted leaves no trace."
TRAIL_HOLDS = "The audit trail is whole."
RELEASES_HOLD = "All that was released says what it said."
ONLY_RELEASES = "Whoever reads results sees what was released, and nothing else."
RESULTS_OPEN = (
    "Whoever reads results could read answers too; take from the role nqsw_results "
    "every right but those on tables of releases."
)

FOLDERS_TO_COME = "The key folders are made when the first wave opens."
FOLDERS_GOOD = "Both key folders are there, for us alone, on two disks."
ONE_DISK = (
    "Both key folders are on one disk: if it dies, an open wave is lost. "
    "Put KEYS_DIR_2 on another one."
)
KEYS_GOOD = "Every open wave has its key in both custodies, and no other key is left."
NOTHING_STUCK = "No wave waits to be sealed."
TIMETABLE_KEPT = "What was due has been done."

SCOPES_GOOD = "The token may do all that the bot needs."
SCOPES_UNKNOWN = "Slack did not say what the token may do."
SOCKET_GOOD = "The app token opens a connection."


def line(state: str, check: str, said: str) -> str:
    """One line: how it is, what was looked at, what was found."""
    return f"{state:<4}  {check:<11}  {said}"


def not_there_yet(path: str) -> str:
    return f"There is no database at {path} yet; the first start makes it."


def reachable(place: str) -> str:
    return f"The database {place} answers."


def unreachable(place: str, reason: str) -> str:
    return f"The database {place} cannot be opened ({reason}); check DATABASE_URL."


def up_to_date(version: str) -> str:
    return f"The tables are those of this version ({version})."


def too_new(version: str, newest: str) -> str:
    return (
        f"The tables ({version}) are newer than this version of the bot ({newest}); "
        "start the newer version."
    )


def will_migrate(version: str | None, newest: str) -> str:
    return f"The tables are at {version or 'nothing'}; the next start brings them to {newest}."


def must_migrate(version: str | None, newest: str) -> str:
    return (
        f"The tables are at {version or 'nothing'} and must be at {newest}; "
        "run: python -m bot migrate"
    )


def not_durable(name: str, found: str, wanted: str) -> str:
    return f"{name} is {found} and must be {wanted}, or a promise is not kept; set it so."


def results_shut(reason: str) -> str:
    return (
        f"Released figures cannot be read ({reason}); let an administrator of the server make "
        "the bot's account a member of the role nqsw_results, as docs/operations.md says."
    )


def torn(number: int) -> str:
    return (
        f"The audit trail was changed at entry {number}; keep the file, "
        "find out who can write to the database, and compare with a backup."
    )


def not_as_released(number: int) -> str:
    return (
        f"Release {number} does not say what it said, or is missing; keep the file, "
        "find out who can write to the database, and compare with a backup."
    )


def folder_missing(folder: str) -> str:
    return f"The key folder {folder} is missing; mount it, or put it back from the other custody."


def folder_shut(folder: str) -> str:
    return f"The key folder {folder} cannot be read and written; let the bot's account do both."


def folder_open(folder: str) -> str:
    return f"Others may look into the key folder {folder}; run: chmod -R go= {folder}"


def key_unreadable(wave_id: UUID, reason: str) -> str:
    return f"The key of wave {wave_id} cannot be read ({reason}); check the key folders."


def key_left(wave_id: UUID, holding: str) -> str:
    return (
        f"Wave {wave_id} is over, and a key of it is still kept ({holding}); "
        "delete that file, also from copies of the folder."
    )


def key_lost(wave_id: UUID) -> str:
    return (
        f"No custody has the key of wave {wave_id}: its answers cannot be read. "
        "Put the key files back from a copy, or close the wave and tell the community."
    )


def key_halved(wave_id: UUID, holding: str) -> str:
    return (
        f"The key of wave {wave_id} is in one custody only ({holding}); bring the other folder "
        "back, and the running bot copies the key into it."
    )


def overdue(wave_ids: Sequence[UUID]) -> str:
    names = ", ".join(str(wave_id) for wave_id in wave_ids)
    return (
        f"Closed over an hour ago and not sealed: {names}. Run: python -m bot waves close WAVE, "
        "and read what it says."
    )


def ballots_left(waves: Sequence[Wave]) -> str:
    names = ", ".join(str(wave.id) for wave in waves)
    return (
        f"Ballots are left of waves that are over ({names}): an old backup was restored. "
        "Start the bot, which drops them."
    )


def post_flows(queued: int) -> str:
    return f"What is due has left; {queued} to be sent later."


def post_waits(waiting: int, stuck: int) -> str:
    return (
        f"{waiting} due and not sent, {stuck} begun and not finished for over ten minutes; "
        "see that the bot is running, and read its log."
    )


def uncertain(count: int) -> str:
    return f"Of {count} it is not known whether Slack took them; they are not sent again."


def unreached(count: int) -> str:
    return (
        f"{count} could not be reached; co-ordinators see who and why under “Manage” on their Home."
    )


def timetable_waits(count: int) -> str:
    return f"{count} due and not done; see that the bot is running, and read its log."


def help_is_old(review_by: date, owner: str) -> str:
    return (
        f"The help lines were to be checked by {times.day(review_by)}; {owner} checks every line "
        "in models/data/help_lines.toml and sets new dates."
    )


def help_is_unchecked(review_by: date, owner: str) -> str:
    return (
        f"No person has checked the help lines yet; {owner} checks every line in "
        f"models/data/help_lines.toml by {times.day(review_by)} and sets reviewed_on."
    )


def help_is_fresh(review_by: date) -> str:
    return f"The help lines are to be checked by {times.day(review_by)}."


def token_good(team: str, user: str) -> str:
    return f"Slack knows us in “{team}” as {user}."


def token_refused(reason: str) -> str:
    return f"Slack did not accept SLACK_BOT_TOKEN ({reason}); check it and SLACK_API_URL."


def scopes_missing(missing: Sequence[str]) -> str:
    return (
        f"The token lacks {', '.join(missing)}; bring the app's manifest up to date and "
        "reinstall the app."
    )


def channel_not_set(name: str) -> str:
    return f"{name} is not set; what belongs there is not posted."


def channel_refused(name: str, channel: str, reason: str) -> str:
    return f"{name} {channel} cannot be looked at ({reason}); check the id and invite the bot."


def channel_archived(name: str, channel: str) -> str:
    return f"{name} {channel} is archived; choose another channel or unarchive it."


def channel_closed(name: str, channel: str) -> str:
    return f"The bot is not in {name} {channel}; invite it there with /invite."


def channel_shared(name: str, channel: str) -> str:
    return f"{name} {channel} is shared with another organisation; people outside read along."


def channel_good(name: str, channel: str) -> str:
    return f"{name} is #{channel}, and the bot is in it."


def socket_refused(reason: str) -> str:
    return f"Slack did not accept SLACK_APP_TOKEN ({reason}); it needs connections:write."

"""What the operator reads in the shell."""

from datetime import datetime

from models.refusals import (
    AlreadyReleased,
    PreparationMoved,
    Refusal,
    ReleaseUnknown,
    ResponsesMissing,
    WaveUnknown,
)
from models.survey import Wave, WaveState
from views import times

NO_WAVES = "There are no waves yet."
NOTHING_RELEASED = "Nothing was released yet."
CLOSING = "Closed: no more answers are taken."
SEALING = "Sealing: the names go, the answers are mixed, the key is destroyed …"
DAYS_OR_UNTIL = "Say either --days or --until, not both."
WAVE_OR_PERIOD = "Say either --wave or --period."
RELEASE_OR_PERIOD = "Say either --release or --period, not both."
NO_TERMINAL = "A workbook is nothing to read in a terminal; say where to with -o FILE.xlsx."
WHICH_YEAR = "Say which year, from April to March, such as --year 2026-27."
LIVING_THROUGH = "Living through a made-up year"
WRITING = "Writing the report"
MUST_MIGRATE = "The tables are not those of this version; run: python -m bot migrate"

WAVE_COLUMNS = ("WAVE", "SURVEY", "STATE", "OPENED", "CLOSES", "INVITED", "ANSWERED")

# What is said of these in Slack names places that a shell does not have.
DECLINED: dict[type[Refusal], str] = {
    WaveUnknown: (
        "This wave cannot be found, or more than one begins so; "
        "this lists them all: python -m bot waves list"
    ),
    AlreadyReleased: (
        "These figures are released already, and released figures never change; "
        "this lists them: python -m bot figures list"
    ),
    PreparationMoved: (
        "Somebody else has asked for these figures or decided about them; this lists what is "
        "released, and what waits is on Home in Slack: python -m bot figures list"
    ),
    ReleaseUnknown: (
        "Nothing was released under this number or name; "
        "this lists what was: python -m bot figures list"
    ),
    ResponsesMissing: (
        "The last two releases have no “You said, we did” yet, so no survey opens before there "
        "is one; co-ordinators see on Home in Slack which."
    ),
}

SHORT = "%Y-%m-%d %H:%M"


def declined(refusal: Refusal) -> str | None:
    """What a shell says of a refusal, where that is not what Slack says."""
    return DECLINED.get(type(refusal))


def role_missing(statement: str) -> str:
    return (
        "The bot's account may not make the role that reads results; nothing was changed. "
        f"Let an administrator of the server run: {statement}"
    )


def migrated(version: str, *, is_changed: bool) -> str:
    if is_changed:
        return f"The tables are now at {version}."
    return f"The tables were up to date ({version}); nothing was changed."


def wave_line(wave: Wave, invited: int, answered: int | None) -> list[str]:
    return [
        str(wave.id),
        wave.survey_id,
        wave.state.value,
        _short(wave.opens_at),
        _short(wave.closes_at),
        str(invited),
        "-" if answered is None else f"about {answered}",
    ]


def opened(wave: Wave, invited: int) -> str:
    return (
        f"Wave {wave.id} is open until {times.moment(wave.closes_at)}. "
        f"{invited} {'person is' if invited == 1 else 'people are'} invited."
    )


def closed(wave: Wave) -> str:
    if wave.state is WaveState.DESTROYED:
        return (
            f"Wave {wave.id} is sealed. The key is destroyed; "
            "nobody can link an answer to a person any more."
        )
    if wave.state is WaveState.LOST:
        return f"Wave {wave.id} is lost: no custody had its key. Its answers cannot be read."
    return f"Wave {wave.id} is closed and not yet sealed ({wave.state.value}); run this again."


def status(wave: Wave, invited: int, answered: int | None) -> str:
    when = "closes" if wave.state is WaveState.OPEN else "closed"
    lines = [
        f"Wave {wave.id} of {wave.survey_id}: {wave.state.value}.",
        f"It opened {times.moment(wave.opens_at)} and {when} {times.moment(wave.closes_at)}.",
        f"Invited: {invited}. Answered: {_about(answered)}",
    ]
    return "\n".join(lines)


def written(file: str) -> str:
    return f"Written: {file}."


def nothing_draws(missing: str) -> str:
    return (
        "The PDF is missing: install Pango and a font (on Debian and Ubuntu: apt install "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core), and run this "
        f"again ({missing})."
    )


def is_folder(path: str) -> str:
    return f"“{path}” is a folder; name the file in it that is to be written."


def no_folder(path: str) -> str:
    return f"There is no folder “{path}”; make it first, or name another."


def not_a_folder(path: str) -> str:
    return f"“{path}” is no folder; the report is several files, so name a folder for them."


def no_day(text: str) -> str:
    return f"“{text}” is not a day; write it as 2027-05-10."


def no_moment(text: str) -> str:
    return f"“{text}” is not a moment; write it as 2026-12-04T17:00 or 2026-12-04."


def past(moment: datetime) -> str:
    return f"{times.moment(moment)} is past; a wave closes in the future."


def database_fault(reason: str) -> str:
    return f"The database cannot be used: {reason.strip().splitlines()[0]}"


def machine_fault(path: object, reason: str) -> str:
    return f"{path}: {reason}." if path else f"This machine did not let us: {reason}."


def port_in_use(port: int) -> str:
    return f"Port {port} is in use; stop what uses it, or set DEMO_PORT to another port."


def demo_ready(address: str) -> str:
    return (
        f"The pretend workspace is open at {address}\n"
        "You are an NQSW with an invitation. At the top you can become somebody else, and move "
        "the clock. “Open the results page” on Home leads to what was released, in your browser. "
        "Ctrl+C ends it."
    )


def _about(answered: int | None) -> str:
    if answered is None:
        return "not shown for fewer than ten people."
    return f"about {answered}; nobody can see who."


def _short(at: datetime) -> str:
    return at.astimezone(times.LONDON).strftime(SHORT)

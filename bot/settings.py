"""The variables of the environment, read once, checked, and refused in one plain sentence."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from models import code_book
from models.calendar import Calendar, WorkingHours
from models.policy import LOWEST_FLOOR, AfterMisses, Channels, Policy, Responding

HIGHEST_PORT = 65_535
SLACKS_OWN_API = "https://slack.com/api/"
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class SettingsWrong(Exception):  # noqa: N818 - its text is shown as it is, to the operator
    """A variable is missing or wrong; the text is one sentence that names it."""


def _whole(least: int, most: int | None = None) -> BeforeValidator:
    span = f"of at least {least}" if most is None else f"from {least} to {most}"

    def check(value: Any) -> int:
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = least - 1
        if number < least or (most is not None and number > most):
            raise ValueError(f'must be a whole number {span}, not "{value}".')
        return number

    return BeforeValidator(check)


def _database(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    driver = DRIVERS.get(scheme) if mark else None
    if driver is None:
        raise ValueError(
            "must be a database address such as sqlite:///var/bot.db or "
            "postgresql://user:password@host/name."
        )
    if driver.startswith("sqlite") and (not rest.strip("/") or ":memory:" in rest):
        raise ValueError("must name a file, such as sqlite:///var/bot.db.")
    return f"{driver}://{rest}"


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f'must be a web address that starts with https://, not "{url}".')
    return url.rstrip("/") + "/"


def _public_address(url: str) -> str:
    return _web_address(url).rstrip("/") if url else ""


def _channel(channel: str) -> str:
    if channel and not (channel[0] in "CG" and channel.isalnum() and channel.isupper()):
        raise ValueError(
            f'must be a channel id such as C0123456789, not "{channel}"; '
            "Slack shows the id at the foot of the channel's details."
        )
    return channel


def _token(prefix: str, wrong: str) -> Callable[[str], str]:
    def check(token: str) -> str:
        # Two tokens are easily swapped, and neither must be printed.
        if token.startswith(wrong):
            raise ValueError(f"must be the token that starts with {prefix}, not the {wrong} one.")
        return token

    return check


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f'must be a time zone such as Europe/London, not "{name}".') from error
    return name


def _code_book(path: Path | None) -> Path | None:
    try:
        if path is not None:
            code_book.read(path)
    except (OSError, ValueError) as error:
        raise ValueError(f"cannot be used: {error}") from error
    return path


def _hours(text: str) -> str:
    try:
        WorkingHours.parse(text)
    except ValueError as error:
        raise ValueError(f"cannot be used: {error}") from error
    return text


Port = Annotated[int, _whole(0, HIGHEST_PORT)]
Floor = Annotated[int, _whole(LOWEST_FLOOR)]
ChannelId = Annotated[str, AfterValidator(_channel)]


class Settings(BaseSettings):
    """Every variable under its own name in lower case; the defaults run on any machine."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        # A line of .env.example that nobody filled in means the default.
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default="sqlite+aiosqlite:///var/bot.db", repr=False
    )
    slack_bot_token: Annotated[str, AfterValidator(_token("xoxb-", "xapp-"))] = Field(
        default="", repr=False
    )
    slack_signing_secret: str = Field(default="", repr=False)
    slack_app_token: Annotated[str, AfterValidator(_token("xapp-", "xoxb-"))] = Field(
        default="", repr=False
    )
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = SLACKS_OWN_API
    host: str = "127.0.0.1"
    port: Port = 3000
    demo_port: Port = 8100
    public_url: Annotated[str, AfterValidator(_public_address)] = ""
    keys_dir: Path = Path("var/keys")
    keys_dir_2: Path = Path("var/keys-2")
    community_channel: ChannelId = ""
    champions_channel: ChannelId = ""
    coordinators_channel: ChannelId = ""
    time_zone: Annotated[str, AfterValidator(_zone)] = "Europe/London"
    working_hours: Annotated[str, AfterValidator(_hours)] = "mon-fri 09:00-17:00"
    send_per_minute: Annotated[int, _whole(1)] = 240
    announce_alone_up_to: Annotated[int, _whole(0)] = 100
    floor_employer: Floor = 8
    floor_wider: Floor = 5
    floor_text: Floor = 10
    themes_file: Annotated[Path | None, AfterValidator(_code_book)] = None
    after_misses: AfterMisses = AfterMisses.WARN

    @model_validator(mode="after")
    def _two_custodies(self) -> "Settings":
        if self.keys_dir.absolute() == self.keys_dir_2.absolute():
            raise ValueError("KEYS_DIR_2 must be another folder than KEYS_DIR.")
        return self

    @property
    def policy(self) -> Policy:
        channels = Channels(
            self.community_channel, self.champions_channel, self.coordinators_channel
        )
        return Policy(
            self.floor_employer,
            self.floor_wider,
            self.floor_text,
            self.send_per_minute,
            channels,
            announce_alone_up_to=self.announce_alone_up_to,
            responding=Responding(after_misses=self.after_misses),
            code_book=self.themes_file,
            public_url=self.public_url,
        )

    @property
    def calendar(self) -> Calendar:
        return Calendar(ZoneInfo(self.time_zone), WorkingHours.parse(self.working_hours))

    def require_slack(self) -> None:
        """Refuse to start without what a workspace must have given us."""
        if not self.slack_bot_token:
            raise SettingsWrong(
                "SLACK_BOT_TOKEN is missing; put the bot token of your Slack app (xoxb-…) "
                "into .env."
            )
        # A socket is opened by us and needs no signature.
        if not self.slack_signing_secret and not self.slack_app_token:
            raise SettingsWrong(
                "SLACK_SIGNING_SECRET is missing; put the signing secret from the Basic "
                "Information of your Slack app into .env."
            )


def load(env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment and `env_file`; SettingsWrong says what to put right, in a sentence."""
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        # What was typed may be a secret: the chain would print it.
        raise SettingsWrong(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    cause = first.get("ctx", {}).get("error")
    said = str(cause) if isinstance(cause, ValueError) else f"cannot be used: {first['msg']}."
    return " ".join([*(str(place).upper() for place in first["loc"][:1]), said])

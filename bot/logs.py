"""Log lines for people or for machines; never a body, an id or a value that somebody typed."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.whereabouts import where

# Told at INFO and below, these repeat what people typed, tokens, or both.
TALKATIVE = (
    "slack_bolt",
    "slack_sdk",
    "bot.bolt",
    "aiohttp.access",
    "apscheduler",
    "alembic",
    "aiosqlite",
    "sqlalchemy",
    "psycopg",
)

# Bolt gives each of its loggers the level of the root; a filter stays.
VERIFICATION = "slack_bolt.RequestVerification"


def configure(*, as_json: bool, stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Send every log line of the process to `stream`."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_on_every_line(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(as_json=as_json))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    tame()


def tame() -> None:
    """Keep other people's loggers from telling what they were given."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    verification = logging.getLogger(VERIFICATION)
    verification.setLevel(logging.WARNING)
    verification.addFilter(_at_least_warning)


def _at_least_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def _formatter(*, as_json: bool) -> logging.Formatter:
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_on_every_line(),
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )


def _on_every_line() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_values,
    ]


def _without_values(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """A traceback says where; its last line may repeat what somebody typed."""
    given = event.pop("exc_info", None)
    fault = given[1] if isinstance(given, tuple) else given
    if fault is True:
        fault = sys.exception()
    if isinstance(fault, BaseException):
        event["fault"] = type(fault).__name__
        event["where"] = where(fault)
    return event

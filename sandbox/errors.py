"""What goes wrong: Slack's refusals to the bot, and what a person's screen does not offer."""

from typing import Any


class ApiError(Exception):
    """A Web API answer with ok: false; `extra` joins the answer's body."""

    def __init__(self, error: str, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []
        self.extra = extra


class NotOffered(LookupError):  # noqa: N818 -- read aloud it says what is wrong
    """Someone tried what is not on their screen."""

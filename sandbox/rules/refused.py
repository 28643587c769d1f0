"""How Slack says no: an error code and the places in the payload it points at."""

from collections.abc import Sequence


class Refused(Exception):  # noqa: N818 - it is the answer of a workspace, not a fault of ours
    """Slack would not take this payload."""

    def __init__(self, error: str, messages: Sequence[str] = ()) -> None:
        super().__init__(error, *messages)
        self.error = error
        self.messages = list(messages)

    def __str__(self) -> str:
        return "; ".join([self.error, *self.messages])

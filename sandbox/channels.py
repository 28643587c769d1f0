"""A conversation: its people, its messages, and what only one person in it may see."""

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["channel", "private", "im", "mpim"]
Message = dict[str, Any]


@dataclass
class Channel:
    id: str
    name: str
    kind: Kind = "channel"
    # A dictionary keeps the order of joining, which cursors rely on.
    members: dict[str, None] = field(default_factory=dict)
    created: int = 0
    creator: str = ""
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    messages: list[Message] = field(default_factory=list)
    # (whose eyes only, message)
    ephemerals: list[tuple[str, Message]] = field(default_factory=list)
    last_read: dict[str, str] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        return self.kind != "channel"

    def find(self, ts: str) -> Message | None:
        return next((each for each in reversed(self.messages) if each["ts"] == ts), None)

    def find_ephemeral(self, user_id: str, ts: str) -> Message | None:
        return next(
            (each for whose, each in self.ephemerals if whose == user_id and each["ts"] == ts), None
        )

    def forget(self, ts: str) -> None:
        self.messages = [each for each in self.messages if each["ts"] != ts]
        self.ephemerals = [pair for pair in self.ephemerals if pair[1]["ts"] != ts]

    def replies(self, ts: str) -> list[Message]:
        return [each for each in self.messages if each.get("thread_ts") == ts and each["ts"] != ts]

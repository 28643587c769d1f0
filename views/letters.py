"""What leaves as a message: a complete text, blocks with the same meaning, and plainer blocks."""

from dataclasses import dataclass
from typing import Any

from views.blocks import Block


@dataclass(frozen=True)
class Letter:
    """A message ready to send; `plainer` blocks serve where Slack refuses the newest ones."""

    text: str
    blocks: tuple[Block, ...] = ()
    plainer: tuple[Block, ...] | None = None

    @property
    def payload(self) -> dict[str, Any]:
        return _payload(self.text, self.blocks)

    @property
    def fallback(self) -> dict[str, Any] | None:
        return None if self.plainer is None else _payload(self.text, self.plainer)


def _payload(text: str, blocks: tuple[Block, ...]) -> dict[str, Any]:
    # Links in our messages are explained in words; a preview would only distract.
    payload: dict[str, Any] = {"text": text, "unfurl_links": False, "unfurl_media": False}
    if blocks:
        payload["blocks"] = list(blocks)
    return payload

"""A call as it arrives: its arguments from query, form or JSON, and its token."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.errors import ApiError
from sandbox.state import State

# Arguments that are JSON also inside a form.
NESTED = frozenset({"attachments", "blocks", "files", "metadata", "view"})


@dataclass
class Call:
    state: State
    method: str
    arguments: dict[str, Any]
    token: str = ""

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def needed(self, name: str, error: str = "invalid_arguments") -> str:
        """An argument without which Slack refuses the call."""
        value = self.text(name)
        if not value:
            raise ApiError(error, [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.arguments.get(name)
        if value is None:
            return default
        return value is True or str(value).lower() in ("true", "1")

    def number(self, name: str, default: int = 0) -> int:
        value = self.arguments.get(name)
        try:
            return default if value in (None, "") else int(float(str(value)))
        except ValueError:
            raise ApiError("invalid_arguments", [f"[ERROR] must be a number: {name}"]) from None

    def many(self, name: str) -> list[str]:
        """A list, or a text with commas."""
        value = self.arguments.get(name)
        if isinstance(value, list):
            return [str(each) for each in value]
        return [each.strip() for each in str(value or "").split(",") if each.strip()]


async def read(request: web.Request) -> dict[str, Any]:
    arguments: dict[str, Any] = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            arguments |= await _json(request)
        elif request.content_type.startswith(("application/x-www-form", "multipart/")):
            arguments |= dict(await request.post())
    for name in NESTED & arguments.keys():
        arguments[name] = _nested(name, arguments[name])
    return arguments


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise ApiError("invalid_json") from None
    if not isinstance(body, dict):
        raise ApiError("json_not_object")
    return body


def _nested(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value.strip() else None
    except ValueError:
        wrong = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise ApiError(wrong.get(name, "invalid_arguments")) from None


def token(request: web.Request, arguments: dict[str, Any]) -> str:
    """From the header, or from the `token` field of a form or query."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith("bearer "):
        return header[7:].strip()
    return str(arguments.get("token") or "")

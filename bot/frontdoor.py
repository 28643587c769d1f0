"""What stands before Bolt: size, age, signature and repeats are judged on the raw request."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from slack_bolt import BoltResponse
from yarl import query_to_pairs

from bot.metrics import Metrics
from bot.repeats import Repeats
from services.work import Clock

Body = dict[str, Any]
Hear = Callable[[Body, dict[str, str]], Awaitable[BoltResponse]]

LARGEST_BODY = 256 * 1024
OLDEST_SECONDS = 300
SIGNATURE_LENGTH = len("v0=") + 64

# Slack tries a certificate with a few bytes that carry no signature.
LARGEST_CERTIFICATE_CHECK = 200

# A command has thirteen fields, an interaction one.
MOST_FIELDS = 100


class TurnedAway(Exception):  # noqa: N818 - most who knock are no fault of ours
    """A request goes no further, and this is what it is told."""

    def __init__(self, status: int, outcome: str) -> None:
        super().__init__(outcome)
        self.status = status
        self.outcome = outcome


class FrontDoor:
    """Lets in what Slack sent, once; turns everything else away at the least cost, unlogged."""

    def __init__(self, secret: str, clock: Clock, hear: Hear, metrics: Metrics) -> None:
        self._key = secret.encode()
        self._clock = clock
        self._hear = hear
        self._metrics = metrics
        self._repeats = Repeats()

    async def enter(self, request: web.Request) -> web.Response:
        """Answer a request of `/slack/events`."""
        signature = request.headers.get("X-Slack-Signature", "")
        now = self._clock.now().timestamp()
        try:
            raw = await self._verified(request, signature, now)
        except TurnedAway as turned:
            return self._turn_away(turned.status, turned.outcome)
        return await self._once(request, raw, signature, now)

    async def _verified(self, request: web.Request, signature: str, now: float) -> bytes:
        """The body of a request that Slack signed; the headers are judged before it is read."""
        if (request.content_length or 0) > LARGEST_BODY:
            raise TurnedAway(413, "too_large")
        if len(signature) != SIGNATURE_LENGTH:
            raise await _without_signature(request)
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        if not _is_timely(stamp, now):
            raise TurnedAway(401, "stale")
        raw = await _read(request)
        if not self._is_genuine(stamp, signature, raw):
            raise TurnedAway(401, "forged")
        return raw

    def _is_genuine(self, stamp: str, signature: str, raw: bytes) -> bool:
        digest = hmac.digest(self._key, b"v0:%b:%b" % (stamp.encode(), raw), "sha256")
        given = signature.encode("utf-8", "surrogateescape")
        # Without a secret anybody could sign.
        return hmac.compare_digest(b"v0=" + digest.hex().encode(), given) and bool(self._key)

    async def _once(
        self, request: web.Request, raw: bytes, signature: str, now: float
    ) -> web.Response:
        earlier = self._repeats.find(signature)
        if earlier is not None:
            self._metrics.turned_away("repeated")
            return web.Response(status=await asyncio.shield(earlier))
        # The stamp may lie as far in the future as in the past.
        first = self._repeats.start(signature, now, now + 2 * OLDEST_SECONDS)
        answer = web.Response(status=500)
        try:
            answer = await self._answer(request, raw)
        finally:
            self._repeats.end(signature, first, answer.status)
        return answer

    async def _answer(self, request: web.Request, raw: bytes) -> web.Response:
        try:
            body = _parse(raw)
        except ValueError:
            return self._turn_away(400, "unreadable")
        if body.get("type") == "url_verification":
            return web.json_response({"challenge": body.get("challenge")})
        if body.get("ssl_check") == "1":
            return web.Response()
        return _to_http(await self._hear(body, _retry(request)))

    def _turn_away(self, status: int, outcome: str) -> web.Response:
        self._metrics.turned_away(outcome)
        return web.Response(status=status)


async def _without_signature(request: web.Request) -> TurnedAway:
    if 0 < (request.content_length or 0) <= LARGEST_CERTIFICATE_CHECK:
        raw = await request.read()
        if b"ssl_check=1" in raw.split(b"&"):
            return TurnedAway(200, "certificate")
    return TurnedAway(401, "unsigned")


async def _read(request: web.Request) -> bytes:
    try:
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise TurnedAway(413, "too_large") from error
    if len(raw) > LARGEST_BODY:
        raise TurnedAway(413, "too_large")
    return raw


def _is_timely(stamp: str, now: float) -> bool:
    # Digits of other scripts are digits to Python, too.
    is_number = stamp.isascii() and stamp.isdigit() and len(stamp) <= len("9999999999")
    return is_number and abs(now - int(stamp)) <= OLDEST_SECONDS


def _parse(raw: bytes) -> Body:
    """What Slack sends: JSON, a form, or a form with JSON in its one field."""
    text = raw.decode()
    if text.startswith("{"):
        return _object(text)
    form: Body = dict(query_to_pairs(text, max_fields=MOST_FIELDS))
    return _object(form["payload"]) if "payload" in form else form


def _object(text: str) -> Body:
    try:
        body = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(body, dict):
        raise ValueError("not an object")  # noqa: TRY004 - unreadable, whatever else it is
    return body


def _retry(request: web.Request) -> dict[str, str]:
    number = request.headers.get("X-Slack-Retry-Num")
    if number is None:
        return {}
    reason = request.headers.get("X-Slack-Retry-Reason", "")
    return {"x-slack-retry-num": number, "x-slack-retry-reason": reason}


def _to_http(answer: BoltResponse) -> web.Response:
    if not answer.body:
        return web.Response(status=answer.status)
    kind = answer.headers["content-type"][0]
    return web.Response(
        status=answer.status, body=answer.body.encode(), headers={"Content-Type": kind}
    )

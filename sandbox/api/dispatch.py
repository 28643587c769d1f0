"""The way of a call: faults, token, rate limit, scope, the method itself, and its answer."""

from typing import Any

from aiohttp import web

from sandbox.api.calls import Call, read, token
from sandbox.api.places import need
from sandbox.api.table import METHODS, Method
from sandbox.errors import ApiError
from sandbox.faults import Fault
from sandbox.rules import Refused
from sandbox.state import State

# Errors that a well written bot never meets; the rest are facts of life.
BLUNDERS = frozenset(
    {
        "exchanged_trigger_id",
        "expired_trigger_id",
        "invalid_arguments",
        "invalid_auth",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_cursor",
        "invalid_json",
        "invalid_limit",
        "invalid_metadata_format",
        "invalid_trigger_id",
        "missing_argument",
        "missing_scope",
        "msg_too_long",
        "not_allowed_token_type",
        "not_authed",
        "push_limit_reached",
        "unknown_method",
        "view_too_large",
    }
)


class Limited(Exception):  # noqa: N818 -- not a fault but a fact, like a refusal
    """Too many calls; the seconds to stay away."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


async def answer(state: State, request: web.Request) -> web.StreamResponse:
    """Answer one call of the Web API as Slack would, or as a fault wants it spoilt."""
    if not state.base_url:
        state.base_url = str(request.url.origin())
    name = request.match_info["method"]
    fault = state.faults.take(name)
    if fault is not None and not fault.after:
        return await spoil(state, request, fault)
    call = Call(state, name, {})
    try:
        body = await _run(call, request)
    except Limited as limited:
        state.limited.append(name)
        return _limited(limited.seconds)
    except (ApiError, Refused) as error:
        body = _refusal(call, error)
    state.note("in", name, _whom(call), {"call": call.arguments, "answer": body})
    if fault is not None:
        return await spoil(state, request, fault)
    return web.json_response(body, headers=_headers(state, name))


async def _run(call: Call, request: web.Request) -> dict[str, Any]:
    call.arguments = await read(request)
    call.token = token(request, call.arguments)
    call.arguments.pop("token", None)
    method = METHODS.get(call.method)
    if method is None:
        raise ApiError("unknown_method", req_method=call.method)
    _check_token(call, method)
    _check_limit(call, method)
    if method.scope is not None:
        need(call.state, method.scope)
    return {"ok": True, **await method.run(call)}


def _check_token(call: Call, method: Method) -> None:
    if method.key == "none":
        return
    if not call.token:
        raise ApiError("not_authed")
    wanted, other = call.state.bot_token, call.state.app_token
    if method.key == "app":
        wanted, other = other, wanted
    if call.token == other:
        raise ApiError("not_allowed_token_type")
    if call.token != wanted:
        raise ApiError("invalid_auth")


def _check_limit(call: Call, method: Method) -> None:
    if call.state.limits is None:
        return
    channel = None
    if call.method == "chat.postMessage":
        channel = call.text("channel")
        # The same conversation, whether it is named by its own id or by the person.
        known = call.state.channels.get(channel)
        channel = known.name if known is not None and known.kind == "im" else channel
    seconds = call.state.limits.take(call.method, method.tier, channel)
    if seconds is not None:
        raise Limited(seconds)


def _refusal(call: Call, error: ApiError | Refused) -> dict[str, Any]:
    if isinstance(error, Refused) or error.error in BLUNDERS:
        call.state.refuse(call.method, error.error, error.messages, call.arguments)
    body: dict[str, Any] = {"ok": False, "error": error.error}
    if error.messages:
        body["response_metadata"] = {"messages": error.messages}
    return {**body, **error.extra} if isinstance(error, ApiError) else body


def _whom(call: Call) -> str:
    return call.text("user_id") or call.text("user") or call.text("channel")


def _limited(seconds: int) -> web.Response:
    body = {"ok": False, "error": "ratelimited"}
    return web.json_response(body, status=429, headers={"Retry-After": str(seconds)})


def _headers(state: State, name: str) -> dict[str, str]:
    """Slack tells with every answer what the token may do and what the method asks for."""
    method, scopes = METHODS.get(name), state.scopes()
    return {
        "X-OAuth-Scopes": ",".join(sorted(scopes or ())),
        "X-Accepted-OAuth-Scopes": (method.scope or "") if method else "",
        "X-Slack-Req-Id": f"{state.ids.count():x}",
    }


async def spoil(state: State, request: web.Request, fault: Fault) -> web.StreamResponse:
    """The answer a fault wants."""
    if fault.kind == "limited":
        return _limited(fault.retry_after)
    if fault.kind == "error":
        return web.json_response({"ok": False, "error": fault.error})
    if fault.kind == "hang":
        await state.faults.wait()
    if fault.kind in ("drop", "hang"):
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    return web.json_response({"ok": False, "error": "internal_error"}, status=fault.status)

"""Every answer of Slack means one thing for a letter."""

from uuid import UUID

import pytest
from aiohttp import ClientConnectorError, ClientPayloadError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError

from bot.posting import SHORT_BREAK, Kind, read, send
from models.outbox import Message, Posting
from tests.doubles import START
from tests.postoffice import refusal

WORDS = {
    "ratelimited": Kind.LIMITED,
    "rate_limited": Kind.LIMITED,
    "message_limit_exceeded": Kind.LIMITED,
    "service_unavailable": Kind.AGAIN,
    "request_timeout": Kind.AGAIN,
    "team_added_to_org": Kind.AGAIN,
    "internal_error": Kind.UNKNOWN,
    "fatal_error": Kind.UNKNOWN,
    "channel_not_found": Kind.REFUSED,
    "is_archived": Kind.REFUSED,
    "not_in_channel": Kind.REFUSED,
    "restricted_action": Kind.REFUSED,
    "restricted_action_read_only_channel": Kind.REFUSED,
    "messages_tab_disabled": Kind.REFUSED,
    "app_access_restricted": Kind.REFUSED,
    "ekm_access_denied": Kind.REFUSED,
    "thread_not_found": Kind.REFUSED,
    "edit_window_closed": Kind.REFUSED,
    "message_not_found": Kind.MISSING,
    "cant_update_message": Kind.MISSING,
    "user_disabled": Kind.REFUSED,
    "invalid_auth": Kind.STOPPED,
    "account_inactive": Kind.STOPPED,
    "token_revoked": Kind.STOPPED,
    "token_expired": Kind.STOPPED,
    "missing_scope": Kind.STOPPED,
    "not_allowed_token_type": Kind.STOPPED,
    "team_access_not_granted": Kind.STOPPED,
    "org_login_required": Kind.STOPPED,
    "invalid_blocks": Kind.UNFIT,
    "invalid_blocks_format": Kind.UNFIT,
    "msg_blocks_too_long": Kind.UNFIT,
    "no_text": Kind.UNFIT,
    "metadata_too_large": Kind.UNFIT,
    "invalid_metadata_format": Kind.UNFIT,
    "moon_is_full": Kind.STRANGE,
}


@pytest.mark.parametrize(("word", "kind"), WORDS.items())
def test_a_word_of_slack_has_its_meaning(word: str, kind: Kind) -> None:
    verdict = read(refusal(word))

    assert (verdict.kind, verdict.reason) == (kind, word)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_broken_server_leaves_us_in_doubt(status: int) -> None:
    verdict = read(refusal("", status))

    assert (verdict.kind, verdict.reason) == (Kind.UNKNOWN, f"http_{status}")


def test_an_answer_that_nobody_can_read_leaves_us_in_doubt() -> None:
    garbled = SlackApiError("not json", None)  # type: ignore[no-untyped-call]

    assert read(garbled).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "9"}, 9),
        ({}, SHORT_BREAK),
        ({"Retry-After": "soon"}, SHORT_BREAK),
        ({"Retry-After": "0"}, 1),
    ],
)
def test_we_stay_away_for_as_long_as_slack_says(headers: dict[str, str], seconds: float) -> None:
    verdict = read(refusal("", 429, headers))

    assert (verdict.kind, verdict.retry_after) == (Kind.LIMITED, seconds)


class Broken:
    """A client whose every call ends with the same fault."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    async def api_call(self, *_args: object, **_more: object) -> object:
        raise self._fault


CANNOT_CONNECT = ClientConnectorError(
    ConnectionKey("slack.example", 443, *[None] * 5),  # type: ignore[arg-type]
    OSError("refused"),
)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (CANNOT_CONNECT, Kind.AGAIN),
        (ServerDisconnectedError(), Kind.UNKNOWN),
        (ConnectionResetError(), Kind.UNKNOWN),
        (ClientPayloadError(), Kind.UNKNOWN),
        (TimeoutError(), Kind.UNKNOWN),
    ],
)
async def test_only_a_call_that_never_left_is_certain_not_to_have_arrived(
    fault: Exception, kind: Kind
) -> None:
    letter = Message(
        id=UUID(int=1),
        dedupe="",
        channel="C0NEWS",
        payload={},
        not_before=START,
        posting=Posting.POST,
    )

    verdict = await send(Broken(fault), letter, {"text": "Hello"}, 1.0)

    assert verdict.kind is kind

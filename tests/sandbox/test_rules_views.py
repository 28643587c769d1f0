"""Views: what a modal and a Home tab may be."""

from typing import Any

import pytest

from sandbox.rules import Refused, check_view
from tests.sandbox.payloads import (
    actions,
    asked,
    button,
    home,
    modal,
    mrkdwn,
    plain,
    section,
    text_input,
)

Json = dict[str, Any]


def without(view: Json, name: str) -> Json:
    return {key: value for key, value in view.items() if key != name}


def focused(block_id: str) -> Json:
    return asked(text_input(focus_on_load=True), block_id=block_id)


FORM = modal(asked(text_input()))

TAKEN = [
    pytest.param("modal", FORM, id="a form"),
    pytest.param("modal", without(modal(section()), "submit"), id="a note without submit"),
    pytest.param("modal", modal(*[section()] * 100), id="a hundred blocks"),
    pytest.param(
        "modal",
        modal(
            section(),
            title=plain("x" * 24),
            close=plain("x" * 24),
            submit=plain("x" * 24),
            private_metadata="x" * 3000,
            callback_id="x" * 255,
            external_id="x" * 255,
            notify_on_close=True,
            clear_on_close=False,
        ),
        id="everything at its limit",
    ),
    pytest.param("modal", modal(focused("a"), asked(text_input(), block_id="b")), id="one focus"),
    pytest.param("modal", modal(section(accessory=button()), actions(button())), id="an id again"),
    pytest.param("home", home(*[section()] * 100, callback_id="home"), id="a full Home tab"),
    pytest.param("home", home(asked(text_input())), id="a question at home"),
    pytest.param("home", home(), id="an empty Home tab"),
]

REFUSED = [
    pytest.param("modal", without(FORM, "submit"), "field: submit", id="a form without submit"),
    pytest.param("modal", without(FORM, "title"), "field: title", id="no title"),
    pytest.param("modal", without(FORM, "blocks"), "field: blocks", id="no blocks"),
    pytest.param("modal", without(FORM, "type"), "field: type", id="no type"),
    pytest.param("modal", home(section()), "unsupported type: home", id="a Home tab as a modal"),
    pytest.param("home", FORM, "unsupported type: modal", id="a modal as a Home tab"),
    pytest.param("home", home(title=plain()), "additional property: title", id="a titled home"),
    pytest.param("home", home(submit=plain()), "additional property", id="a home to submit"),
    pytest.param("modal", modal(title=plain("x" * 25)), "/view/title", id="a long title"),
    pytest.param("modal", modal(title=mrkdwn()), "mrkdwn", id="a bold title"),
    pytest.param("modal", modal(title="Title"), "an object", id="a bare title"),
    pytest.param("modal", modal(submit=plain("x" * 25)), "/view/submit", id="a long submit"),
    pytest.param("modal", modal(close=plain("x" * 25)), "/view/close", id="a long close"),
    pytest.param("modal", modal(close=None), "/view/close", id="a null close"),
    pytest.param("modal", modal(private_metadata="x" * 3001), "3001", id="long metadata"),
    pytest.param("modal", modal(private_metadata={"a": 1}), "a string", id="metadata as an object"),
    pytest.param("modal", modal(callback_id="x" * 256), "256", id="a long callback_id"),
    pytest.param("modal", modal(external_id="x" * 256), "256", id="a long external_id"),
    pytest.param("modal", modal(notify_on_close="yes"), "boolean", id="notify in words"),
    pytest.param("modal", modal(id="V1", hash="1"), "property: id", id="a view sent back"),
    pytest.param("modal", modal(*[section()] * 101), "100 items", id="101 blocks"),
    pytest.param("home", home(*[section()] * 101), "100 items", id="101 blocks at home"),
    pytest.param("modal", modal(focused("a"), focused("b")), "focus", id="two focuses"),
    pytest.param(
        "modal", modal(asked(text_input()), asked(text_input())), "already exists", id="one id"
    ),
    pytest.param("modal", [FORM], "an object", id="a list"),
]


@pytest.mark.parametrize(("surface", "view"), TAKEN)
def test_slack_takes_this_view(surface: str, view: Json) -> None:
    check_view(view, surface=surface)


@pytest.mark.parametrize(("surface", "view", "words"), REFUSED)
def test_slack_refuses_this_view(surface: str, view: Json, words: str) -> None:
    with pytest.raises(Refused) as refused:
        check_view(view, surface=surface)

    assert refused.value.error == "invalid_arguments"
    assert words in str(refused.value)


def test_a_view_beyond_250_kilobytes_is_too_large() -> None:
    view = modal(*[section(text=plain("ä" * 1500)) for _ in range(90)])

    with pytest.raises(Refused) as refused:
        check_view(view, surface="modal")

    assert refused.value.error == "view_too_large"

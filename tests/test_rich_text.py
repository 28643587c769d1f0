"""Rich text is kept as it was written, and calls nobody, whatever is in it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import rich_text
from sandbox.rules import broadcasts
from sandbox.rules.place import Place
from sandbox.rules.rich_text import rich_text as rule

CALLS = ("@channel", "@here", "@everyone", "<!channel>", "<!here|x>", "hello", "a@b.org", "")


def section(*pieces: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(pieces)}


def block(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


WRITTEN = block(
    section({"type": "text", "text": "Dear all, "}, {"type": "emoji", "name": "wave"}),
    {
        "type": "rich_text_list",
        "style": "ordered",
        "indent": 0,
        "border": 0,
        "elements": [
            section({"type": "text", "text": "Read", "style": {"bold": True}}),
            section({"type": "link", "url": "https://example.org/a", "text": "the page"}),
        ],
    },
    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Well said"}]},
    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
)


def test_lists_quotes_links_bold_and_emoji_are_kept() -> None:
    assert rich_text.kept(WRITTEN, {}) == WRITTEN


def test_the_plain_text_is_complete() -> None:
    assert rich_text.plain(WRITTEN) == (
        "Dear all, :wave:\n1. Read\n2. the page (https://example.org/a)\n> Well said\nx = 1"
    )


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        ({"type": "broadcast", "range": "everyone"}, f"@{rich_text.APART}everyone"),
        ({"type": "user", "user_id": "U01"}, "Amara Bello"),
        ({"type": "user", "user_id": "U99"}, "somebody"),
        ({"type": "usergroup", "usergroup_id": "S01"}, "a group of people"),
        ({"type": "link", "url": "javascript:alert(1)", "text": "press"}, "press"),
    ],
)
def test_what_would_call_or_harm_becomes_words(piece: dict[str, Any], shown: str) -> None:
    kept = rich_text.kept(block(section(piece)), {"U01": "Amara Bello"})

    assert kept == block(section({"type": "text", "text": shown}))


words = st.one_of(st.sampled_from(CALLS), st.text(max_size=20))
styles = st.dictionaries(st.sampled_from(["bold", "unlink", "code"]), st.booleans(), max_size=2)
pieces = st.one_of(
    st.fixed_dictionaries({"type": st.just("text"), "text": words}, optional={"style": styles}),
    st.fixed_dictionaries({"type": st.just("broadcast"), "range": words}),
    st.fixed_dictionaries(
        {"type": st.just("link"), "url": st.sampled_from(["https://a.org", "slack://x", ""])},
        optional={"text": words},
    ),
    st.fixed_dictionaries({"type": st.just("user"), "user_id": words}),
    st.fixed_dictionaries({"type": st.just("usergroup"), "usergroup_id": words}),
    st.fixed_dictionaries({"type": st.just("channel"), "channel_id": words}),
    st.fixed_dictionaries({"type": st.just("emoji"), "name": words}),
    st.fixed_dictionaries({"type": words}),
    st.none(),
)
sections = st.fixed_dictionaries(
    {"type": st.just("rich_text_section"), "elements": st.lists(pieces, max_size=4)}
)
parts = st.one_of(
    sections,
    st.fixed_dictionaries(
        {
            "type": st.just("rich_text_list"),
            "style": words,
            "indent": st.integers(-1, 12),
            "elements": st.lists(sections, max_size=3),
        }
    ),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["rich_text_quote", "rich_text_preformatted"]),
            "elements": st.lists(pieces, max_size=4),
        }
    ),
    st.none(),
)
trees = st.fixed_dictionaries(
    {"type": st.just("rich_text"), "elements": st.lists(parts, max_size=4)}
)


@given(trees)
def test_no_tree_calls_anybody_and_slack_takes_every_one(tree: dict[str, Any]) -> None:
    kept = rich_text.kept(tree, {})

    assert {piece["type"] for piece in rich_text.pieces(kept)} <= {
        "text", "link", "emoji", "channel",
    }  # fmt: skip
    assert not broadcasts._BARE_CALL.search(rich_text.plain(kept))
    if kept["elements"]:
        rule(kept, Place("message"))


@given(trees)
def test_what_was_kept_is_kept_the_same_again(tree: dict[str, Any]) -> None:
    kept = rich_text.kept(tree, {})

    assert rich_text.kept(kept, {}) == kept

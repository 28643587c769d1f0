"""The screen finds planted identifiers in plain English about social work, and leaves the rest."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import views.screening
from models.screen import look_through
from services import screening
from services.work import SYSTEM, House
from tests.doubles import Community

TEXTS = Path(__file__).parent / "screen_texts"
# Each was measured before anybody looked at what was missed; then rules were changed for all but
# the last, which is small. Texts that nobody has seen are found a little less often than these.
PARTS = (
    *("tuned", "held_out", "voices", "fresh", "last", "strangers", "strangers_again"),
    *("strangers_third", "strangers_fourth"),
    # Measured once; no rule was changed for it.
    "strangers_unseen",
)
MOST_MISSED, MOST_FALSE = 0.05, 0.20


def rows(part: str) -> list[dict[str, Any]]:
    lines = (TEXTS / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def kinds(text: str) -> list[str]:
    return [one.kind for one in look_through(text, ())]


@pytest.mark.parametrize("part", PARTS)
def test_recall_and_precision_are_met(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = [(bool(kinds(one["text"])), bool(one["identifies"])) for one in rows(part)]
    right, wrong = found.count((True, True)), found.count((True, False))
    missed = found.count((False, True))

    with capsys.disabled():
        sys.stdout.write(
            f"\n{part}: {len(found)} texts, recall {right / (right + missed):.3f}, "
            f"precision {right / (right + wrong):.3f} "
        )
    assert missed <= MOST_MISSED * (right + missed)
    assert wrong <= MOST_FALSE * (right + wrong)


def test_the_seeded_set_is_large_half_clean_and_says_nothing_twice() -> None:
    texts = rows("tuned") + rows("held_out")
    clean = sum(not one["identifies"] for one in texts)

    assert len({one["text"] for one in texts}) == len(texts) >= 320
    assert 0.45 < clean / len(texts) < 0.55


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("name", "We worked with Kayden, 7, in the car."),
        ("name", "His nan, sheila, came along."),
        ("name", "The Kowalski family asked for a letter."),
        ("initials", "The review of child K.M. was short."),
        ("date", "The boy was born on 3 May 2014."),
        ("address", "The family lives at 14 Rowan Close."),
        ("postcode", "They live in TS1 3BA."),
        ("telephone", "Mum is on 07700 900412."),
        ("email", "Write to leanne.t84@example.org."),
        ("handle", "He is @tyrell_bars07 there."),
        ("nhs_number", "NHS no. 485 777 3456 was wrong."),
        ("case_number", "See case number 884213."),
        ("place", "The boy goes to St Cuthbert's Primary School."),
        ("rare_combination", "They are twins, 4, in foster care in Hexham."),
        ("event", "This family was in the local paper."),
    ],
)
def test_each_kind_is_found_and_has_its_own_advice(kind: str, text: str) -> None:
    assert kinds(text) == [kind]
    assert views.screening.advice(kind) != views.screening.ANYTHING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Contact asye@northshire.gov.uk.",
        "The NSPCC helpline is 0808 800 5000.",
        "We met on 12 September 2025.",
        "Ferguson (2016) and Munro's review were read by 24 NQSWs in Camden.",
        "Children aged 5 to 11 and the under-fives in Year 7.",
    ],
)
def test_what_stands_in_any_example_is_left_alone(text: str) -> None:
    assert kinds(text) == []


PROSE = st.lists(
    st.sampled_from(
        [
            "Kayden",
            "Mrs",
            "the",
            "only",
            "Close",
            "14",
            "K.",
            "at",
            "“",
            "@a",
            "\n",
            ".",
            ",",
            "7",
            "St",
            "Ward",
            "and",
            "her",
            "son",
            "aged",
            "in",
            "Leeds",
            "NHS",
            "case",
            "number",
            "-",
        ]
    ),
    max_size=60,
).map(" ".join)


@given(st.one_of(st.text(max_size=300), PROSE))
def test_spots_never_overlap_and_always_quote_the_text(text: str) -> None:
    end = 0
    for one in look_through(text, ()):
        assert one.start >= end
        assert one.excerpt == text[one.start : one.end] != ""
        end = one.end


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "Aa-",
        "Ward ",
        "A ",
        "Aa ",
        "1 ",
        "a1",
        "a.",
        "A.",
        "St ",
        "aged 1, ",
        "only a ",
        "@",
        "known to a ",
        "“A ",
        "-",
        "case no ",
        "14 Aa ",
        "she ",
        "Aa, ",
        "ward 1 ",
        "snapchat ",
        "in the paper",
        "/x",
        "the ",
    ],
)
def test_no_text_makes_the_screen_slow(piece: str) -> None:
    """A pattern that backtracks without bounds would keep this busy for hours."""
    text = (piece * 10_000)[:10_000]

    assert isinstance(look_through(text, ()), list)


async def test_fields_keep_their_order_and_the_roster_is_used(
    house: House, community: Community
) -> None:
    await community.nqsws(2, await community.employer("Northshire"))

    async with house.look(SYSTEM) as work:
        found = await screening.screen(
            work, {"problem": "Person Number1 asked Kayden, 7.", "title": "TS1 3BA", "equality": ""}
        )

    assert [(one.field, one.kind, one.excerpt) for one in found] == [
        ("problem", "name", "Person Number"),
        ("problem", "name", "Kayden"),
        ("title", "postcode", "TS1 3BA"),
    ]
    assert all(one.advice for one in found)

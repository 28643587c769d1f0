"""No order in which sealed rows can be read has anything to do with the order of the people."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from scipy.stats import kstest, spearmanr  # type: ignore[import-untyped]

from analysis.pooling import History, Place, Whom
from models.person import Person
from models.survey import Wave
from services.mixing import Box, Opened, mix
from services.work import SYSTEM, House
from tests.doubles import START
from tests.privacy.attackers import LOG_PAGE, LONG_HEAD, Blobs, heap_only, without_page_heads
from tests.privacy.planting import ITEMS, OPEN, answers
from tests.privacy.story import Loot, Story

LEAST_P = 0.002

# A person's place in some order; those whose place cannot be told are missing.
Order = Mapping[str, int]


def test_sealed_rows_stand_in_no_order_of_people(loot: Loot) -> None:
    people, order = loot.story.people, loot.story.order
    by_people = {"roster": _numbered(people), "submission": _numbered(order)}
    channels = {**_orders_of_rows(loot), **_orders_in_files(loot)}

    suspicious = {
        (channel, name): p
        for channel, found in channels.items()
        for name, other in by_people.items()
        if (p := _likelihood(found, other)) < LEAST_P
    }
    assert suspicious == {}
    assert all(len(found) == len(order) for found in channels.values())


def test_texts_do_not_stand_in_the_order_of_their_scores(loot: Loot) -> None:
    orders = _orders_of_rows(loot)
    texts = {name: order for name, order in orders.items() if name.startswith("text")}
    scores = {name: order for name, order in orders.items() if name.startswith("scores")}

    suspicious = {
        (text, score): p
        for text in texts
        for score in scores
        if (p := _likelihood(texts[text], scores[score])) < LEAST_P
    }
    assert suspicious == {}


def test_what_is_left_of_the_invitations_is_not_in_the_order_of_submission(loot: Loot) -> None:
    ids = {person.id: person.slack_id or "" for person in loot.story.people}
    place = {ids[row["person_id"]]: number for number, row in enumerate(loot.rows["invitation"])}

    assert _likelihood(place, _numbered(loot.story.order)) >= LEAST_P


@pytest.mark.parametrize("count", [20, 44, 200])
def test_the_attack_itself_sees_an_order(count: int) -> None:
    people = {str(number): number for number in range(count)}
    nearly = {name: number + (number * 7) % 5 for name, number in people.items()}

    assert _likelihood(people, nearly) < LEAST_P


def test_a_text_over_the_edge_of_a_log_page_is_found() -> None:
    first = bytes([0, 0, LONG_HEAD]).ljust(40, b"\0") + b"x" * (LOG_PAGE - 44) + b"mark"
    second = bytes(24) + b"-U1-last"

    assert b"mark-U1-last" in without_page_heads(first + second.ljust(LOG_PAGE, b"\0"))


def _orders_of_rows(loot: Loot) -> dict[str, Order]:
    """As the database gives the rows by itself, by id, and by their place in the table."""
    texts, scores = loot.rows["comment"], loot.rows["answer"]
    orders = {
        "text as given": _of_texts(loot.story, [row["text"] for row in texts]),
        "text by id": _of_texts(loot.story, [row["text"] for row in sorted(texts, key=_id)]),
        "scores as given": _of_patterns(loot.story, scores),
        "scores by id": _of_patterns(loot.story, sorted(scores, key=_id)),
    }
    if loot.is_postgres:
        orders["text by place"] = _of_texts(loot.story, loot.texts_by_place)
    return orders


def _orders_in_files(loot: Loot) -> dict[str, Order]:
    """By the first byte of each text in the files of the tables, in the log and in a dump."""
    tables = heap_only(loot.after)
    log = {name: content for name, content in loot.after.items() if name not in tables}
    places = {
        "text in tables": _places(loot.story, tables),
        "text in log": _places(loot.story, log),
        "text in dump": _places(loot.story, {"dump": loot.dump}),
    }
    return {name: order for name, order in places.items() if order}


def _places(story: Story, blobs: Blobs) -> Order:
    content = b"".join(blobs[name] for name in sorted(blobs))
    found = {person.slack_id or "": _find(content, story.text(person)) for person in story.order}
    return {name: place for name, place in found.items() if place >= 0}


def _id(row: Mapping[str, object]) -> str:
    return str(row["id"])


def _find(content: bytes, text: str) -> int:
    return content.find(text.encode())


def _of_texts(story: Story, texts: Sequence[str]) -> Order:
    authors = {story.text(person): person.slack_id or "" for person in story.order}
    return {authors[text]: number for number, text in enumerate(texts)}


def _of_patterns(story: Story, rows: Sequence[Mapping[str, object]]) -> Order:
    """Whose scores come first, told by patterns that only one person gave."""
    patterns: dict[object, dict[str, str]] = {}
    for row in rows:
        kind = {"not_yet": "not_yet", "skipped": "skip"}.get(str(row["kind"]))
        patterns.setdefault(row["id"], {})[str(row["item"])] = kind or str(row["score"])
    authors = {
        tuple(sorted(story.said[person.id].choices.items())): person.slack_id or ""
        for person in story.order
    }
    return {
        authors[tuple(sorted(pattern.items()))]: number
        for number, pattern in enumerate(patterns.values())
    }


def _numbered(people: Sequence[Person]) -> Order:
    return {person.slack_id or "": number for number, person in enumerate(people)}


def _likelihood(one: Order, other: Order) -> float:
    """How likely so much likeness is by chance."""
    both = [name for name in one if name in other]
    return float(spearmanr([one[name] for name in both], [other[name] for name in both]).pvalue)


async def test_over_many_waves_no_order_shows_more_than_chance_would(house: House) -> None:
    wave = Wave(
        id=UUID(int=1),
        survey_id="pulse",
        slot="",
        questionnaire="pulse",
        version=1,
        items=[*ITEMS, OPEN],
        opens_at=START,
        closes_at=START,
    )
    whom = Whom(Place("Northshire", "London"), "2026")
    opened = [Opened(whom, answers(number)) for number in range(120)]
    box = Box(opened, 0, {whom: 200})
    submitted = {str(number): number for number in range(120)}
    likelihoods: list[float] = []
    async with house.look(SYSTEM) as work:
        for seed in range(60):
            mixture = mix(
                replace(work, chance=random.Random(seed)),
                wave,
                box,
                History(),
            )
            texts = _of_markers([row["text"] for row in mixture.comments])
            scores = _of_first_choices(mixture.scores)
            likelihoods += [
                _likelihood(texts, submitted),
                _likelihood(scores, submitted),
                _likelihood(scores, texts),
            ]

    # Chance alone makes every likelihood equally likely.
    assert kstest(likelihoods, "uniform").pvalue >= LEAST_P


def _of_markers(texts: Sequence[str]) -> Order:
    numbers = {answers(number).texts[OPEN]: str(number) for number in range(len(texts))}
    return {numbers[text]: place for place, text in enumerate(texts)}


def _of_first_choices(rows: Sequence[Mapping[str, object]]) -> Order:
    numbers = {tuple(answers(number).choices.values()): str(number) for number in range(120)}
    patterns: dict[object, list[str]] = {}
    for row in rows:
        kind = {"not_yet": "not_yet", "skipped": "skip"}.get(str(row["kind"]))
        patterns.setdefault(row["id"], []).append(kind or str(row["score"]))
    return {numbers[tuple(pattern)]: place for place, pattern in enumerate(patterns.values())}

"""Names of people who are on no roster, by what stands around them."""

# ruff: noqa: RUF001 - patterns are read whole, and people type every apostrophe

import re
from collections.abc import Iterator

from models.names import BETWEEN_NAMES, Span
from models.screen_around import has_relation_before, speaks_of_somebody
from models.screen_reading import Reading

TITLES = frozenset({"mr", "mrs", "ms"})
SAINTS = frozenset({"st", "saint"})
MOST_NAMES = 4
JOINED = re.compile(r"\s?(?:,|and|&|\+|/)\s?(?:(?:and|little)\s)?", re.IGNORECASE)


def names_in(reading: Reading) -> Iterator[Span]:
    """Give every name, from left to right; two joined by "and" are two."""
    at, is_after_name = 0, False
    while at < len(reading.tokens):
        end = _name_at(reading, at, is_after_name=is_after_name)
        if end:
            yield Span(reading.tokens[at].start, reading.tokens[end - 1].end)
            at, is_after_name = end, bool(JOINED.fullmatch(_to_next(reading, end)))
            # The joining word is a word of its own.
            at += reading.key(at) in {"and", "little"} and is_after_name
        else:
            at, is_after_name = at + 1, False


def _to_next(reading: Reading, end: int) -> str:
    """What stands between a name and the next word that could be one."""
    between = reading.between(end - 1)
    if reading.key(end) in {"and", "little"}:
        between += reading.key(end) + reading.between(end)
    return between


def _name_at(reading: Reading, at: int, *, is_after_name: bool) -> int:
    """Tell before which word a name ends that begins here; 0 if none does."""
    token = reading.tokens[at]
    if not token.is_capital:
        return _small_name_at(reading, at)
    if not (
        reading.may_be_name(at)
        or _is_initial_of_name(reading, at)
        or _tells_as_somebody(reading, at)
        or _is_surname_of_role(reading, at)
    ):
        return 0
    end = _end_of(reading, at)
    if _is_no_person(reading, at, end):
        return 0
    is_name = _is_plain(reading, at) or is_after_name or speaks_of_somebody(reading, at, end)
    return end if is_name else 0


def _small_name_at(reading: Reading, at: int) -> int:
    key, words = reading.key(at), reading.words
    if key in TITLES and reading.between(at).strip() in {"", "."}:
        skipped = at + 1 + (reading.key(at + 1) in TITLES or reading.key(at + 1) == "and")
        named = skipped + (reading.key(skipped) in TITLES)
        if len(reading.key(named)) > 2 and reading.key(named) not in words.ordinary:  # noqa: PLR2004
            return named + 1
    is_short = key in words.short_names and has_relation_before(reading, at, only_space=False)
    return at + 1 if key in words.plain_names or is_short else 0


def _is_surname_of_role(reading: Reading, at: int) -> bool:
    """Whether a surname that ends as places do has a role before it: "Judge Hetherington"."""
    if reading.is_listed_word(at) or at in reading.known or reading.key(at) in reading.words.places:
        return False
    has_role = reading.has("roles", at - 1) or reading.has("kin", at - 1)
    return reading.between(at - 1) == " " and has_role and not reading.is_acronym(at)


def _is_initial_of_name(reading: Reading, at: int) -> bool:
    """Whether a letter and a surname stand here."""
    is_letter = len(reading.tokens[at].text) == 1 and reading.between(at).strip() in {"", "."}
    return (
        is_letter
        and reading.key(at + 1) in reading.words.surnames
        and reading.tokens[at + 1].is_capital
    )


def _tells_as_somebody(reading: Reading, at: int) -> bool:
    """Whether a word that only ends like others says something as he or she: "Cadence told her"."""
    if reading.is_listed_word(at) or at in reading.known or reading.looks_like_place(at):
        return False
    is_told = reading.between(at) == " " and reading.has("telling_acts", at + 1)
    return is_told and reading.key(at + 2) in {"her", "his", "him", "she", "he", "that", "me", "us"}


def _end_of(reading: Reading, at: int) -> int:
    """Go on over what belongs to the same name."""
    end = at + 1
    while end < len(reading.tokens) and end - at < MOST_NAMES:
        between = reading.between(end - 1)
        token = reading.tokens[end]
        is_joined = BETWEEN_NAMES.fullmatch(between) or between in {". ", "'", "’"}
        is_name = token.is_capital and (
            token.key in reading.words.surnames or reading.may_be_name(end)
        )
        is_initial = len(token.text) == 1 and token.is_capital and token.text != "I"
        if not is_joined or not (is_name or is_initial) or (between == ". " and end - at > 1):
            break
        end += 1
    return end


def _is_no_person(reading: Reading, at: int, end: int) -> bool:
    """Whether the words name a body, a book or a place instead."""
    last = end - 1
    if any(reading.is_cited(one) for one in range(at, end)) or reading.key(at - 1) in SAINTS:
        return True
    next_is_capital = end < len(reading.tokens) and reading.tokens[end].is_capital
    return next_is_capital and reading.between(last) == " " and reading.has("organisations", end)


def _is_plain(reading: Reading, at: int) -> bool:
    """Whether the name says by itself that it is one."""
    key = reading.key(at)
    if key in reading.words.first_names:
        return True
    is_pair = reading.between(at) in {" ", "-"} and reading.key(at + 1) in reading.words.surnames
    return is_pair and reading.tokens[at + 1].is_capital

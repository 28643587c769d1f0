"""Names of people who are on no roster, by what stands around them."""

# ruff: noqa: RUF001 - patterns are read whole, and people type every apostrophe

import re
from collections.abc import Iterator

from models.names import BETWEEN_NAMES, Span
from models.screen_reading import Reading

TITLES = frozenset({"mr", "mrs", "ms"})
FAMILY = frozenset(
    [
        "family",
        "families",
        "children",
        "siblings",
        "household",
        "sisters",
        "brothers",
        "girls",
        "boys",
        "twins",
        "case",
    ]
)
ARTICLES = frozenset({"the", "this", "a", "an", "our", "one"})
CALENDAR = frozenset(
    [
        "april",
        "may",
        "june",
        "july",
        "august",
        "sunday",
        "tuesday",
        "wednesday",
        "autumn",
        "winter",
        "summer",
    ]
)
SAINTS = frozenset({"st", "saint"})
MOST_LINKS = 3
MOST_NAMES = 4

RELATED = re.compile(r"\s+|,\s|\s?\(|\s[-–—]\s|:\s*|\s?[\"“'‘]")
JOINED = re.compile(r"\s?(?:,|and|&|\+|/)\s?(?:(?:and|little)\s)?", re.IGNORECASE)
POSSESSIVE = re.compile(r"['’]s?\s")
NUMBER = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
AGE_AFTER = re.compile(
    rf"\s?[,(–-]\s?(?:aged?\s|who(?:['’]s|\sis|\swas)\s)?{NUMBER}"
    rf"(?:\s?(?:yrs?|years?|yo|y/o|months?|mths?|weeks?)\b[^,.;)]{{0,8}})?\s?(?:[,.;)–]|$)"
    rf"|(?:\swho)?(?:['’]s|\sis|\swas|\sturned)\s(?:only\s|just\s|now\s)?{NUMBER}"
    r"(?=\sand\b|\swhen\b|\.|,|\syears?\sold|$)"
    rf"|\saged\s{NUMBER}\b|\s{NUMBER}(?:yo|\syears?\sold)\b|\s\d{{1,2}}\s(?=not|in|yrs|at)",
    re.IGNORECASE,
)
SOMEBODY_LATER = re.compile(r"\b(?:he|she|his|her|him|hers|himself|herself)\b", re.IGNORECASE)


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
    ):
        return 0
    end = _end_of(reading, at)
    if _is_no_person(reading, at, end):
        return 0
    is_name = _is_plain(reading, at) or is_after_name or _is_somebody(reading, at, end)
    return end if is_name else 0


def _small_name_at(reading: Reading, at: int) -> int:
    key, words = reading.key(at), reading.words
    if key in TITLES and reading.between(at).strip() in {"", "."}:
        skipped = at + 1 + (reading.key(at + 1) in TITLES or reading.key(at + 1) == "and")
        named = skipped + (reading.key(skipped) in TITLES)
        if len(reading.key(named)) > 2 and reading.key(named) not in words.ordinary:  # noqa: PLR2004
            return named + 1
    return at + 1 if key in words.plain_names else 0


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


def _is_somebody(reading: Reading, at: int, end: int) -> bool:
    """Whether the words around speak of somebody."""
    last = end - 1
    token = reading.tokens[at]
    is_first = reading.begins_sentence(at)
    if token.key in CALENDAR:
        return _has_relation_before(reading, at, only_space=True) or _tells_much(reading, last)
    return (
        _has_relation_before(reading, at, only_space=is_first)
        or bool(AGE_AFTER.match(reading.text, reading.tokens[last].end))
        or _tells_much(reading, last)
        or _has_belonging(reading, last)
        or _is_family(reading, at, end)
        or (not is_first and _stands_alone(reading, at, end))
    )


def _stands_alone(reading: Reading, at: int, end: int) -> bool:
    """Whether a capital within a sentence has no other reason than that it begins a name."""
    if reading.key(at - 1) in ARTICLES or reading.is_shouted or reading.looks_like_place(at):
        return False
    between = reading.between(at - 1)
    # After a colon, a dash or a quotation mark a title may begin.
    rest = reading.tokens[at].text[1:]
    if between not in {" ", ", "} or rest != rest.lower():
        return False
    # "Attachment and Loss" is a title, and so is what has a capital beside it.
    is_after_and = reading.key(at - 1) == "and"
    before = at - 2 if is_after_and else at - 1
    is_after_capital = reading.is_capital(before) and (
        is_after_and or not reading.begins_sentence(before)
    )
    return not is_after_capital and not reading.is_capital(end)


def _has_relation_before(reading: Reading, at: int, *, only_space: bool) -> bool:
    before = at - 1
    for _ in range(MOST_LINKS):
        if not (reading.has("links", before) and reading.between(before) in {" ", ": "}):
            break
        before -= 1
    if before < 0:
        return False
    between = reading.between(before)
    is_near = between == " " if only_space else bool(RELATED.fullmatch(between))
    return is_near and any(reading.has(kind, before) for kind in ("kin", "people", "roles"))


def _tells_much(reading: Reading, last: int) -> bool:
    """Whether the name does something that people do, and does it as he or she."""
    if reading.between(last) not in {" ", ", "}:
        return False
    if reading.has("telling_acts", last + 1):
        return True
    token = reading.tokens[last]
    _, end = reading.sentence(token.start)
    return reading.has("acts", last + 1) and bool(
        SOMEBODY_LATER.search(reading.text, token.end, end)
    )


def _has_belonging(reading: Reading, last: int) -> bool:
    between = reading.between(last)
    return bool(POSSESSIVE.fullmatch(between)) and reading.has("belongings", last + 1)


def _is_family(reading: Reading, at: int, end: int) -> bool:
    """Whether this is "the Kowalski family" or "the Hussains"."""
    if reading.key(at - 1) not in ARTICLES:
        return False
    key = reading.key(at)
    if key in reading.words.lists["origins"] or key in reading.words.wordy_names:
        return False
    plural = key.endswith("s") and key[:-1] in reading.words.surnames
    return plural or (reading.key(end) in FAMILY and reading.between(end - 1) == " ")

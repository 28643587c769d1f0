"""What stands around a word that may be a name, and speaks of somebody."""

# ruff: noqa: RUF001 - patterns are read whole, and people type every apostrophe

import re

from models.screen_reading import Reading

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
# What belongs to a person and hardly to a month or a season.
PERSONAL = frozenset(
    {"voice", "mum", "mother", "dad", "father", "wishes", "feelings", "words", "story", "life"}
    | {"carer", "carers", "foster", "nan", "bedroom", "brother", "sister", "worker", "birthday"}
)
HELPING_VERBS = frozenset({"had", "has", "was", "is", "never", "always", "also"})
# What stands before a place rather than before a person.
WHERE = frozenset({"in", "near", "across", "throughout", "outside", "around"})
BEFORE_ROLE = frozenset({"a", "an", "the", "my", "our", "his", "her", "their"})
BEFORE_SOMEBODY = ("openers", "kin", "people", "roles", "acts", "meetings")
LONGEST_BEFORE = 24
MOST_LINKS = 3
SHORTEST_PLURAL = 5
RELATED = re.compile(r"\s+|,\s|\s?\(|\s[-–—]\s|:\s*|\s?[\"“'‘]")
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
AGE_BEFORE = re.compile(
    rf"(?:\b(?:at|aged?|now)\s(?:only\s|just\s)?{NUMBER},\s|\byears?[ -]olds?,?\s)$", re.IGNORECASE
)
SOMEBODY_LATER = re.compile(r"\b(?:he|she|his|her|him|hers|himself|herself)\b", re.IGNORECASE)


def speaks_of_somebody(reading: Reading, at: int, end: int) -> bool:
    """Whether the words around speak of somebody."""
    last = end - 1
    token = reading.tokens[at]
    is_first = reading.begins_sentence(at)
    if token.key in CALENDAR:
        return (
            has_relation_before(reading, at, only_space=True)
            or _tells_much(reading, last)
            or (_has_belonging(reading, last) and reading.key(last + 1) in PERSONAL)
        )
    return (
        has_relation_before(reading, at, only_space=is_first)
        or _has_age_before(reading, at)
        or bool(AGE_AFTER.match(reading.text, reading.tokens[last].end))
        or _tells_much(reading, last)
        or _has_belonging(reading, last)
        or _is_told_who(reading, last)
        or _is_family(reading, at, end)
        or (not is_first and _stands_alone(reading, at, end))
    )


def _has_age_before(reading: Reading, at: int) -> bool:
    start = reading.tokens[at].start
    return bool(AGE_BEFORE.search(reading.text[max(0, start - LONGEST_BEFORE) : start]))


def _stands_alone(reading: Reading, at: int, end: int) -> bool:
    """Whether a capital within a sentence has no other reason than that it begins a name."""
    if reading.key(at - 1) in ARTICLES | WHERE or reading.is_shouted:
        return False
    if reading.looks_like_place(at) or _goes_on_with_title(reading, at):
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
    is_before_capital = reading.is_capital(end) and reading.tokens[end].text != "I"
    return not is_after_capital and not is_before_capital


def _goes_on_with_title(reading: Reading, at: int) -> bool:
    """Whether the word before begins the sentence and may be a title's first: "Talking Mats"."""
    before = at - 1
    if before < 0 or not reading.begins_sentence(before) or reading.between(before) != " ":
        return False
    is_opener = any(reading.has(kind, before) for kind in BEFORE_SOMEBODY)
    return not is_opener and reading.looks_english(before)


def has_relation_before(reading: Reading, at: int, *, only_space: bool) -> bool:
    """Whether "her son", "the nurse" or the like stands before, with no more than links between."""
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
    if reading.key(last + 1) in HELPING_VERBS and reading.has("telling_acts", last + 2):
        return True
    token = reading.tokens[last]
    _, end = reading.sentence(token.start)
    return reading.has("acts", last + 1) and bool(
        SOMEBODY_LATER.search(reading.text, token.end, end)
    )


def _has_belonging(reading: Reading, last: int) -> bool:
    between = reading.between(last)
    return bool(POSSESSIVE.fullmatch(between)) and reading.has("belongings", last + 1)


def _is_told_who(reading: Reading, last: int) -> bool:
    """Whether the words after a comma say who this is: "Hector, a care leaver"."""
    if reading.between(last) not in {", ", " ("} or reading.key(last + 1) not in BEFORE_ROLE:
        return False
    return any(
        reading.has(kind, last + far) for kind in ("kin", "people", "roles") for far in (2, 3, 4)
    )


def _is_family(reading: Reading, at: int, end: int) -> bool:
    """Whether this is "the Kowalski family" or "the Hussains"."""
    if reading.key(at - 1) not in ARTICLES:
        return False
    key = reading.key(at)
    is_origin = key in reading.words.lists["origins"] and key not in reading.words.surnames
    if is_origin or key in reading.words.wordy_names:
        return False
    plural = key.endswith("s") and (
        key[:-1] in reading.words.surnames or _may_be_family(reading, at, end)
    )
    return plural or (reading.key(end) in FAMILY and reading.between(end - 1) == " ")


def _may_be_family(reading: Reading, at: int, end: int) -> bool:
    """Whether a plural that we do not know may be several of one name: "the Charltons"."""
    key = reading.key(at)
    is_people = key.endswith(("ans", "ics", "ers", "lands", "ines"))
    return not is_people and len(key) > SHORTEST_PLURAL and not reading.is_capital(end)

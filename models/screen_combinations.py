"""Rare combinations: facts that are harmless one by one and show together who is meant."""

# ruff: noqa: RUF001 - patterns are read whole, and people type every apostrophe

import itertools
import re
from collections.abc import Iterator

from models.names import Span
from models.screen_reading import Reading

NUMBER = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen)"
)
# One family or one of its members; children, parents and workers in general are no one.
PEOPLE = (
    r"mum|mam|mother|mom|dad|father|boy|girl|lad|lass|toddler|baby|newborn|teenager|teen|youngster|twins?|triplets|quadruplets|quads|couple"
    r"|grandfather|grandmother|grandad|nan|gran|grandparents|stepdad|stepmum|stepfather|stepmother|uncle|aunt|son|daughter|brothers?|sisters?|siblings"
    r"|(?:both|her|his|whose|the)\sparents|(?:a|an|one|the|this|my)\s(?:[\w-]+\s){0,2}(?:man|woman|lady|gentleman|couple|family|student|colleague|child|girl|boy|person|nqsw|veteran|resident)|(?:a|an|one|the)\s(?:former|retired|ex)\b|young\sperson|young\sman|young\swoman|carer|widow|widower|uasc|yp|cyp|cousins?|eldest|youngest"
)
ANCHOR = re.compile(
    rf"\b(?:{PEOPLE}|\d{{1,2}}\s?yo|\d{{1,2}}-year-old|(?:the|this|one|a|that)\s(?:\w+\s)?family|family\s(?:of|was|in)|(?:the|her|his|this|whose|a|one)\s(?:\w+\s)?child)\b",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"\b(?:every|each|any|no)\s(?:child|mother|father|family|boy|girl|mum|dad|baby|couple|teenager|young\sperson|carer)\b"
    r"|\b(?:foster|kinship|young|parent)\scarers?['’]?\s(?:panel|group|forum)\b",
    re.IGNORECASE,
)
AGE = re.compile(
    rf"\b{NUMBER}-year-old\b|\b\d{{1,2}}\s?yo\b|\baged\s{NUMBER}\b(?!\s(?:to|and\sover|and\sunder|or|plus)|\s?[-–+])"
    rf"|\b(?:{PEOPLE}|home|bidoon),\s{NUMBER},|,\s(?:now\s)?{NUMBER},\s(?:who|in|from|was|only|and)\b"
    rf"|\b(?:is|was|who['’]s|just\sturned)\s{NUMBER}\b(?=[,.]|\sand\b|\syears\sold)"
    rf"|\b(?:boys?|girls?|twins?|sons?|daughters?|child|children|brothers?|sisters?)\sof\s(?:only\s|just\s)?{NUMBER}\b(?!\s\w+s\b)"
    r"|\b(?:Year|Yr|yr)\s\d{1,2}\s(?:boy|girl|pupil|lad)\b",
    re.IGNORECASE,
)
AGES = re.compile(
    rf"\baged\s{NUMBER}(?:,\s{NUMBER})*\sand\s{NUMBER}\b|\(\s?\d{{1,2}}(?:,\s\d{{1,2}})+(?:\sand\s\d{{1,2}}|,\s\d{{1,2}})\s?\)"
)
FAMILY_FORM = re.compile(
    r"\b(?:twins?|triplets|quadruplets|quads|surroga\w+|same-sex|(?:two|2)\s(?:dads|mums|fathers|mothers)"
    r"|(?:five|six|seven|eight|nine|ten|eleven|twelve|[5-9]|1\d)\s(?:children|siblings|sisters|brothers|kids|daughters|sons)"
    r"|(?:eldest|youngest|oldest)\sof\s(?:five|six|seven|eight|nine|ten|eleven|twelve|\d+)|(?:mother|mum|father|dad|parents)\sof\s(?:five|six|seven|eight|nine|ten)"
    r"|(?:three|four)\s(?:sisters|brothers)|both\sparents\sdied|orphan\w*|pregnant)\b",
    re.IGNORECASE,
)
NEAR = re.compile(
    r"\b(?:in|near|nr|outside|from|around|off|of|at)\s(?:(?:North|South|East|West|Upper|Lower|Great|Little|High|Low)\s)?(?P<place>[A-Z][a-zâêîôûŵŷ]{3,}(?:[\s-][A-Z][a-z]+)?)\b"
)
DISASTER = re.compile(
    r"\bthe\s(?:\d{4}\s)?[A-Z]\w+\s(?:floods?|fire|crash|disaster|explosion|shooting|stabbing|attack|accident)\b"
)
# Nobody else in a place of which few are.
FOREMOST = re.compile(
    r"\b(?:the|our|my)\s(?:only|youngest|oldest|eldest|tallest|first|last|longest-\w+)\s(?:[\w-]+\s){1,5}?(?:in|at|of)\s(?:the|our|my|this)\s(?:whole\s)?"
    r"(?:county|village|town|school|region|authority|borough|district|island|valley|parish|city)\b"
)
UNIQUE = re.compile(
    r"\b(?:the|our|my|their|her|his|its|are|is)\s?(?:the\s)?(?:only|first|last)\s(?:\w+[\s-]){0,4}?"
    r"(?P<who>family|household|child|boy|girl|mother|father|mum|dad|parents?|couple|user|worker|carer|man|woman|pupil|teenager|foster|nqsw|one|resident|colleague|assessor|manager)\b",
    re.IGNORECASE,
)
MARKED = re.compile(
    r"\b(?:black|white|asian|male|female|gay|lesbian|muslim|christian|traveller|refugee|deaf|blind|disabled|wheelchair|single)\b",
    re.IGNORECASE,
)
SOMEWHERE = re.compile(
    r"\b(?:village|town|school|street|parish|estate|island|valley|hamlet|authority|county|borough|year|class|congregation|country|area)\b",
    re.IGNORECASE,
)
RELATED_PEOPLE = frozenset(
    {
        "family",
        "household",
        "child",
        "boy",
        "girl",
        "mother",
        "father",
        "mum",
        "dad",
        "couple",
        "teenager",
        "pupil",
    }
)
ANY_FAMILY = re.compile(
    rf"{ANCHOR.pattern}|\b(?:family|families|child|children|parents|he|she|his|her)\b",
    re.IGNORECASE,
)
FIRE = re.compile(r"\b(?:house|flat|school)\sfire\b|\bset\s(?:a\s)?fire\b", re.IGNORECASE)
SPEAKING = re.compile(r"\b[A-Z][a-z]+[- ]speaking\b")
ONLY_ONE = re.compile(
    r"\bthe\sonly\s(?:\w+\s){1,3}in\s(?:the|a|our|their)?\s?(?:village|town|dale|valley|[A-Z])",
    re.IGNORECASE,
)
ROAD = re.compile(r"\b[AM]\d{1,4}\b")
ORIGIN = re.compile(r"\b(?:is|came|come|comes|was|are|family|\w+er)\sfrom\s(?P<place>[A-Z]\w+)")
ENOUGH = 2
# No sentence says more often that somebody is the only one; each is read to its end.
MOST_CLAIMS = 8


def combinations_in(reading: Reading) -> Iterator[Span]:
    """Give sentences that say so much of one family that others could tell which."""
    for start, end in _sentences(reading):
        sentence = NOBODY.sub("", reading.text[start:end])
        is_unique = _is_unique(reading, start, end)
        if is_unique or (ANCHOR.search(sentence) and _weight(reading, start, end) >= ENOUGH):
            yield _trimmed(reading.text, start, end)


def events_in(reading: Reading) -> Iterator[Span]:
    """Give sentences about something that a whole town has heard of."""
    for start, end in _sentences(reading):
        if not ANY_FAMILY.search(reading.text, start, end):
            continue
        has_event = _has_any(reading, start, end, "events") or FIRE.search(reading.text, start, end)
        news = _news(reading, start, end)
        if (
            news
            or DISASTER.search(reading.text, start, end)
            or (has_event and _is_somewhere(reading, start, end))
        ):
            yield _trimmed(reading.text, start, end)


def _weight(reading: Reading, start: int, end: int) -> int:
    """Count what of a family is known beyond that it is one."""
    text = reading.text
    facts = [
        _place(reading, start, end),
        bool(AGE.search(text, start, end)),
        bool(AGES.search(text, start, end)),
        bool(FAMILY_FORM.search(text, start, end)),
        bool(ONLY_ONE.search(text, start, end)),
        bool(FOREMOST.search(text, start, end)),
        bool(SPEAKING.search(text, start, end)),
        _is_from_elsewhere(reading, start, end),
        *(
            _has_any(reading, start, end, kind)
            for kind in ("origins", "conditions", "jobs", "settings", "events")
        ),
    ]
    return sum(facts)


def _is_from_elsewhere(reading: Reading, start: int, end: int) -> bool:
    """Whether somebody comes from one named place and is in another."""
    origin = ORIGIN.search(reading.text, start, end)
    return origin is not None and (
        _place(reading, start, origin.start("place")) or _place(reading, origin.end(), end)
    )


def _is_unique(reading: Reading, start: int, end: int) -> bool:
    """Whether the sentence speaks of the only one of a kind, and says of what kind."""
    text = reading.text
    for match in itertools.islice(UNIQUE.finditer(text, start, end), MOST_CLAIMS):
        marked = MARKED.search(text, match.start(), end) or any(
            _has_any(reading, match.start(), end, kind)
            for kind in ("origins", "conditions", "jobs")
        )
        is_family = match["who"].lower() in RELATED_PEOPLE and " only " in match[0]
        somewhere = SOMEWHERE.search(text, match.end(), end) or _place(reading, start, end)
        if marked or (is_family and somewhere):
            return True
    return False


def _place(reading: Reading, start: int, end: int) -> bool:
    """Whether a town or village is named."""
    for at in _tokens(reading, start, end):
        token = reading.tokens[at]
        if token.is_capital and token.key in reading.words.places and at not in reading.known:
            return True
    for match in NEAR.finditer(reading.text, start, end):
        first = next(iter(_tokens(reading, match.start("place"), end)))
        key = reading.key(first)
        is_other = (
            reading.looks_english(first) or first in reading.known or reading.is_acronym(first)
        )
        if (
            not is_other
            and key not in reading.words.lists["origins"]
            and key not in reading.words.thinkers
        ):
            return True
    return False


def _has_any(reading: Reading, start: int, end: int, kind: str) -> bool:
    wanted = reading.words.lists[kind]
    tokens = reading.tokens
    for at in _tokens(reading, start, end):
        key = tokens[at].key
        if key in wanted and (kind != "origins" or tokens[at].is_capital):
            return True
    return False


def _is_somewhere(reading: Reading, start: int, end: int) -> bool:
    return _place(reading, start, end) or ROAD.search(reading.text, start, end) is not None


def _news(reading: Reading, start: int, end: int) -> bool:
    return any(
        reading.stands(phrase, at)
        for at in _tokens(reading, start, end)
        for phrase in reading.words.news.get(reading.key(at), ())
    )


def _tokens(reading: Reading, start: int, end: int) -> range:
    """The places of the words between two points of the text."""
    return range(reading.first_at(start), reading.first_at(end))


def _sentences(reading: Reading) -> Iterator[tuple[int, int]]:
    bounds = [0, *reading.ends, len(reading.text)]
    return ((a, b) for a, b in itertools.pairwise(bounds) if a < b)


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return Span(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))

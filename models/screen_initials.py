"""Initials and nicknames: what stands for somebody whose name is left out."""

# ruff: noqa: E501, RUF001 - patterns are read whole, and people type every apostrophe
import re
from collections.abc import Iterator

from models.names import Span
from models.screen_reading import Reading

CAPITAL = r"[A-Z](?:\.?\s?[A-Z])?\b\.?"
WHO = r"(?i:child|baby|sibling|mum|mother|dad|father|yp|cyp|mr|mrs|ms|patient|boy|girl|son|daughter|brother|sister|worker|little)"
POSSESSED = re.compile(
    r"(?<![\w.])(?P<who>[A-Z]{1,2})['’]s\s"
    r"(?:foster|mum|mother|dad|father|carer|nan|gran|school|placement|sister|brother|family|plan)"
)
INITIALS = (
    POSSESSED,
    re.compile(rf"\b{WHO}\s(?P<who>{CAPITAL})(?!['’]?\w)"),
    re.compile(r"\b(?i:child|baby|boy|girl|yp|cyp)\s(?P<who>[a-z]\.[a-z]\.)"),
    re.compile(r"(?<![\w.])(?P<who>(?:[A-Z]\.\s?){2,3})(?!\w|\s?[A-Z]\w)"),
    re.compile(r"(?<![\w.-])(?P<who>[A-Z]{1,2})\s?\((?:aged\s)?\d{1,2}"),
    re.compile(
        r"\b(?i:sib|sibs|siblings?|sisters|brothers|children|twins|group)\s?\(?"
        r"(?P<who>[A-Z](?:,\s[A-Z])?\s(?:and|&)\s(?:little\s)?[A-Z])\b(?=.{0,30}\b(?:same|bed|home|mum|school|placed|contact))"
    ),
)
SOMEBODY_LATER = re.compile(
    r"\b(?:he|she|his|her|him|mum|mother|dad|father|parents|carers?|siblings?|half-siblings?)\b",
    re.IGNORECASE,
)
# Letters that do something: "M. was removed", "R and T are siblings".
ACTING = (
    re.compile(
        r"(?:^|(?<=[.!?]\s)|(?<=\n))(?P<who>[A-Z][A-Z]?)\b\.?\s(?:was|is|has|had|told|said|asked|wanted|lives|lived|felt|moved|did)\b"
    ),
    re.compile(
        r"(?<![\w.-])(?P<who>[A-Z]\s(?:and|&)\s[A-Z])\b(?=\s(?:are|were|have|had|both|now|live|lived)\b)"
    ),
)
NOT_PEOPLE = frozenset({"QA", "AE", "MS", "RD", "BB", "TA"})
# Bodies and parties to a case that have a plan or a school as well.
PARTIES = frozenset(
    [
        "I",
        "SW",
        "FC",
        "LA",
        "GP",
        "HV",
        "PA",
        "TM",
        "AP",
        "AD",
        "EU",
        "UK",
        "US",
        "UN",
        "CP",
        "YP",
        "IT",
        "IS",
        "HE",
    ]
)
# Letters that are no initials of anybody.
LABELS = frozenset(
    [
        "I",
        "CP",
        "CE",
        "PR",
        "IN",
        "SW",
        "FC",
        "LA",
        "LD",
        "MH",
        "DV",
        "DA",
        "EH",
        "IQ",
        "TV",
        "PE",
        "CC",
        "GP",
        "HV",
        "ID",
        "OK",
        "UK",
        "US",
        "UN",
        "EU",
        "QA",
        "AP",
        "TM",
        "PA",
        "HR",
        "IT",
        "AI",
        "AD",
        "KS",
        "ES",
        "PL",
        "CF",
        "EP",
        "AM",
        "PM",
        "NB",
        "PS",
        "EG",
        "IE",
        "DOB",
        "CV",
        "RE",
        "BA",
        "MA",
        "BSC",
        "ED",
        "CIN",
        "LAC",
        "ASYE",
        "NQSW",
    ]
)

QUOTE = r"[\"“'‘]"
END_QUOTE = r"[\"”'’]"
NICKNAMES = (
    re.compile(
        rf"\b(?:[Kk]nown\s(?:to\s[\w ]{{1,30}}?\s)?as|calls?\s(?:me|him|her|them)|called\s(?:him|her)"
        rf"|calls?\s(?:himself|herself)|goes\sby|nicknamed|nickname\s(?:is|was)|answers\sto)\s"
        rf"(?:the\sname\s)?(?:{QUOTE}(?P<quoted>[\w][\w' -]{{1,24}}?)(?={END_QUOTE}|,)|(?P<bare>[A-Z][\w-]+))"
    ),
    re.compile(
        rf"{QUOTE}(?P<quoted>[A-Z][\w-]{{1,20}}(?:\s[A-Z][\w-]{{1,20}})?){END_QUOTE}"
        rf"(?:,?\s(?:the|her|his|their|mum['’]s)\s(?:step)?(?:dad|mum|brother|sister|uncle|partner|boyfriend|carer|nan|gran|son|father|mother)"
        rf"|\s?\((?:his|her|their|a)\s[^)\n]{{0,25}}?name)"
    ),
    re.compile(r"\b(?:call\sme)\s(?P<bare>[A-Z][\w-]+)"),
    re.compile(
        r"\bas\s(?:the|his|her)\s(?:carers?|family|friends|mates)\scalls?\s(?P<bare>him|her|them)\b"
    ),
)


def initials_in(reading: Reading) -> Iterator[Span]:
    """Give letters that stand for somebody."""
    for pattern in INITIALS:
        for match in pattern.finditer(reading.text):
            letters = match["who"].replace(".", "").replace(" ", "")
            labels = PARTIES if pattern is POSSESSED else LABELS
            is_known = reading.first_at(match.start()) in reading.known
            if letters.upper() not in labels and not is_known:
                yield Span(match.start(), match.end("who"))
    yield from _acting_in(reading)


def _acting_in(reading: Reading) -> Iterator[Span]:
    """Give letters that do something, where the sentence speaks of somebody too."""
    for pattern in ACTING:
        for match in pattern.finditer(reading.text):
            letters = "".join(one for one in match["who"] if one.isupper())
            _, end = reading.sentence(match.start())
            is_label = letters in LABELS | NOT_PEOPLE or letters == "A"
            if not is_label and SOMEBODY_LATER.search(reading.text, match.end(), end):
                yield Span(match.start(), match.end("who"))


def nicknames_in(reading: Reading) -> Iterator[Span]:
    """Give names that only those around somebody use."""
    for pattern in NICKNAMES:
        for match in pattern.finditer(reading.text):
            quoted = match.groupdict().get("quoted")
            bare = match.groupdict().get("bare")
            if quoted or (bare and bare.lower() not in reading.words.ordinary):
                yield Span(match.start(), match.end())

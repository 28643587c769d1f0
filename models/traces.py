"""Traces of a person in a text: names, numbers and dates by which someone could be recognised."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from models.names import NameIndex

__all__ = ["Kind", "NameIndex", "Trace", "find_traces"]

Kind = Literal["name", "email", "telephone", "postcode", "nhs_number", "case_number", "date"]


@dataclass(frozen=True)
class Trace:
    """One part of a text that may point to a person."""

    kind: Kind
    excerpt: str
    start: int
    end: int


class Shape(NamedTuple):
    """How one kind of trace is written, and what tells it from a look-alike."""

    kind: Kind
    pattern: re.Pattern[str]
    is_real: Callable[[re.Match[str]], bool] = bool


def find_traces(text: str, names: "NameIndex | Collection[str]") -> list[Trace]:
    """Give every trace in the text, from left to right, none inside another."""
    index = names if isinstance(names, NameIndex) else NameIndex(names)
    found = [*_shapes_in(text)]
    found += [Trace("name", text[start:end], start, end) for start, end in index.find(text)]
    found.sort(key=lambda trace: (trace.start, -trace.end))
    traces: list[Trace] = []
    for trace in found:
        if not traces or trace.start >= traces[-1].end:
            traces.append(trace)
    return traces


def _shapes_in(text: str) -> Iterator[Trace]:
    # Every shape but an address has a digit, and most texts have none.
    for kind, pattern, is_real in SHAPES if HAS_DIGIT.search(text) else SHAPES[:1]:
        for match in pattern.finditer(text):
            if is_real(match):
                yield Trace(kind, match[0], match.start(), match.end())


def _is_personal_number(match: re.Match[str]) -> bool:
    """Tell a telephone by its length; help lines are free and belong to nobody."""
    digits = re.sub(r"\D", "", match[0])
    national = re.sub(r"^(?:0{0,2}44)?0?", "", digits)
    return len(national) in {9, 10} and not national.startswith(("800", "808"))


def _has_nhs_check_digit(match: re.Match[str]) -> bool:
    digits = [int(digit) for digit in match[0] if digit.isdigit()]
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == digits[9] and len(set(digits)) > 1


def _is_postcode(match: re.Match[str]) -> bool:
    """Tell a postcode from a section with a date: "s47 3rd" is a Wednesday, not a street."""
    inward = match["inward"]
    is_ordinal = inward[1:].lower() in {"st", "nd", "rd", "th"}
    return f" {match['area'].upper()} " in AREAS and (not is_ordinal or inward.isupper())


def _is_no_round_number(match: re.Match[str]) -> bool:
    return not match[0].endswith("000")


def _is_no_year(match: re.Match[str]) -> bool:
    return not re.fullmatch(r"(?:19|20)\d\d", match["number"])


# Every postcode area, with a space on either side.
AREAS = (
    " AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY"
    " E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE"
    " LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL"
    " SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE "
)
# Looking at the first letter alone rules out most words before any longer comparison.
MONTH = (
    r"(?=[jfmasond])(?:j(?:an(?:uary)?|une?|uly?)|feb(?:ruary)?|ma(?:r(?:ch)?|y)|a(?:pr(?:il)?"
    r"|ug(?:ust)?)|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
YEAR = r"(?:19|20)\d\d"
DAY_OF_MONTH = (
    rf"(?:(?=\d){DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}|{MONTH}\s+{DAY}(?:st|nd|rd|th)?)"
)
BIRTH = r"(?:\bborn|\bd\.?o\.?b\b\.?|\bdate\s+of\s+birth|\bbirthday|\bbirth\s?date)"
NEARBY = r"[^\n.!?]{0,25}?"
SYSTEM = (
    r"(?=[lmcfesaipu])(?:lcs|lls|mosaic|liquid\s?logic|care\s?first|eclipse|framework-?i|swift|azeus|ehm|ics|icl"
    r"|cp|cin|lac|cla|pid|crn|urn|upn)"
)
RECORD = r"(?:case|file|record|ref(?:erence)?|client|person|child|family|pupil|referral|court)"
NUMBER_WORD = r"(?:\s*(?:number|num|no|nr|id|ref(?:erence)?)\b\.?)"
CODE = r"[a-z]{0,3}[-/]?"


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


HAS_DIGIT = re.compile(r"\d")
SHAPES = (
    Shape("email", _shape(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")),
    Shape(
        "telephone",
        _shape(r"(?<![\w.])(?:(?:\+|00)44|\(?0\d)(?:[\s().-]{0,3}\d){8,11}(?!\d)"),
        _is_personal_number,
    ),
    Shape(
        "nhs_number", re.compile(r"(?<![\w.])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\w)"), _has_nhs_check_digit
    ),
    Shape(
        "postcode",
        _shape(r"\b(?P<area>[a-z]{1,2})\d[a-z\d]?\s{0,2}(?P<inward>\d[abd-hjlnp-uw-z]{2})\b"),
        _is_postcode,
    ),
    # A word for a record or its system, and a number that is not a year.
    Shape(
        "case_number",
        _shape(rf"\b{SYSTEM}{NUMBER_WORD}?\s*[:#]?\s*(?P<number>{CODE}\d{{4,12}})\b"),
        _is_no_year,
    ),
    Shape(
        "case_number",
        _shape(
            rf"\b{RECORD}(?:(?:{NUMBER_WORD}\s*[:#]?|\s*#)\s*{CODE}\d{{3,12}}"
            rf"|\s*:?\s*{CODE}\d{{5,12}})\b"
        ),
    ),
    # References in parts, such as CP/2023/0142, and family court numbers, such as ZE23C50123.
    Shape("case_number", _shape(rf"\b[a-z]{{1,5}}[/-](?:{YEAR}|\d\d)[/-]\d{{3,6}}\b")),
    Shape("case_number", re.compile(r"\b[A-Z]{2}\d{2}[A-Z]\d{5}\b")),
    # National insurance, pupil and registration numbers.
    Shape("case_number", _shape(r"\b[a-z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[a-d]\b")),
    Shape("case_number", _shape(r"\b(?:[a-z]\d{12}|sw\d{4,6})\b")),
    Shape(
        "case_number", re.compile(r"(?<![\w.,£/-])\d{7,12}(?![\w/-]|[.,]\d)"), _is_no_round_number
    ),
    Shape("date", _shape(rf"(?<![\w/.-]){DAY}([/.-]){MONTH_NUMBER}\1{YEAR}(?!\w)")),
    Shape("date", _shape(rf"(?<![\w/.-]){DAY}/{MONTH_NUMBER}/\d\d(?![\w/])")),
    Shape(
        "date", _shape(rf"(?<![\w/.-]){YEAR}([/-])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\w)")
    ),
    Shape("date", _shape(rf"\b(?:{DAY_OF_MONTH}),?\s+{YEAR}\b")),
    Shape(
        "date",
        _shape(
            rf"{BIRTH}{NEARBY}(?:\b{DAY_OF_MONTH}|\b{MONTH}\s+{YEAR}"
            rf"|\b{DAY}[/.-]{MONTH_NUMBER}(?:[/.-]\d\d)?|\b{YEAR}|\b\d{{6}}(?:\d\d)?)\b"
        ),
    ),
    Shape("date", _shape(rf"\b(?:{DAY_OF_MONTH}){NEARBY}{BIRTH}\b")),
)

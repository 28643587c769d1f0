"""Names, initials and nicknames of people who are on no roster, by what stands around them."""

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

RELATED = re.compile(r"\s+|,\s|\s?\(|\s[-–—]\s|:\s*|\s?[\"“'‘]")  # noqa: RUF001  # people type all
JOINED = re.compile(r"\s?(?:,|and|&|\+|/)\s?(?:(?:and|little)\s)?", re.IGNORECASE)
POSSESSIVE = re.compile(r"['’]s?\s")  # noqa: RUF001  # people type both
NUMBER = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
AGE_AFTER = re.compile(
    rf"\s?[,(–-]\s?(?:aged?\s|who(?:['’]s|\sis|\swas)\s)?{NUMBER}"  # noqa: RUF001
    rf"(?:\s?(?:yrs?|years?|yo|y/o|months?|mths?|weeks?)\b[^,.;)]{{0,8}})?\s?(?:[,.;)–]|$)"  # noqa: RUF001
    rf"|(?:\swho)?(?:['’]s|\sis|\swas|\sturned)\s(?:only\s|just\s|now\s)?{NUMBER}"  # noqa: RUF001
    r"(?=\sand\b|\swhen\b|\.|,|\syears?\sold|$)"
    rf"|\saged\s{NUMBER}\b|\s{NUMBER}(?:yo|\syears?\sold)\b|\s\d{{1,2}}\s(?=not|in|yrs|at)",
    re.IGNORECASE,
)
SOMEBODY_LATER = re.compile(r"\b(?:he|she|his|her|him|hers|himself|herself)\b", re.IGNORECASE)

CAPITAL = r"[A-Z](?:\.?\s?[A-Z])?\b\.?"
WHO = r"(?i:child|baby|sibling|mum|mother|dad|father|yp|cyp|mr|mrs|ms|patient|boy|girl|son|daughter|brother|sister|worker|little)"
POSSESSED = re.compile(
    r"(?<![\w.])(?P<who>[A-Z]{1,2})['’]s\s"  # noqa: RUF001
    r"(?:foster|mum|mother|dad|father|carer|nan|gran|school|placement|sister|brother|family|plan)"
)
INITIALS = (
    POSSESSED,
    re.compile(rf"\b{WHO}\s(?P<who>{CAPITAL})(?!['’]?\w)"),  # noqa: RUF001
    re.compile(r"\b(?i:child|baby|boy|girl|yp|cyp)\s(?P<who>[a-z]\.[a-z]\.)"),
    re.compile(r"(?<![\w.])(?P<who>(?:[A-Z]\.\s?){2,3})(?!\w|\s?[A-Z]\w)"),
    re.compile(r"(?<![\w.-])(?P<who>[A-Z]{1,2})\s?\((?:aged\s)?\d{1,2}"),
    re.compile(
        r"\b(?i:sib|sibs|siblings?|sisters|brothers|children|twins|group)\s?\(?"
        r"(?P<who>[A-Z](?:,\s[A-Z])?\s(?:and|&)\s(?:little\s)?[A-Z])\b(?=.{0,30}\b(?:same|bed|home|mum|school|placed|contact))"
    ),
)
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

QUOTE = r"[\"“'‘]"  # noqa: RUF001  # people type all of them
END_QUOTE = r"[\"”'’]"  # noqa: RUF001
NICKNAMES = (
    re.compile(
        rf"\b(?:known\s(?:to\s[\w ]{{1,30}}?\s)?as|calls?\s(?:me|him|her|them)|called\s(?:him|her)"
        rf"|calls?\s(?:himself|herself)|goes\sby|nicknamed|nickname\s(?:is|was)|answers\sto)\s"
        rf"(?:the\sname\s)?(?:{QUOTE}(?P<quoted>[\w][\w' -]{{1,24}}?)(?={END_QUOTE}|,)|(?P<bare>[A-Z][\w-]+))"
    ),
    re.compile(
        rf"{QUOTE}(?P<quoted>[A-Z][\w-]{{1,20}}(?:\s[A-Z][\w-]{{1,20}})?){END_QUOTE}"
        rf"(?:,?\s(?:the|her|his|their|mum['’]s)\s(?:step)?(?:dad|mum|brother|sister|uncle|partner|boyfriend|carer|nan|gran|son|father|mother)"  # noqa: RUF001
        rf"|\s?\((?:his|her|their|a)\s\w{{0,8}}\s?name)"
    ),
    re.compile(r"\b(?:call\sme)\s(?P<bare>[A-Z][\w-]+)"),
    re.compile(
        r"\bas\s(?:the|his|her)\s(?:carers?|family|friends|mates)\scalls?\s(?P<bare>him|her|them)\b"
    ),
)


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


def initials_in(reading: Reading) -> Iterator[Span]:
    """Give letters that stand for somebody."""
    for pattern in INITIALS:
        for match in pattern.finditer(reading.text):
            letters = match["who"].replace(".", "").replace(" ", "")
            labels = PARTIES if pattern is POSSESSED else LABELS
            if letters.upper() not in labels:
                yield Span(match.start(), match.end("who"))


def nicknames_in(reading: Reading) -> Iterator[Span]:
    """Give names that only those around somebody use."""
    for pattern in NICKNAMES:
        for match in pattern.finditer(reading.text):
            quoted = match.groupdict().get("quoted")
            bare = match.groupdict().get("bare")
            if quoted or (bare and bare.lower() not in reading.words.ordinary):
                yield Span(match.start(), match.end())


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
        is_joined = BETWEEN_NAMES.fullmatch(between) or between in {". ", "'", "’"}  # noqa: RUF001
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
    if (
        between not in {" ", ", "}
        or reading.tokens[at].text[1:] != reading.tokens[at].text[1:].lower()
    ):
        return False
    # "Attachment and Loss" is a title, and so is what has a capital beside it.
    before = at - 2 if reading.key(at - 1) == "and" else at - 1
    is_next_to_capital = (
        (before >= 0 and reading.tokens[before].is_capital and not reading.begins_sentence(before))
        or (before < at - 1 and before >= 0 and reading.tokens[before].is_capital)
        or (end < len(reading.tokens) and reading.tokens[end].is_capital)
    )
    return not is_next_to_capital


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

"""Addresses, and schools, wards and homes together with the child or patient who is there."""

# ruff: noqa: RUF001 - patterns are read whole, and people type every apostrophe

import re
from collections.abc import Iterator

from models.names import Span
from models.screen_reading import Reading

STREET = (
    r"(?:street|road|close|avenue|lane|drive|court|terrace|crescent|cres|gardens|grove|way|place|walk|row|square|rise"
    r"|hill|mews|park|parade|green|view|house|cottage|cottages|st|rd|ave|clo|dr|ln|tce|gdns|mount|vale|croft|heights|tower|towers)"
)
CERTAIN_STREET = r"(?:street|road|close|avenue|lane|terrace|crescent|cres|gardens|grove|mews|drive)"
HOUSE = r"\d{1,4}[a-z]?"
ADDRESSES = (
    # Fourteen Rowan Close, with or without capitals.
    re.compile(rf"\b(?<![/.,-]){HOUSE},?\s(?:[A-Z][\w'’-]{{1,30}}\s){{1,3}}(?i:{STREET})\b"),
    re.compile(
        rf"\b(?:at|to|from|of|in|near|address\sis)\s{HOUSE}\s(?!(?:of|in|the|a|on|at|by|per|new|other|more|days?|weeks?)\b)"
        rf"(?:[a-z][\w'’-]{{1,30}}\s){{1,2}}{CERTAIN_STREET}\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:flat|apartment|apt|plot|caravan|unit)\s(?:no\.?\s)?\d{1,3}[a-z]?(?:,|\b)(?:\s?(?:in|at|on)?\s?(?:[A-Z][\w'’-]{1,30}\s?|tower\s\w+|block\s\w+){1,3})?",
        re.IGNORECASE,
    ),
)
HOMES = re.compile(
    r"\b(?:liv(?:es?|ed|ing)|home|house|flat|stay(?:s|ed|ing)|mov(?:es?|ed|ing)|refuge|placed|address|door|family|visit(?:s|ed)?|nan['’]s|2\sbed|bed|housed|lodg\w+|tenancy)\b",
    re.IGNORECASE,
)
BARE_STREET = re.compile(
    r"(?:,|\b(?:on|in|to|at|near|off|around|of))\s(?:the\s)?(?P<street>(?!(?:High|Great|Family|Crown|County|Supreme|Youth|Tribunal|Magistrates['’]?|Appeal)\b)[A-Z][\w'’-]{1,30}\s(?:[A-Z][\w'’-]{1,30}\s)?"
    r"(?:Street|Road|Close|Avenue|Lane|Terrace|Crescent|Gardens|Grove|Mews|Drive|Court|Cottages?|[Ee]state))\b"
)
SMALL_ESTATE = re.compile(
    r"\bon\sthe\s(?!\b(?:same|local|new|old|council|housing)\b)[a-z]{5,}\sestate\b"
)
SMALL_STREET = re.compile(
    rf"\b{HOUSE}\s(?!(?:of|in|the|a|on|at|by|per)\b)[a-z]{{3,}}\s(?:close|avenue|lane|terrace|crescent|cres|gardens|grove|mews|road)\b"
)

SCHOOL = (
    r"(?:(?:C\sof\sE|RC|CE|Church|Catholic|Community|Junior|Infants?|Primary|Secondary|High|Grammar|Special|Comprehensive|Pupil|Referral)\s?)*"
    r"(?:Primary|Infants?|Juniors?|Secondary|High|Grammar|Academy|School|College|Nursery|Nurseries|PRU|Unit|Pre-?[Ss]chool|Playgroup"
    r"|Hospital|Infirmary|Ward|Hospice|Children['’]s\sCentre|Sixth\sForm|Comp|Prison|Clinic|Kindergarten|Childminders?)\b"
)
NAMED = r"(?:(?:St\.?|Saint|Our|of|the|and|[A-Z][\w'’&.-]{0,25})\s){1,4}?"
INSTITUTIONS = (
    re.compile(rf"(?<![\w.])(?=[A-Z]){NAMED}{SCHOOL}"),
    re.compile(
        r"\b(?:Ysgol|HMP|HMYOI|YOI|Cylch|Coleg|Ward)\s(?:[A-Z]\w*|\d{1,2}[A-Z]?\b)(?:\s[A-ZÂ]\w+){0,2}"
    ),
    re.compile(
        r"\b(?:[A-Z][\w'’-]{1,30}\s){1,2}(?:House|Lodge|View|Court|Manor|Hall)(?=,?\s(?:a|the|our|his|her)?\s?(?:small\s)?(?:children['’]s|residential|secure|semi|care|foster)\b)"
    ),
    # A name that the words beside it explain, on either side.
    re.compile(
        r"\b[A-Z][\w'’-]{1,25}(?:\s[A-Z][\w'’-]{1,25}){0,3},\san?\s(?:\w+\s){0,2}(?:school|hospital|nursery|unit|hospice|prison|college|academy|home)\b"
    ),
    re.compile(
        r"\b(?i:his|her|their|child['’]s|boy['’]s|girl['’]s)\s(?:\w{1,20}['’]s\s)?(?:\w+\s)?(?:school|nursery|ward|hospital|college|academy|unit),\s[A-Z]\w+(?:\s[A-Z]\w+)*"
    ),
    re.compile(r"\b[A-Z]\w+(?:\s[A-Z]\w+)?\s(?:YOI|STC|SCH|PRU)\b"),
    # A place where people live, by its name.
    re.compile(
        r"\b(?:[A-Z][\w'’-]{1,30}\s){1,3}(?:Care\sHome|Nursing\sHome|Residential\sHome|Children['’]s\sHome|Hostel|Refuge|Extra\sCare|Day\sCentre)\b"
    ),
    re.compile(
        r"\b(?<=\s)(?:[A-Z][\w'’-]{1,30}\s){1,2}(?:House|Lodge|Manor|Hall|Grange|Towers|Court|Cottage|Farm|Farmhouse|Vicarage|Rectory)\b(?=,?\s(?:in|for|with|where|when|after|and|since|on|at|to|because)\b|[.,;]|$)"
    ),
    # A name before a small word: "Castleside ward".
    re.compile(
        r"(?<=[a-z]\s)(?!(?:Children|Young|Adult|Family|Mental)\b)[A-Z][a-z'’]{3,}(?:\s[A-Z][a-z'’]+)?\s(?:primary\s|high\s|secondary\s|grammar\s|middle\s|care\s|nursing\s|children['’]s\s)?(?:ward|school|nursery|academy|hospice|home|prison|hospital)\b"
    ),
    re.compile(
        r"\b(?:Great\sOrmond\sStreet|Alder\sHey|Royal\s[A-Z]\w+|Rampton|Broadmoor|Feltham|Wetherby\sYOI)\b"
    ),
)
# Words for more than one place, or for our own places of learning.
OURS = re.compile(
    r"\b(?:Social|Work|Workforce|Training|Learning|Practice|Leadership|Frontline|Academic|Virtual|University|Teaching|Research|Our|The|A|An|Every|Each"
    r"|Key|Local|Medical|Royal\sCollege|NQSW|ASYE|Safeguarding|Assessment|Duty|Intake|Specialist|Policy|Business|Support|Family|Safe)\b"
)
ATTENDS = re.compile(
    r"\b(?:attends|boards\sat|goes\sto|go\sto|pupil\sat|student\sat|excluded\sfrom|expelled\sfrom|on\sroll\sat|detained\sat|admitted\sto|born\sat|placed\sat|in\sreception\sat"
    r"|(?:months|weeks|years)\sat|often\sat|in\s[Yy](?:ea)?r\s\d{1,2}\sat|is\sat|was\sin|been\sat)\s(?:the\s)?"
    r"(?P<where>(?:St\.?\s)?[A-Z][\w'’-]{1,30}(?:\s[A-Z][\w'’-]{1,30}){0,3}|(?!the\b|a\b|an\b|primary|secondary|high|special|nursery|middle|local|infant|junior|mainstream)[a-z]{4,}\s(?:pru|primary|academy|high|nursery|juniors?|infants?|hospital))\b"
)
SOMEONE = re.compile(
    r"\b(?:he|she|his|her|him|boy|girl|baby|(?:the|a|my|this|our|her|his|one|both)\s(?:\w+\s)?child(?:ren)?|son|daughter|brother|sister|twins?|siblings?|young\s(?:person|man|woman)|pupil|patient"
    r"|(?:a|an|one|the|this|that|my)\s(?:[\w-]+\s){0,2}(?:woman|man|lady|gentleman|resident|person|couple|tenant|adult|student|user|mother|father|widow|widower|veteran|girl|boy|family)|prefect|teenager|lad|toddler|newborn|yp|cyp|mum|mam|dad|father|mother|bairn|wean|nan|gran\w*|nephew|niece)\b",
    re.IGNORECASE,
)
GENERAL = re.compile(
    r"\b(?:every|each|any|all|no)\s(?:child|boy|girl|pupil|patient)\b", re.IGNORECASE
)


def addresses_in(reading: Reading) -> Iterator[Span]:
    """Give houses, flats and streets where somebody lives."""
    text = reading.text
    for pattern in (*ADDRESSES, SMALL_STREET, SMALL_ESTATE):
        yield from (Span(match.start(), match.end()) for match in pattern.finditer(text))
    for match in BARE_STREET.finditer(text):
        start, end = reading.sentence(match.start())
        if HOMES.search(text, start, end) and SOMEONE_OR_FAMILY.search(text, start, end):
            yield Span(match.start("street"), match.end("street"))


SOMEONE_OR_FAMILY = re.compile(
    SOMEONE.pattern
    + r"|\b(?:the|this|a)\sfamily\b|\bparents?\b|\bchildren\b|\bcouple\b|\bthey\b|\bfoster\b",
    re.IGNORECASE,
)


def places_in(reading: Reading) -> Iterator[Span]:
    """Give schools, wards, homes and prisons in a sentence about one child or patient."""
    text = reading.text
    # A sentence may name many places; it is read for somebody once.
    read: dict[int, bool] = {}
    for pattern in INSTITUTIONS:
        for match in pattern.finditer(text):
            if not OURS.search(match[0]) and _is_about_someone(reading, match.start(), read):
                yield Span(match.start(), match.end())
    for match in ATTENDS.finditer(text):
        where = Span(match.start("where"), match.end("where"))
        if not _is_ordinary(reading, where) and _is_about_someone(reading, where.start, read):
            yield where


def _is_about_someone(reading: Reading, place: int, read: dict[int, bool]) -> bool:
    start, end = reading.sentence(place)
    if start not in read:
        sentence = reading.text[start:end]
        read[start] = bool(SOMEONE.search(GENERAL.sub("", sentence)))
    return read[start]


def _is_ordinary(reading: Reading, span: Span) -> bool:
    """Whether the place is a town, a month or a thing that everybody knows."""
    inside = [at for at, token in enumerate(reading.tokens) if span.start <= token.start < span.end]
    first = inside[0]
    if reading.tokens[first].text[0].islower():
        return reading.key(first) in reading.words.ordinary
    return all(
        reading.looks_english(at)
        or reading.key(at) in reading.words.places
        or at in reading.known
        or reading.is_acronym(at)
        or reading.key(at) in reading.words.first_names
        for at in inside
    )

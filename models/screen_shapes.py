"""Numbers, addresses of mail and profiles, plates: what leads to somebody by its shape alone."""

# ruff: noqa: E501, RUF001 - patterns are read whole, and people type every apostrophe

import re
from collections.abc import Iterator

from models.names import Span
from models.screen_reading import Reading
from models.traces import Trace

SOMEBODY = (
    r"\b(?:he|she|his|her|him|mum|mam|mother|dad|father|boy|girl|baby|child|son|daughter|brother"
    r"|sister|twins?|siblings?|young\s(?:person|man|woman)|teenager|lad|toddler|newborn|yp|cyp"
    r"|parents|family|nan|gran\w*|he['’]s|she['’]s)\b"
)
PERSON = re.compile(SOMEBODY, re.IGNORECASE)
# What happened to one person on one day.
HAPPENED = re.compile(
    r"\b(?:born|birth\w*|d\.?\s?o\.?\s?b|turned|removed|placed|accommodated|died|death|adopted|admitted"
    r"|arrested|missing|care|final\sorder|care\sorder|ico|injur\w+|moved|police\sprotection|hearing|funeral"
    r"|passport|sentenced|convicted)\b",
    re.IGNORECASE,
)
HELP_LINE = re.compile(
    r"\b(?:help\s?-?line|advice\sline|crisis\sline|switchboard|out\sof\shours|emergency\sduty"
    r"|duty\s(?:desk|line|team|number)|main\soffice)\b[^.\n]{0,30}$",
    re.IGNORECASE,
)
# Numbers of public bodies and charities, which belong to nobody.
PUBLIC_LINE = re.compile(r"\D*(?:0{0,2}44\D*)?0?\D*3")
# A longer one is no address, and would be slow to read.
LONGEST_MAILBOX = 64
ROLE = re.compile(
    r"(?:^|[._+-])(?:asye\w*|info\w*|enquir\w+|contact|team\w*|admin\w*|office|duty|mash|train\w*|learning|workforce"
    r"|academy|hub|practice\w*|nqsws?|psw|social\w*|support|help\w*|hello|news\w*|library|children\w*|adults?"
    r"|families|fostering|adoption|kinship|hr|recruit\w*|careers?|development|wfd|service\w*|reception|mail|post\w*"
    r"|community|programme|champions?|early\w*|safeguarding|business\w*|events?|feedback|participation|data\w*|it|ld|cpd"
    r"|quality|standards|mailbox|complaints|press|policy|network|forum|partnership)(?=$|[._+-]|\d*$)"
    r"|\w+(?:team|academy|hub|training|learning|workforce|practice|support|service|asye|office)$",
    re.IGNORECASE,
)


def points_to_somebody(reading: Reading, trace: Trace) -> bool:
    """Whether a trace is more than a role mailbox, a help line, or the day of a meeting."""
    text = reading.text
    if trace.kind == "email":
        return not ROLE.search(trace.excerpt.partition("@")[0][:LONGEST_MAILBOX])
    if trace.kind == "telephone":
        is_public = PUBLIC_LINE.match(trace.excerpt) is not None
        return not is_public and not HELP_LINE.search(text, max(0, trace.start - 80), trace.start)
    if trace.kind == "date":
        start, end = reading.sentence(trace.start)
        return bool(HAPPENED.search(text, start, end) and PERSON.search(text, start, end)) or bool(
            re.search(r"\b(?:born|birth|d\.?o\.?b)", text[start:end], re.IGNORECASE)
        )
    if trace.kind == "name":
        return not _names_a_thinker(reading, trace)
    return True


def _names_a_thinker(reading: Reading, trace: Trace) -> bool:
    """Whether the name is one of an author, known to everybody."""
    inside = [
        at for at, token in enumerate(reading.tokens) if trace.start <= token.start < trace.end
    ]
    return bool(inside) and all(at in reading.known for at in inside)


def shapes_in(text: str) -> Iterator[tuple[str, Span]]:
    """Give everything that has such a shape, with its kind."""
    for kind, pattern in SHAPES:
        for match in pattern.finditer(text):
            yield kind, Span(match.start(), match.end())


DAY_MONTH = (
    r"\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?(?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december)"
)


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


CODE = r"(?=[\w/-]{0,14}\d)[a-z\d][\w/-]{2,18}"
RECORD = (
    r"(?:case|file|record|client|person|child|family|pupil|referral|court|mosaic|liquid\s?logic"
    r"|claim|application|petition|order|member|membership|hospital|account|enquiry|safeguarding|tenancy|rent|lcs|eclipse|care\s?first|home\soffice|ho|passport|system|police|crime|unique\spupil|urn|upn|crn|ref|ni|bundle|visa)"
)
LABEL = r"(?:numbers?|num|no|nr|id|ref(?:erence)?)\b\.?"
SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "nhs_number",
        _shape(
            r"\bnhs\s?(?:numbers?|num|no|id)?\b\.?\s?(?:is|was)?\s?[:#]?\s?\d{3}[ -]?\d{3}[ -]?\d{4}\b"
        ),
    ),
    # A record, a word for its number, and something with at least three digits.
    (
        "case_number",
        _shape(
            rf"\b{RECORD}\s(?:{LABEL}\s?)+[:#]?\s?(?=\D{{0,4}}\d[\w/-]?\d)(?!(?:19|20)\d\d\b){CODE}"
        ),
    ),
    (
        "case_number",
        _shape(
            r"\b(?:upn|urn|crn|ni\s?number|national\sinsurance|registration)\s(?:number\s|no\.?\s)?(?:is|was)?\s?:?\s?(?=\w{0,3}\d{3})\w{5,14}\b"
        ),
    ),
    # A word for a number, and further on what it is: "her ID on Mosaic is 245567".
    (
        "case_number",
        _shape(
            r"\b(?:id|number|reference|ref)\b[^.\n\d]{0,25}\b(?:is|was)\s(?:\w{0,3}[-/]?)\d{5,}\b"
        ),
    ),
    # Six digits that stand alone and count nothing.
    (
        "case_number",
        re.compile(
            r"(?<![\w.,£€$/+-])(?<!\d\s)\d{6}(?<!00)(?![\w/%-]|[.,]\d|\s(?:\d|people|pounds|children|adults|visits|residents|households|words|miles))"
        ),
    ),
    # Letters and at least five digits in one: what courts and systems call a case.
    (
        "case_number",
        re.compile(
            r"(?<![\w/.-])(?!(?:ISO|BS|EN)\b)(?=[A-Z/-]*\d)(?=\d*[/-]*[A-Z])(?=(?:[A-Z/-]{0,6}\d){5})[A-Z\d][A-Z\d/-]{5,18}(?![\w/-])"
        ),
    ),
    ("case_number", re.compile(r"\b[A-Z]\d{2}[A-Z]{2}\d{3}\b")),
    ("telephone", re.compile(r"(?<![\w.])\(?0[127]\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}(?![\w-])")),
    (
        "case_number",
        re.compile(r"\b[A-Z]{1,3}[/-]?\d{2}[A-Z]\d{5}\b|\b[A-Z]{2,4}/\d{2,4}/\d{3,6}\b"),
    ),
    ("case_number", re.compile(r"\b(?-i:[A-Z]\d{12}|[A-Z]\d{11}[A-Z\d])\b")),
    # A plate as new cars have it, or an older one beside a word for a car.
    ("case_number", re.compile(r"\b(?!NG|SE|SW|NW)[A-Z]{2}\d{2}\s?[A-HJ-PR-Z]{3}\b")),
    (
        "case_number",
        _shape(
            r"\b(?:reg(?:istration)?|number\s?plate|plate)\b\.?\s?(?:is|was|no\.?|number)?\s?:?\s?[a-z]{1,2}\d{1,3}\s?[a-z]{3}\b"
        ),
    ),
    # A name in social media: after an at, in an address of a profile, or after the service.
    ("handle", _shape(r"(?<![\w@/.])@(?!here\b|channel\b|everyone\b)[a-z_][\w.]{2,30}\b(?<!\.)")),
    (
        "handle",
        _shape(
            r"\b(?:facebook|fb|instagram|tiktok|twitter|x|snapchat|linkedin|threads|twitch|youtube|onlyfans|soundcloud|reddit)\.com/(?!company/|groups?/|hashtag/|watch|events?/)(?:in/|add/|u/|user/|channel/|@)?[\w.%-]{3,60}"
        ),
    ),
    (
        "handle",
        _shape(
            r"\b(?:snap(?:chat)?|insta(?:gram)?|tik\s?tok|gamer\s?-?tag|user\s?name|handle|psn|xbox|discord|roblox|fortnite|youtube|screen\s?name)\b(?:\sname|\saccount|\sid|\susername)?\s?(?:is|was|are|:|,|\(|-)\s?[\"'“‘]?(?=[\w.#-]{0,30}(?:\d|_|\.\w|x{2}))[a-z][\w.#-]{3,30}"
        ),
    ),
    (
        "handle",
        re.compile(r"\b(?:[A-Z][a-z]+){2,}\d{1,4}\b|(?i:\bthe\s(?:user)?name\s)[\w.]{2,30}\d\b"),
    ),
    (
        "handle",
        _shape(r"\b(?:gamer\s?-?tag|user\s?name|screen\s?name)\s(?:is|was)\s[\"'“‘]?\w{4,30}"),
    ),
    # The day of what happens once in a life.
    (
        "date",
        _shape(
            rf"\b(?:(?:he|she|who|child|boy|girl|baby|mum|mother|dad|father)\s(?:\w+\s){{0,2}}?(?:turned|died|removed|adopted|arrested|sectioned|born)"
            rf"|birthday)\s(?:\w+\s){{0,3}}?(?:is|was|on)\s(?:on\s)?(?:the\s)?{DAY_MONTH}"
        ),
    ),
    (
        "date",
        _shape(
            r"\bborn\s(?:\w+\s){0,3}?(?:on|at)\s(?:christmas|boxing|new\syear['’]?s|valentine['’]?s|mother['’]?s)\s(?:day|eve)(?:\s(?:19|20)\d\d)?"
        ),
    ),
)

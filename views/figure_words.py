"""A released figure in words: the one place that writes shares, means, people and changes.

The format rules of `analysis.disclosure.formats` read these very words before a release.
"""

from collections.abc import Sequence

from analysis.change import Verdict
from analysis.intervals import Interval
from analysis.measures import ScoreBand, ShownChange
from analysis.protection import Band, Rounded
from analysis.published import Published, Strength, UnitInfo
from models.reporting import Level

HIDDEN = "Hidden"
WHY_HIDDEN = (
    "Too few people answered this for a figure of their own, or it could be worked out from others."
)
OF_EVERY_WAVE = "A quarter or a year shows only what every one of its waves showed."
NO_MEAN = "Not shown"
NOT_COMPARED = "Not compared"
# At this response or less, whoever is silent could change the picture.
LOW_RATE = 60
FEW_ANSWERED = "About 60% or fewer answered"
LOW_RESPONSE = (
    "Those who did not answer may see it differently, so please read these figures with care."
)

CRITERIA = {
    "C1": "Programme delivery",
    "C2": "Knowledge and skills",
    "C3": "NQSW experience",
    "C4": "Wider organisation",
}

CRITERIA_IN_FULL = {
    "C1": (
        "The child and family ASYE programme is delivered in accordance with the ASYE Framework "
        "and Employer Standards"
    ),
    "C2": (
        "The child and family ASYE programme ensures that the Knowledge and Skills Statement and "
        "the Professional Capabilities Framework underpin NQSW professional practice"
    ),
    "C3": (
        "The NQSWs' experience of undertaking the ASYE is central to the quality assurance and "
        "continuous improvement process"
    ),
    "C4": "The ASYE programme is integrated within the wider organisational system",
}

VERDICTS = {
    Verdict.ROSE: "Rose",
    Verdict.FELL: "Fell",
    Verdict.NO_CLEAR_CHANGE: "No clear change",
}

SCORES = {
    ScoreBand.LOW: "0 to 50",
    ScoreBand.MIDDLE: "51 to 74",
    ScoreBand.HIGH: "75 to 100",
}

STRENGTHS = {
    Strength.STRONG: "Strong association",
    Strength.MODERATE: "Moderate association",
    Strength.WEAK: "Weak association",
    Strength.NOT_CLEAR: "No clear association",
    Strength.TOO_FEW: "Not told: too few people answered both",
}


def share(figure: Published) -> str:
    """The share who agree or strongly agree: "under 40%", "40% to 69%", "75%", "95% or more"."""
    if figure.favourable is None:
        return HIDDEN
    if isinstance(figure.favourable, Band):
        return _percent_band(figure.favourable)
    return rounded(figure.favourable, "%")


def mean(figure: Published) -> str:
    """The mean from 1 to 5, from fifty people on."""
    if figure.mean is None:
        return HIDDEN if figure.is_hidden else NO_MEAN
    return _ended(f"{figure.mean.value:.1f}", figure.mean)


def people(figure: Published) -> str:
    """About how many answered: "8 to 19", "1,000 or more"."""
    if figure.people is None:
        return HIDDEN
    if figure.people.at_most is None:
        return f"{figure.people.at_least:,} or more"
    return f"{figure.people.at_least} to {figure.people.at_most}"


def score(figure: Published) -> str:
    """The band of the score from 0 to 100."""
    if figure.score is None:
        return HIDDEN if figure.is_hidden else NO_MEAN
    return SCORES[figure.score]


def rate(rounded_rate: Rounded | None) -> str:
    """The share of those asked who answered: "70%", "90% or more"."""
    return HIDDEN if rounded_rate is None else rounded(rounded_rate, "%")


def response(rounded_rate: Rounded | None) -> str:
    """How many answered, as a sentence, and a caution where they are few; empty if not known."""
    if rounded_rate is None:
        return ""
    answered = f"{rate(rounded_rate)} of those asked answered."
    caution = f" {LOW_RESPONSE}" if is_low(rounded_rate) else ""
    return f"{answered[0].upper()}{answered[1:]}{caution}"


def is_low(rounded_rate: Rounded | None) -> bool:
    """Whether so few answered that whoever is silent could change the picture."""
    return rounded_rate is not None and rounded_rate.value <= LOW_RATE


def interval(figure: Published) -> str:
    """The 95 % interval of the share, in whole percent: "62% to 81%"."""
    return HIDDEN if figure.interval is None else _from_to(figure.interval)


def bounds(figure: Published) -> str:
    """What those who did not answer could make of the share; empty where it does not matter."""
    return "" if figure.bounds is None else _from_to(figure.bounds)


def change(shown: ShownChange | None) -> str:
    """A change and its interval in percentage points, never one alone; empty without one.

    "Rose (by 3 to 14 points)", "No clear change (between 6 points down and 9 up)".
    """
    if shown is None:
        return ""
    least, most = (round(100 * end) for end in (shown.interval.least, shown.interval.most))
    match shown.verdict:
        case Verdict.ROSE:
            return f"Rose (by {least} to {most} points)"
        case Verdict.FELL:
            return f"Fell (by {-most} to {-least} points)"
        case Verdict.NO_CLEAR_CHANGE:
            return f"No clear change (between {_points(least)} and {_points(most)})"


def change_in_two(shown: ShownChange | None) -> tuple[str, str]:
    """The same in two cells, the second in points: "Fell", "33 down and 7 down"."""
    if shown is None:
        return NOT_COMPARED, NOT_COMPARED
    least, most = (round(100 * end) for end in (shown.interval.least, shown.interval.most))
    return VERDICTS[shown.verdict], f"{_up_or_down(least)} and {_up_or_down(most)}"


def unit_name(level: Level, names: Sequence[str]) -> str:
    """A unit as it is called: "England", "London", "Other employers in London", "Kent"."""
    together = _and(names)
    match level:
        case Level.ENGLAND:
            return "England"
        case Level.OTHERS:
            return f"Other employers in {together}"
        case Level.COHORT:
            return ", ".join(names)
        case Level.REGION | Level.EMPLOYER:
            return together


def why_hidden(wider: UnitInfo | None) -> str:
    """One sentence on why a figure is hidden, and what to look at instead."""
    instead = f" Look at {wider.name} instead." if wider else ""
    return f"{WHY_HIDDEN}{instead}"


def criterion(code: str) -> str:
    """A criterion by its code and its short name."""
    return f"{code} {CRITERIA[code]}"


def rounded(number: Rounded, mark: str = "") -> str:
    """A rounded number with its mark and its open end."""
    return _ended(f"{number.value:g}{mark}", number)


def _percent_band(band: Band) -> str:
    if band.at_least is None:
        return f"under {(band.at_most or 0) + 1}%"
    if band.at_most is None:
        return f"{band.at_least}% or more"
    return f"{band.at_least}% to {band.at_most}%"


def _ended(number: str, end_of: Rounded) -> str:
    words = {
        "about": "{}",
        "or_less": "{} or less",
        "or_more": "{} or more",
    }
    return words[end_of.end].format(number)


def _from_to(ends: Interval) -> str:
    return f"{round(100 * ends.least)}% to {round(100 * ends.most)}%"


def _points(points: int) -> str:
    if points == 0:
        return "no change"
    unit = "point" if abs(points) == 1 else "points"
    return f"{abs(points)} {unit} {'up' if points > 0 else 'down'}"


def _up_or_down(points: int) -> str:
    return "0" if points == 0 else f"{abs(points)} {'up' if points > 0 else 'down'}"


def _and(names: Sequence[str]) -> str:
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last

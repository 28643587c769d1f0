"""Released figures in windows: one unit and one release, why some are hidden, and as files.

Slack draws no tables and no charts in windows; they say all in words, and the page that opens in
the browser has the pictures.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.published import ReleaseInfo, Row, UnitInfo
from models.reporting import Level, Period
from views import blocks, figure_words, inputs, visits
from views.blocks import Block
from views.result_files import Kind

SHOW, QUESTIONS, WHY = "results.show", "results.questions", "results.why"
FILES, FILE = "results.files", "results.file"
UNIT, RELEASE = "results.unit", "results.release"

MOST_OPTIONS = 100
MARK = 16
END_OF_NAME = 24

HOW_TO_READ = (
    "The share is of those who chose a point on the scale from 1 to 5, and chose 4 or 5. “Does "
    "not apply yet” and skipped questions are left out of it. The interval says how sure a share "
    "is: the fewer people, the wider. “Rose” and “fell” are said only of a change that is more "
    "than chance, with its interval. The score is the average, as 0 to 100. All numbers are "
    "rounded, so that nobody's answer can be worked out."
)
COUNTED_WITH = {
    Level.ENGLAND: (
        "There are no figures nearer to you than England's: they would be of too few people, or "
        "the roster has no region for you."
    ),
    Level.REGION: (
        "Figures of where you work alone would be of too few people, so its answers count in your "
        "region."
    ),
    Level.OTHERS: (
        "Figures of where you work alone would be of too few people, so it is counted together "
        "with others."
    ),
}
PERIODS = {Period.WAVE: "Waves", Period.QUARTER: "Quarters", Period.YEAR: "Years"}
KINDS = {Kind.XLSX: "Excel workbook", Kind.CSV: "CSV", Kind.JSON: "JSON"}
WHICH_FILE = (
    "It holds every figure of this release that you may see, with what each column means. It "
    "comes to you as a direct message from this app, and it is recorded that you took it."
)
SENT = "The file is in your conversation with this app, under Messages."
NOT_SENT = "Slack did not take the file. Please try again in a minute."


@dataclass(frozen=True)
class Place:
    """What a button is about: a release (the newest if None) and the mark of a unit (one's own)."""

    release: int | None = None
    unit: str = ""

    @property
    def value(self) -> str:
        return f"{self.release or ''} {self.unit}".strip()


@dataclass(frozen=True)
class Shown:
    """One release and one unit in it, beside its region and England, as its reader sees it."""

    release: ReleaseInfo
    releases: Sequence[ReleaseInfo]
    # The unit, its region, England: each once.
    beside: Sequence[UnitInfo]
    units: Sequence[UnitInfo]
    own: UnitInfo
    rows: Sequence[Row]

    @property
    def unit(self) -> UnitInfo:
        return self.beside[0]

    @property
    def place(self) -> Place:
        return Place(self.release.number, mark(self.unit.key))


def mark(key: str) -> str:
    """What names a unit in a button or an option, where its key may be too long."""
    return hashlib.sha256(key.encode()).hexdigest()[:MARK]


def window(shown: Shown) -> Block:
    """The criteria of one unit and one release, which can both be chosen."""
    said = [
        blocks.section("*Place*", _units(shown)),
        blocks.section("*Time*", _releases(shown)),
        blocks.header(shown.unit.name),
        blocks.section(about(shown)),
        *(block for rows in by_item(shown.rows) for block in _item(shown, rows)),
        blocks.quiet(HOW_TO_READ),
        blocks.actions(
            blocks.button("All questions", QUESTIONS, shown.place.value, style="primary"),
            visits.button(),
            file_button(shown.place),
        ),
    ]
    return blocks.modal(SHOW, "Results", said, private_metadata=shown.place.value)


def questions(shown: Shown) -> Block:
    """Every question of one unit and one release, under its criterion."""
    said = [blocks.section(f"*{blocks.escape(shown.unit.name)}*, {_title(shown.release)}")]
    for rows in by_item(shown.rows):
        if rows[0].item.is_criterion:
            said += [blocks.header(figure_words.criterion(rows[0].item.id))]
        else:
            said += _item(shown, rows)
    said += [blocks.quiet(HOW_TO_READ), blocks.actions(_back(shown.place))]
    return blocks.modal(QUESTIONS, "All questions", said)


def why(release: ReleaseInfo, unit: UnitInfo, wider: UnitInfo | None) -> Block:
    """Why a figure of this unit is hidden, and the way to a wider one."""
    said = [blocks.section(f"*{blocks.escape(unit.name)}*, {_title(release)}")]
    said += [blocks.words(figure_words.why_hidden(wider))]
    if release.period is not Period.WAVE:
        said += [blocks.words(figure_words.OF_EVERY_WAVE)]
    here = Place(release.number, mark(unit.key))
    ways = [] if wider is None else [_show(release, wider)]
    said += [blocks.actions(*ways, _back(here))]
    return blocks.modal(WHY, "Why is this hidden?", said)


def files(release: ReleaseInfo, place: Place) -> Block:
    """Which kind of file somebody wants."""
    here = Place(release.number, place.unit)
    kinds = [blocks.button(label, f"{FILE}:{kind}", here.value) for kind, label in KINDS.items()]
    said = [blocks.section(f"*{_title(release)}*"), blocks.words(WHICH_FILE)]
    return blocks.modal(FILES, "Figures as a file", [*said, blocks.actions(*kinds, _back(here))])


def file_sent(place: Place, *, is_sent: bool) -> Block:
    """How sending a file ended."""
    said = [blocks.words(SENT if is_sent else NOT_SENT), blocks.actions(_back(place))]
    return blocks.modal(FILES, "Figures as a file", said)


def here_is(title: str) -> str:
    """What stands beside the file."""
    return f"The figures of “{blocks.escape(title)}” that you may see, with what they mean."


def about(shown: Shown) -> str:
    """Which release this is, how many answered in England, and what the unit is."""
    unit, lines = shown.unit, [f"*{_title(shown.release)}*"]
    rate = figure_words.response(shown.release.rate)
    lines += [f"In England: {rate}"] if rate else []
    if unit == shown.own and unit.level in COUNTED_WITH:
        lines += [COUNTED_WITH[unit.level]]
    of_unit = [row for row in shown.rows if row.unit == unit]
    if of_unit and all(row.figure.is_hidden for row in of_unit):
        lines += [f"Nothing of {blocks.escape(unit.name)} can be shown in this release."]
    return "\n".join(lines)


def _item(shown: Shown, rows: Sequence[Row]) -> list[Block]:
    """One criterion or question: what each unit said, and why some of it is hidden."""
    item = rows[0].item
    name = figure_words.criterion(item.id) if item.is_criterion else item.text
    lines = [f"• {blocks.escape(f'{row.unit.name}: {_sentence(row, shown)}')}" for row in rows]
    text = "\n".join([f"*{blocks.escape(name)}*", *lines])
    button = why_button(shown.place.release, rows)
    return [blocks.section(text), *([blocks.actions(*button)] if button else [])]


def _sentence(row: Row, shown: Shown) -> str:
    """A figure in full; how it changed is told of the unit that is looked at."""
    figure = row.figure
    if figure.is_hidden:
        return figure_words.HIDDEN
    parts = [f"{figure_words.share(figure)} agree"]
    if figure.interval is not None:
        parts[0] += f" (95% interval {figure_words.interval(figure)})"
    if figure.mean is not None:
        parts += [f"average {figure_words.mean(figure)}"]
    if figure.score is not None:
        parts += [f"score {figure_words.score(figure)}"]
    parts += [f"{figure_words.people(figure)} people"]
    told = [f"{', '.join(parts)}."]
    if figure.bounds is not None:
        told += [f"Had everyone answered, {figure_words.bounds(figure)} might agree."]
    if row.unit == shown.unit and figure.change is not None:
        told += [f"{figure_words.change(figure.change)} since the time before."]
    return " ".join(told)


def file_button(place: Place) -> Block:
    """The way to the figures as a file."""
    return blocks.button("Send me the figures as a file", FILES, place.value)


def why_button(release: int | None, rows: Sequence[Row]) -> list[Block]:
    """The button for the finest unit of which something is hidden; none where nothing is."""
    for row in rows:
        if row.figure.is_hidden:
            place = Place(release, mark(row.unit.key)).value
            return [blocks.button("Why is this hidden?", WHY, place)]
    return []


def _show(release: ReleaseInfo, wider: UnitInfo) -> Block:
    place = Place(release.number, mark(wider.key)).value
    return blocks.button(
        blocks.clipped(f"Show {wider.name}"), f"{SHOW}:wider", place, style="primary"
    )


def _back(place: Place) -> Block:
    return blocks.button("See the results", SHOW, place.value)


def by_item(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows by item, in their order, those of the unit first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.item.id, []).append(row)
    return list(found.values())


def _units(shown: Shown) -> Block:
    """A choice of the units that this person may see, by region."""
    groups: dict[str, list[UnitInfo]] = {"England and its regions": []}
    for unit in shown.units:
        is_wide = unit.level in (Level.ENGLAND, Level.REGION)
        heading = "England and its regions" if is_wide else " and ".join(unit.regions)
        groups.setdefault(heading or "Elsewhere", []).append(unit)
    options = {
        heading: [blocks.option(_short(one.name), mark(one.key)) for one in units]
        for heading, units in groups.items()
    }
    return _select(UNIT, "Choose a place", options, mark(shown.unit.key))


def _short(name: str) -> str:
    """A name as an option may hold it, with its end: there a cohort is told from its place."""
    if len(name) <= blocks.LONGEST_LABEL:
        return name
    start = blocks.clipped(name, blocks.LONGEST_LABEL - END_OF_NAME)
    return f"{start}{name[-END_OF_NAME:]}"


def _releases(shown: Shown) -> Block:
    """A choice of everything that was released, by the length of its period."""
    options = {
        heading: [
            blocks.option(blocks.clipped(one.title), str(one.number))
            for one in shown.releases
            if one.period is period
        ]
        for period, heading in PERIODS.items()
    }
    return _select(RELEASE, "Choose a time", options, str(shown.release.number))


def _select(action: str, asking: str, options: dict[str, list[Block]], chosen: str) -> Block:
    """A menu in groups, none longer than Slack takes."""
    groups: list[Block] = [
        {
            "label": blocks.plain(blocks.clipped(heading)),
            "options": found[start : start + MOST_OPTIONS],
        }
        for heading, found in options.items()
        for start in range(0, len(found), MOST_OPTIONS)
    ]
    return {**inputs.menu(groups, chosen, asking), "action_id": action}


def _title(release: ReleaseInfo) -> str:
    return blocks.escape(release.title)

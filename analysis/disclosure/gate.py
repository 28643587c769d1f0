"""The gate: looks at everything ever released for the same answers, and at what is to come."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from analysis.disclosure import span
from analysis.disclosure.bounds import Group, Known, TablesOverlap, is_narrow, narrowed
from analysis.disclosure.cells import Cell, Figure, counts
from analysis.disclosure.findings import Finding, Reason
from analysis.disclosure.leaver import told_leavers
from analysis.summary import Tally

# Told how many items of how many are done.
Progress = Callable[[int, int], None]


def examine(
    figures: Iterable[Figure],
    floor: int,
    progress: Progress = lambda _done, _all: None,
) -> list[Finding]:
    """Give every reason why these figures may not stand together; an empty list lets them out.

    `figures` are all that were ever released for the same answers and all that are to be, the
    hidden ones as well. Items are looked at one by one; items whose tables have the same people
    share one span test. Figures that overlap are found undecided.
    """
    by_item: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_item[figure.item].append(figure)
    findings: list[Finding] = []
    seen: dict[frozenset[object], list[span.Exposure]] = {}
    for done, of_item in enumerate(by_item.values(), start=1):
        findings += too_few(of_item, floor)
        findings += _spans(of_item, floor, seen)
        findings += _bounds(of_item)
        progress(done, len(by_item))
    return findings


def too_few(figures: Iterable[Figure], floor: int) -> list[Finding]:
    """Find figures that are shown and may have fewer different people than the floor."""
    return [
        _finding(Reason.TOO_FEW, one, f"It has fewer than {floor} people.")
        for one in figures
        if not one.shown.is_hidden and one.surely < floor
    ]


def leavers(
    tallies: Mapping[tuple[str, str, str], tuple[Tally, int | None]], floor: int
) -> list[Finding]:
    """Find figures, by table, unit and item, that would tell the score of somebody who left.

    Each with how many were asked, where that is known.
    """
    return [
        Finding(
            Reason.LEAVER,
            *where,
            "Had one person not answered, the difference would tell their score.",
            "Show the share alone, without a mean.",
        )
        for where, (tally, asked) in tallies.items()
        if told_leavers(tally, floor, asked)
    ]


def _spans(
    figures: Sequence[Figure], floor: int, seen: dict[frozenset[object], list[span.Exposure]]
) -> list[Finding]:
    # In a fixed order, so that items with the same people share their places in it.
    shown = sorted(
        (one for one in figures if not one.shown.is_hidden), key=lambda one: (one.table, one.unit)
    )
    shape = frozenset((place, *one.form.items()) for place, one in enumerate(shown))
    if shape not in seen:
        seen[shape] = span.exposures([one.form for one in shown], floor)
    return [_exposed(exposure, shown, floor) for exposure in seen[shape]]


def _exposed(exposure: span.Exposure, shown: Sequence[Figure], floor: int) -> Finding:
    together = [shown[place] for place in exposure.figures]
    names = ", ".join(f"{one.unit} ({one.table})" for one in together)
    # What comes last is what can still be held back; of these, the one with the fewest people.
    least = min(together, key=lambda one: (one.people, one.table, one.unit))
    if not exposure.is_decided:
        return _finding(Reason.UNDECIDED, least, f"Too many cases to try, among: {names}.")
    told = ", ".join(cell.name for cell in exposure.cells)
    return _finding(Reason.SPAN, least, f"{names} together tell fewer than {floor} people: {told}.")


def _bounds(figures: Sequence[Figure]) -> list[Finding]:
    """Find what is not shown and can be worked out; cells of different moments never meet."""
    targets = _targets(figures)
    if not targets:
        return []
    known: list[Known] = [
        (one.form, counts(one.shown, one.people))
        for one in figures
        if not one.shown.is_hidden and all(weight == 1 for weight in one.form.values())
    ]
    try:
        ranges = narrowed(known, list(targets))
    except TablesOverlap:
        because = "Its table overlaps with another one, and nothing can weigh them."
        return [_finding(Reason.UNDECIDED, next(iter(targets.values())), because)]
    return [
        _finding(Reason.BOUNDS, targets[group], _narrow(group))
        for group, found in ranges.items()
        if is_narrow(found, sum(cell.people for cell in group))
    ]


def _narrow(group: Group) -> str:
    names = ", ".join(sorted(cell.name for cell in group))
    return f"All figures together tell to within three people how many agreed in: {names}."


def _targets(figures: Sequence[Figure]) -> dict[Group, Figure]:
    """Give what is not shown: hidden figures, cells without their own, and what wholes leave."""
    # The smallest whole of a cell is the one whose parts can still be held back.
    shown = sorted((one for one in figures if not one.shown.is_hidden), key=lambda one: one.people)
    groups = {frozenset(one.form) for one in shown}
    targets = {frozenset(one.form): one for one in figures if one.shown.is_hidden}
    bare: set[Cell] = {
        cell for one in shown for cell in one.form if frozenset({cell}) not in groups
    }
    for one in shown:
        # The rest of a whole is every cell of it that no figure shows alone.
        if rest := frozenset(one.form) & bare:
            targets.setdefault(rest, one)
            for cell in rest:
                targets.setdefault(frozenset({cell}), one)
    return {group: one for group, one in targets.items() if group and group not in groups}


def _finding(reason: Reason, figure: Figure, because: str) -> Finding:
    instead = f"Leave {figure.unit} out of this table; show {figure.wider} instead."
    return Finding(reason, figure.table, figure.unit, figure.item, because, instead)

"""Puts the tables of a wave through the gate, and hides more until it lets them out."""

from collections.abc import Callable, Collection

from analysis.disclosure import gate
from analysis.disclosure.findings import Finding
from analysis.planning import Plan

# Told how many items of how many are done.
Progress = Callable[[int, int], None]

# Each round hides something, so a wave that needs more has nothing left that is worth showing.
MOST_ROUNDS = 20


def examine(plan: Plan, progress: Progress = lambda _done, _of: None) -> list[Finding]:
    """Hide what the gate finds until it finds nothing; what is left to find if that never ends.

    The figures of a wave are all that is ever released of its answers: longer periods are made of
    these, and tell nothing that these do not (`publishing.of_period`).
    """
    findings = _findings(plan, plan.counts.items, progress)
    for _ in range(MOST_ROUNDS):
        if not findings:
            return []
        changed = plan.hide_more(findings)
        if not changed:
            return findings
        kept = [one for one in findings if one.item not in changed]
        findings = kept + _findings(plan, changed, lambda _done, _of: None)
    return findings


def _findings(plan: Plan, items: Collection[str], progress: Progress) -> list[Finding]:
    figures = plan.figures(items)
    counts = plan.counts
    tallies = {
        (one.table, one.unit, one.item): (
            counts.totals[one.unit, one.item],
            counts.asked_of.get(one.unit),
        )
        for one in figures
        if not one.shown.is_hidden
    }
    found = gate.examine(figures, plan.floor, progress=progress)
    return found + gate.leavers(tallies, plan.floor)

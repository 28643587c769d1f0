"""Linear programming: what the bounds of nested figures are compared with."""

from collections.abc import Sequence

from scipy.optimize import linprog  # type: ignore[import-untyped]

from analysis.disclosure.bounds import Known
from analysis.disclosure.cells import Form, Range


def solve(known: Sequence[Known], target: Form) -> Range:
    """Give the least and the most of a form, for all answers that agree with what is known.

    Without any such answers, ValueError: the figures contradict each other.
    """
    cells = sorted({cell for form, _ in known for cell in form} | set(target))
    above = [[float(form.get(cell, 0)) for cell in cells] for form, _ in known]
    rows = above + [[-weight for weight in row] for row in above]
    limits = [told.most for _, told in known] + [-told.least for _, told in known]
    costs = [float(target.get(cell, 0)) for cell in cells]
    ends = []
    for sign in (1, -1):
        found = linprog(
            [sign * cost for cost in costs],
            A_ub=rows or None,
            b_ub=limits or None,
            bounds=[(0, cell.people) for cell in cells],
            method="highs",
        )
        if found.status != 0:
            raise ValueError("No answers agree with these figures.")
        ends.append(sign * float(found.fun))
    return Range(ends[0], ends[1])

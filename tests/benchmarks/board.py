"""The figures of a run: shown as they come, written down at the end."""

import json
import operator
from dataclasses import asdict, dataclass
from pathlib import Path

COMPARE = {"<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True)
class Figure:
    """One measured value beside its baseline, and whether it reaches its goal."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    goal: str | None = None
    met: bool | None = None


class Board:
    """Collects figures; a goal reads ">= 0.85x" for a ratio or "<= 5 s" for a value."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def add(
        self,
        name: str,
        value: float,
        unit: str,
        baseline: float | None = None,
        goal: str | None = None,
    ) -> None:
        ratio = value / baseline if baseline else None
        figure = Figure(name, value, unit, baseline, ratio, goal, _is_met(value, ratio, goal))
        self.figures.append(figure)
        print(_line(figure), flush=True)

    def title(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [asdict(figure) for figure in self.figures]
        path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _is_met(value: float, ratio: float | None, goal: str | None) -> bool | None:
    if goal is None:
        return None
    sign, bound, *_ = goal.split()
    measured = ratio if bound.endswith("x") else value
    return measured is not None and COMPARE[sign](measured, float(bound.rstrip("x")))


def _line(figure: Figure) -> str:
    beside = "" if figure.baseline is None else f"beside {_number(figure.baseline)}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    value = f"{_number(figure.value)} {figure.unit}"
    return (
        f"  {figure.name:<62}{value:>16}  {beside:<17}{ratio:>8}  {figure.goal or '':<12}{verdict}"
    )


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}"

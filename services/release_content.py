"""What a release says, as it is kept: its head, its units, its items, and how they are read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import views.figure_words
from analysis.disclosure.formats import Kind, Written
from analysis.planning import Place, Plan
from analysis.protection import Rounded
from analysis.published import HIDDEN, Published
from analysis.wholes import Counts, Node
from models.questionnaire import CRITERIA, Item
from models.reporting import ENGLAND, Level

Content = dict[str, Any]


def head(title: str, days: tuple[date, date], asked: tuple[str, int], floor: int) -> Content:
    """What a release is about: its title, its days, and which questions were asked."""
    name, version = asked
    return {
        "title": title,
        "starts_on": days[0].isoformat(),
        "ends_on": days[1].isoformat(),
        "questionnaire": name,
        "version": version,
        "floor": floor,
    }


def items(asked: Sequence[Item]) -> list[Content]:
    """The criteria that were asked about, each before its questions."""
    found: list[Content] = []
    for code in CRITERIA:
        of_criterion = [one for one in asked if one.criterion == code]
        if of_criterion:
            found.append(_item(code, code, views.figure_words.CRITERIA_IN_FULL[code]))
            found += [_item(one.id, code, one.text) for one in of_criterion]
    return found


def in_order(known: Mapping[str, Any]) -> list[Content]:
    """The items of several releases by their ids, in the same order."""
    ordered = sorted(known.values(), key=lambda one: (one.criterion, not one.is_criterion, one.id))
    return [_item(one.id, one.criterion, one.text) for one in ordered]


def unit(counts: Counts, key: str) -> Content:
    """A unit of a wave."""
    node = counts.nodes[key]
    return {
        "key": key,
        "name": _name(counts, node),
        "level": node.level,
        "regions": list(node.regions),
        "wider": node.wider,
        "rate": None,
    }


def written(
    chosen: Plan, figures: Mapping[Place, Published], rate: Rounded | None
) -> list[Written]:
    """Every figure as it will be read, and the response, for the rules of formats."""
    words, asked = views.figure_words, chosen.counts.asked[ENGLAND]
    moment = chosen.counts.moment
    response = Written(moment, ENGLAND, "", Kind.RATE, words.rate(rate), asked)
    return [response] * (rate is not None) + [
        Written(moment, place.unit, place.item, kind, text(figure), people)
        for place, figure in figures.items()
        if figure != HIDDEN
        for people in [chosen.size(place)]
        for kind, text in (
            (Kind.FAVOURABLE, words.share),
            (Kind.MEAN, words.mean),
            (Kind.PEOPLE, words.people),
        )
    ]


def kept(rate: Rounded | None) -> Content | None:
    """A response rate, or that there is none."""
    return None if rate is None else asdict(rate)


def _item(item: str, criterion: str, text: str) -> Content:
    return {"item": item, "criterion": criterion, "text": text}


def _name(counts: Counts, node: Node) -> str:
    """What a unit is called; a cohort is called after its unit."""
    if node.level is Level.COHORT:
        return f"{_name(counts, counts.nodes[node.wider])}, {node.names[-1]}"
    return views.figure_words.unit_name(node.level, node.names)

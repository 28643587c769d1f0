"""The leaver test: a figure before and after one person left never tells their one score."""

from functools import lru_cache

from analysis.disclosure.cells import Range, counts, sums
from analysis.protection import Band, Protected, protect
from analysis.summary import LEAST_FAVOURABLE, SCORES, Tally

# Nobody is shown how many answered more exactly than this.
NEAR = 5


def told_leavers(tally: Tally, floor: int, asked: int | None = None) -> tuple[int, ...]:
    """Give the scores that would be told if one person who gave them had not answered.

    Whoever looks knows the number of answers to within five, because it is shown as a band only.
    """
    before = protect(tally, floor, asked)
    if before.is_hidden:
        return ()
    return tuple(
        score
        for score in SCORES
        if tally.counts[score - 1]
        and _is_told(tally, before, protect(_less(tally, score), floor, asked))
    )


def _is_told(tally: Tally, before: Protected, after: Protected) -> bool:
    if len(possible_scores(tally.people, before, after)) > 1:
        return False
    near = range(tally.people - NEAR, tally.people + NEAR + 1)
    bands = [shown.people for shown in (before, after)]
    sizes = [n for n in near if all(_is_within(n - i, band) for i, band in enumerate(bands))]
    return len(frozenset().union(*(possible_scores(n, before, after) for n in sizes))) == 1


def _is_within(people: int, band: Band | None) -> bool:
    if band is None:
        return False
    return (band.at_least or 0) <= people and (band.at_most is None or people <= band.at_most)


@lru_cache(maxsize=4096)
def possible_scores(people: int, before: Protected, after: Protected) -> frozenset[int]:
    """Give every score that someone can have had who was one of so many people, and left.

    For whoever sees both figures and knows how many people there were.
    """
    return frozenset(one for one in SCORES if _is_possible(one, people, before, after))


def _is_possible(score: int, people: int, before: Protected, after: Protected) -> bool:
    favours = int(score >= LEAST_FAVOURABLE)
    old, new = counts(before, people), counts(after, people - 1)
    for favourable in range(int(old.least), int(old.most) + 1):
        if not new.least <= favourable - favours <= new.most:
            continue
        one = _sums(before, people, favourable)
        two = _sums(after, people - 1, favourable - favours)
        if max(one.least, two.least + score) <= min(one.most, two.most + score):
            return True
    return False


def _sums(shown: Protected, people: int, favourable: int) -> Range:
    """Give the sums of scores that so many people can have; an empty range if there are none."""
    least, most = people + 3 * favourable, 3 * people + 2 * favourable
    if not 0 <= favourable <= people:
        return Range(1, 0)
    if shown.mean is None:
        return Range(least, most)
    # `protect` moves a sum at its limit by one, so there it may be one further than it is shown.
    line = sums(shown.mean, shown.people, people)
    if least + 1 > line.most or most - 1 < line.least:
        return Range(1, 0)
    low = least if least + 1 >= line.least else line.least
    return Range(low, most if most - 1 <= line.most else line.most)


def _less(tally: Tally, score: int) -> Tally:
    one, two, three, four, five = (
        count - (place == score) for place, count in zip(SCORES, tally.counts, strict=True)
    )
    return Tally((one, two, three, four, five), tally.not_yet, tally.skipped)

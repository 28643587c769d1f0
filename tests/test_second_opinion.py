"""A second opinion on what is hidden: Tau-Argus, the tool of official statistics (OPT, FREQ)."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from pytauargus import protect  # type: ignore[import-untyped]

from analysis.planning import Place, plan
from analysis.summary import Tally
from analysis.wholes import Counts, Leaf
from models.reporting import ENGLAND

FLOOR = 8
# How far from the truth nobody may come, in percent, as its rule for small counts wants to know.
MARGIN = 20
Sizes = Mapping[str, Mapping[str, int]]


@pytest.mark.parametrize("seed", range(15))
def test_what_tau_argus_calls_unsafe_is_hidden_and_little_more(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It writes its logs where it stands.
    monkeypatch.chdir(tmp_path)
    sizes = made_up(Random(seed))

    ours = hidden(sizes)
    unsafe, suppressed = theirs(sizes, tmp_path)

    assert unsafe <= ours
    for region, employers in sizes.items():
        people = sum(size for name, size in employers.items() if name in ours)
        assert (people == 0) == (not suppressed & set(employers))
        assert people == 0 or people >= FLOOR or region in ours
    # Theirs is the least that can be hidden; ours hides the smallest neighbours, maybe one more.
    assert len(ours) <= len(suppressed) + len(sizes)


def made_up(random: Random) -> Sizes:
    """Regions with employers of a long tail; each region is large enough for itself."""
    found = {}
    for region in range(random.randint(2, 5)):
        sizes = [min(60, int(4 * random.paretovariate(0.8))) for _ in range(random.randint(2, 6))]
        found[f"R{region}"] = {f"E{region}{one}": size for one, size in enumerate([*sizes, 20])}
    return found


def hidden(sizes: Sizes) -> set[str]:
    """What we hide."""
    homes = {name: region for region, employers in sizes.items() for name in employers}
    tallies = {
        (Leaf(f"employer:{name}"), "A1"): Tally((0, size, 0, 0, 0))
        for employers in sizes.values()
        for name, size in employers.items()
    }
    chosen = plan(Counts("w", tallies, homes), FLOOR)
    assert Place(ENGLAND, "A1") not in chosen.hidden
    return {place.unit.partition(":")[2] for place in chosen.hidden}


def theirs(sizes: Sizes, folder: Path) -> tuple[set[str], set[str]]:
    """What Tau-Argus calls unsafe by itself, and all that it hides."""
    employers = {name: size for each in sizes.values() for name, size in each.items()}
    people = [name for name, size in employers.items() for _ in range(size)]
    tree = [line for region in sizes for line in (region, *(f"@{one}" for one in sizes[region]))]
    places = folder / "places.hrc"
    places.write_text("\n".join(tree) + "\n", encoding="ascii")
    table = protect(
        {"Place": people, "One": [1] * len(people)},
        ["Place"],
        response="One",
        safety_rules=f"FREQ({FLOOR},{MARGIN})",
        suppress="OPT(1)",
        hrc={"Place": str(places)},
        hierleadstring="@",
        workdir=str(folder),
    ).tables[0]
    status = {row["Place"]: row["status"] for row in table.rows}
    unsafe = {place for place, one in status.items() if one == "U"}
    return unsafe, unsafe | {place for place, one in status.items() if one == "M"}

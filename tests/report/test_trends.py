"""A year month by month stays legible, and is told in full to whoever does not see it."""

import re

import pytest

from analysis.published import HIDDEN
from views import charts
from views.charts import Mark

MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")


@pytest.mark.parametrize(
    ("months", "labelled"), [(MONTHS[:8], MONTHS[:8]), (MONTHS, ("Apr", "Jul", "Oct", "Jan"))]
)
def test_labels_never_run_into_each_other(
    months: tuple[str, ...], labelled: tuple[str, ...]
) -> None:
    drawn = charts.trend("key", "Title", [Mark(month, HIDDEN) for month in months])

    assert tuple(re.findall(r"<text[^>]*>([A-Z][a-z]{2})</text>", drawn)) == labelled
    assert all(f"{month}: Hidden" in drawn for month in months)

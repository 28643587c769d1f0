"""Released figures on Home: one's own unit beside its region and England, as a table.

Slack draws tables on Home and in messages only, and charts in messages only.
"""

from analysis.change import Verdict
from models.reporting import Period
from views import blocks, figure_words, results, tables, visits, words_release
from views.blocks import Block
from views.results import Shown

NOTHING_YET = (
    "After a pulse closes, its figures are checked and agreed to by a second person. Then you "
    "find your own place, your region and England here."
)


def nothing_yet() -> list[Block]:
    """What Home says before the first release."""
    return [blocks.quiet(NOTHING_YET)]


def on_home(shown: Shown) -> list[Block]:
    """The criteria as a table, and the ways to everything else."""
    return [
        blocks.header("Results"),
        blocks.section(results.about(shown)),
        *_table(shown),
        *_changes(shown),
        blocks.actions(
            blocks.button("See all results", results.SHOW, shown.place.value),
            *results.why_button(shown.place.release, shown.rows),
            *_words(shown),
            visits.button(),
            results.file_button(shown.place),
        ),
    ]


def _words(shown: Shown) -> list[Block]:
    """The way to what people wrote, once something of it is released."""
    if not any(one.period is Period.WORDS for one in shown.releases):
        return []
    return [blocks.button("What people wrote", words_release.SHOW)]


def _table(shown: Shown) -> list[Block]:
    """The criteria in each place; nothing where none was asked about."""
    header = ["Agree or strongly agree", *(unit.name for unit in shown.beside)]
    body = [
        [
            figure_words.criterion(rows[0].item.id),
            *(figure_words.share(row.figure) for row in rows),
        ]
        for rows in results.by_item(shown.rows)
    ]
    title = f"Results by criterion, {shown.release.title}"
    return [tables.table(title, header, body)] if body else []


def _changes(shown: Shown) -> list[Block]:
    """What changed in the unit since the time before, in words; nothing where nothing is known."""
    changes = {
        figure_words.criterion(row.item.id): row.figure.change
        for row in shown.rows
        if row.unit == shown.unit and row.figure.change is not None
    }
    if not changes:
        return []
    is_unclear = Verdict.NO_CLEAR_CHANGE
    unclear = [name for name, change in changes.items() if change.verdict is is_unclear]
    told = [
        f"{name}: {figure_words.change(change)}"
        for name, change in changes.items()
        if name not in unclear
    ]
    told += [f"No clear change: {'; '.join(unclear)}"] if unclear else []
    heading = f"{shown.unit.name}, since the time before"
    return [blocks.words("\n".join([heading, *(f"• {line}" for line in told)]))]

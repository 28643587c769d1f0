"""Words before and after they leave: how far they are, what a second person sees, what all read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from analysis.protection import Band
from analysis.published import Published, UnitInfo
from models import regions as every_region
from views import blocks, figure_words, times
from views.blocks import Block

PREPARE, SEE, RELEASE, DECLINE, SHOW = (
    "words.prepare",
    "words.see",
    "words.release",
    "words.decline",
    "words.show",
)

MOST_WAVES, MOST_QUOTES = 6, 40
PREPARING = "Prepare the release"
NOTHING_YET = "No words have been released yet."
RELEASED = "Released. Everybody can read it with `/nqsw words`; the comments themselves are gone."
OWN = (
    "You prepared these words, so somebody else has to release them. Until then nothing more is "
    "read or checked; “Do not release” lets that go on."
)
DECLINED = "Not released. Reading and checking go on."


@dataclass(frozen=True)
class Progress:
    """How far the words of one wave are."""

    wave_id: UUID
    title: str
    agreed: int
    all: int
    is_prepared: bool
    is_mine: bool

    @property
    def is_ready(self) -> bool:
        """Whether every comment is agreed, and nobody has prepared them yet."""
        return not self.is_prepared and self.agreed == self.all > 0


@dataclass(frozen=True)
class ShownTheme:
    """A theme, and what share of those who wrote spoke of it."""

    id: str
    name: str
    figure: Published


@dataclass(frozen=True)
class Quote:
    """Somebody's words as they may be quoted, and for which place."""

    place: str
    theme: str
    text: str


@dataclass(frozen=True)
class Preview:
    """What would leave, before a second person."""

    progress: Progress
    themes: Sequence[ShownTheme]
    quotes: Sequence[Quote]
    is_mine: bool


@dataclass(frozen=True)
class ReleasedWords:
    """What somebody may read of one release of words."""

    title: str
    themes: Sequence[tuple[UnitInfo, Sequence[ShownTheme]]]
    quotes: Sequence[Quote]


def title(survey: str, opened_at: datetime) -> str:
    """What the words of a wave are called."""
    return f"Comments of {survey}, {opened_at.astimezone(times.LONDON):%B %Y}"[:200]


def to_do(found: Sequence[Progress]) -> list[Block]:
    """For Home: words that are all agreed, and words that wait for a second person."""
    shown = []
    for one in found:
        name, wave = f"*{blocks.escape(one.title)}*", str(one.wave_id)
        if one.is_ready:
            text = f"{name} are all agreed, and can be prepared for release."
            shown.append(blocks.section(text, blocks.button(PREPARING, PREPARE, wave)))
        elif one.is_prepared and not one.is_mine:
            text = f"{name} wait for a second person to release them."
            shown.append(blocks.section(text, blocks.button("See and decide", SEE, wave)))
    return shown[:MOST_WAVES]


def waves(found: Sequence[Progress]) -> list[Block]:
    """How far the words of each wave are, and the next step."""
    if not found:
        return []
    shown = [blocks.divider(), blocks.section("*Releases of words*")]
    for one in found[:MOST_WAVES]:
        text = f"*{blocks.escape(one.title)}*: {one.agreed} of {one.all} comments are agreed."
        if one.is_prepared:
            text += " They wait for a second person."
            shown.append(blocks.section(text, blocks.button("See them", SEE, str(one.wave_id))))
        else:
            button = blocks.button(PREPARING, PREPARE, str(one.wave_id))
            shown.append(blocks.section(text, button if one.agreed else None))
    return shown


def in_vain(title: str, regions: Sequence[str]) -> Block:
    """That comments wait for analysts whom there are not, and whom to look for."""
    places = ", ".join(filter(None, regions))
    if not places:
        why = (
            "Their employer is on no roster any more, so nobody knows who works elsewhere, and "
            "they cannot be shown."
        )
    elif set(regions) >= set(every_region.load().names):
        why = (
            "Some may be from anywhere, also from where an analyst works, so nobody may read "
            "them, and they cannot be shown."
        )
    else:
        why = (
            f"For those from {blocks.escape(places)} there are not two: they cannot be shown until "
            "the roster has another analyst for England who works elsewhere."
        )
    return blocks.section(
        f"*{blocks.escape(title)}*: nobody can finish some of these. Two analysts for England have "
        f"to read each comment, and neither may work where it may be from. {why}"
    )


def preview(shown: Preview) -> Block:
    """What would leave, with the two buttons of whoever decides."""
    one = shown.progress
    content = [blocks.section(f"*{blocks.escape(one.title)}*")]
    if left := one.all - one.agreed:
        are = "1 comment is" if left == 1 else f"{left} comments are"
        content.append(
            blocks.section(
                f"*Please note:* {are} not agreed yet. Their words would never be shown, and they "
                "would count as if they were about no theme, so the shares are too low."
            )
        )
    content.append(
        blocks.section(
            "A release cannot be taken back. With it every comment of this survey is deleted, "
            "with all notes about it."
        )
    )
    content += themes_of("England", shown.themes)
    content += quotations(shown.quotes)
    content += _decision(shown)
    return blocks.modal("words.preview", "What would leave", content)


def themes_of(place: str, themes: Sequence[ShownTheme]) -> list[Block]:
    """The themes of one place, in words; nothing where nobody is shown."""
    told = [one for one in themes if not one.figure.is_hidden]
    if not told:
        return []
    heading = (
        f"*{blocks.escape(place)}*: {figure_words.people(told[0].figure)} people wrote. "
        "The share of them who wrote about each theme:"
    )
    return [blocks.section(heading), blocks.words("\n".join(_by_share(told)))]


def quotations(quotes: Sequence[Quote]) -> list[Block]:
    """Words that may be quoted, each once, whatever the number of its themes."""
    if not quotes:
        return []
    each = list(each_once(quotes))
    shown = [blocks.section("*In their own words*, redacted, by people who agreed to be quoted:")]
    shown += [blocks.words(f"“{text}”\n{place}") for text, place in each[:MOST_QUOTES]]
    if (more := len(each) - MOST_QUOTES) > 0:
        shown.append(blocks.quiet(f"{more} more are on the page of results."))
    return shown


def released(words: ReleasedWords | None) -> Block:
    """What somebody reads of the newest words."""
    if words is None:
        return blocks.modal("words.released", "In their words", [blocks.section(NOTHING_YET)])
    content = [blocks.section(f"*{blocks.escape(words.title)}*")]
    for unit, themes in words.themes:
        content += themes_of(unit.name, themes)
    content += quotations(words.quotes)
    return blocks.modal("words.released", "In their words", content[:100])


def done(text: str) -> Block:
    """One thing said in a window."""
    return blocks.modal("words.done", "Comments", [blocks.section(text)])


def each_once(quotes: Sequence[Quote]) -> dict[tuple[str, str], list[str]]:
    """Every text and its place with all themes that it is quoted for, in the order given."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in quotes:
        found.setdefault((one.text, one.place), []).append(one.theme)
    return found


def by_share(themes: Sequence[ShownTheme]) -> list[list[ShownTheme]]:
    """The themes of each share, the largest share first."""
    found: dict[str, list[ShownTheme]] = {}
    for one in sorted(themes, key=at_least, reverse=True):
        found.setdefault(figure_words.share(one.figure), []).append(one)
    return list(found.values())


def at_least(one: ShownTheme) -> float:
    """How many percent it is at least; what is shown as less than something comes last."""
    shown = one.figure.favourable
    if isinstance(shown, Band):
        return shown.at_least or 0
    return 0 if shown is None or shown.end == "or_less" else shown.value


def _by_share(told: Sequence[ShownTheme]) -> list[str]:
    """The themes of each share in a line, the largest share first."""
    groups = by_share(told)
    if len(groups) == 1 and len(told) > 1:
        return [f"• each theme: {figure_words.share(told[0].figure)}. None stands out."]
    return [
        f"• {figure_words.share(of[0].figure)}: {'; '.join(one.name for one in of)}"
        for of in groups
    ]


def _decision(shown: Preview) -> list[Block]:
    value = str(shown.progress.wave_id)
    sure = blocks.confirm(
        "Release these words?",
        "They cannot be taken back, and the comments are deleted.",
        "Release",
        "Not yet",
    )
    no = blocks.button("Do not release", DECLINE, value)
    if shown.is_mine:
        return [blocks.section(OWN), blocks.actions(no, block_id="words")]
    yes = blocks.button("Release", RELEASE, value, style="primary", confirm=sure)
    return [blocks.actions(yes, no, block_id="words")]

"""The library to browse: on Home as a page with filters, and as the answer to a search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models import headings, regions
from models.library import LibraryEntry
from models.practice_form import SETS
from models.shelf import LONGEST_WORDS, Order, Wish
from views import blocks, library, times
from views.blocks import Block
from views.practice_page import CRITERIA_SHORT, heading

OPEN, BACK, CLEAR = "library.open", "library.back", "library.clear"
FILTER, WORDS, SAVED = "library.filter", "library.words", "library.saved"
NEWER, OLDER, MORE = "library.newer", "library.older", "library.more"

ON_A_PAGE = 8
ANSWERED = 5
EXCERPT = 300
EVERYTHING = "all"

# Around the words that were found.
FOUND, FOUND_END = "\ue000", "\ue001"

ORDERS = {
    Order.BEST: "Best match first",
    Order.NEWEST: "Newest first",
    Order.MOST_USED: "Most used first",
}
FEWER = "Try fewer words, or other ones. Or browse: press “Open the library”."
OPENED = "The library is open. You find it on my “Home”, beside “Messages”."


@dataclass(frozen=True)
class Shown:
    """One example in a list; the words that were found stand between two signs."""

    book: LibraryEntry
    title: str
    excerpt: str


@dataclass(frozen=True)
class Shelf:
    """One page of the library."""

    wish: Wish
    found: Sequence[Shown]
    has_more: bool
    kinds: Sequence[str]


def part() -> list[Block]:
    """The library on Home: a line and a way in."""
    text = (
        "*The library.* Good practice that colleagues have shared: read it, use it, ask about it."
    )
    return [blocks.section(text, blocks.button("Open the library", OPEN))]


def page(shelf: Shelf) -> Block:
    """The library in place of one's own page."""
    wish = shelf.wish
    shown = [
        blocks.header("Saved by me" if wish.is_saved else "The library"),
        _ways(wish),
        _words(wish),
        *_filters(shelf),
        blocks.divider(),
        *_list(shelf.found),
    ]
    if not shelf.found:
        shown.append(blocks.section(_nothing(wish)))
    shown += _turning(shelf)
    return {**blocks.home(shown), "private_metadata": wish.kept()}


def answer(wish: Wish, found: Sequence[Shown], *, has_more: bool) -> list[Block]:
    """What /practice search answers."""
    browse = blocks.button("Open the library", OPEN)
    if not wish.words:
        text = "Type words after it, such as `/practice search group supervision`."
        return [blocks.section(text), blocks.actions(browse)]
    if not found:
        text = f"*Nothing was found for* “{blocks.escape(wish.words)}”. {FEWER}"
        return [blocks.section(text), blocks.actions(browse)]
    start = "More examples" if wish.page else "Examples"
    shown = [blocks.section(f"*{start} for* “{blocks.escape(wish.words)}”"), *_list(found)]
    more = blocks.button("More", MORE, replace(wish, page=wish.page + 1).kept())
    return [*shown, blocks.actions(*([more] if has_more else []), browse)]


def answer_text(wish: Wish, found: Sequence[Shown]) -> str:
    """The same in one line, for whoever sees no blocks."""
    if not found:
        return f"Nothing was found for “{blocks.escape(wish.words)}”. {FEWER}"
    return blocks.escape("Found: " + "; ".join(one.book.title for one in found))


def _ways(wish: Wish) -> Block:
    back = blocks.button("Back to my page", BACK)
    saved = "Show everything" if wish.is_saved else "Saved by me"
    return blocks.actions(
        back, blocks.button(saved, SAVED), blocks.button("Clear the filters", CLEAR)
    )


def _words(wish: Wish) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": WORDS,
        "max_length": LONGEST_WORDS,
        "placeholder": blocks.plain("Such as: group supervision"),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    if wish.words:
        element["initial_value"] = wish.words
    field = blocks.field(
        f"words:{wish.turn}", "Search the library", element, hint="Press Enter to search."
    )
    return {**field, "dispatch_action": True, "optional": True}


def _filters(shelf: Shelf) -> list[Block]:
    wish = shelf.wish
    criteria = [blocks.option(short, code) for code, short in CRITERIA_SHORT.items()]
    kinds = [blocks.option(kind[:75], kind[:150]) for kind in shelf.kinds[:98]]
    places = [blocks.option(name, name) for name in regions.load().names]
    orders = [blocks.option(label, order.value) for order, label in ORDERS.items()]
    order = _select("order", "Order", orders, wish)
    order["initial_option"] = next(o for o in orders if o["value"] == wish.order)
    selects = [
        _select("criterion", "Criterion", _all("All criteria", criteria), wish),
        _headings(wish),
        _select("kind", "Employer type", _all("All employer types", kinds), wish),
        _select("region", "Region", _all("All regions", places), wish),
        order,
    ]
    return [blocks.actions(*selects, block_id=f"filters:{wish.turn}")]


def _all(label: str, options: list[Block]) -> list[Block]:
    return [blocks.option(label, EVERYTHING), *options]


def _select(name: str, label: str, options: list[Block], wish: Wish) -> Block:
    element: Block = {
        "type": "static_select",
        "action_id": f"{FILTER}:{name}",
        "placeholder": blocks.plain(label),
        "options": options,
    }
    chosen = [one for one in options if one["value"] == getattr(wish, name)]
    return {**element, "initial_option": chosen[0]} if chosen else element


def _headings(wish: Wish) -> Block:
    groups = [{"label": blocks.plain("Any"), "options": [_whole("All headings")]}]
    groups += [
        {"label": blocks.plain(called), "options": [_heading(code) for code in codes]}
        for called, codes in ((called, heading_codes(kind)) for kind, (_, called) in SETS.items())
    ]
    element: Block = {
        "type": "static_select",
        "action_id": f"{FILTER}:heading",
        "placeholder": blocks.plain("Heading"),
        "option_groups": groups,
    }
    is_known = any(wish.heading in heading_codes(kind) for kind in SETS)
    return {**element, "initial_option": _heading(wish.heading)} if is_known else element


def _whole(label: str) -> Block:
    return blocks.option(label, EVERYTHING)


def _heading(code: str) -> Block:
    return blocks.option(library.shortened(heading(code), 73), code)


def heading_codes(kind: str) -> list[str]:
    """The headings of one list, as examples name them."""
    return [f"{kind}:{one.code}" for one in headings.load()[SETS[kind][0]].headings]


def _list(found: Sequence[Shown]) -> list[Block]:
    return [block for one in found for block in _one(one)]


def _one(shown: Shown) -> list[Block]:
    entry = shown.book
    excerpt = _cut(shown.excerpt)
    line = {"type": "rich_text_section", "elements": [*marked(shown.title, is_bold=True)]}
    about = {"type": "rich_text_section", "elements": marked(excerpt)} if excerpt else None
    parts = [line, about] if about else [line]
    where = blocks.escape(library.from_where(entry))
    day = times.local_day(entry.published_at)
    used = f" {library.used_times(entry.uses)}" if entry.uses else ""
    quiet = blocks.quiet(f"{where}. Published {day}.{used}")
    read = blocks.button(
        "Read it all",
        library.READ,
        str(entry.practice_id),
        accessibility_label=f"Read it all: {entry.title}"[:75],
    )
    return [{"type": "rich_text", "elements": parts}, quiet, blocks.actions(read)]


def marked(text: str, *, is_bold: bool = False) -> list[Block]:
    """A text as pieces of rich text, in which the words that were found stand out."""
    pieces: list[Block] = []
    for part_ in text.split(FOUND):
        found, sign, rest = part_.partition(FOUND_END)
        if not sign:
            found, rest = "", part_
        style = {"bold": True, "italic": True} if is_bold else {"bold": True}
        pieces += [{"type": "text", "text": found, "style": style}] if found else []
        plain: Block = {"type": "text", "text": rest}
        pieces += [{**plain, "style": {"bold": True}} if is_bold else plain] if rest else []
    return pieces or [{"type": "text", "text": " "}]


def _cut(excerpt: str) -> str:
    """An excerpt that fits into a list; no sign is left open."""
    flat = " ".join(excerpt.split())
    if len(flat) <= EXCERPT:
        return flat
    cut = flat[:EXCERPT].rsplit(" ", 1)[0]
    is_open = cut.count(FOUND) > cut.count(FOUND_END)
    return cut + (FOUND_END if is_open else "") + " …"


def _nothing(wish: Wish) -> str:
    if wish.words:
        return "Nothing was found. Try fewer words, or other ones, or press “Clear the filters”."
    if wish.is_saved:
        return "You have saved nothing here yet. Press “Save” on an example to find it again."
    if wish.is_filtered:
        return "No example fits these filters yet. Press “Clear the filters” to see all."
    return "The library is still empty. Type `/practice` to share the first example."


def _turning(shelf: Shelf) -> list[Block]:
    buttons = []
    if shelf.wish.page:
        buttons.append(blocks.button("Previous page", NEWER))
    if shelf.has_more:
        buttons.append(blocks.button("Next page", OLDER))
    return [blocks.actions(*buttons)] if buttons else []

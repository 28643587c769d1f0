"""What the community hears when comments are released: what they were about, and where to read."""

from collections.abc import Iterator, Sequence

from views import blocks, figure_words, visits, words_release
from views.letters import Letter
from views.words_release import Quote, ShownTheme

# More than a handful of themes with the same share stand out no more than the others.
MOST_NAMED = 5

NOTHING_STANDS_OUT = "No theme stands out by the number of people who wrote about it."
QUOTED = "Some people agreed to be quoted: their words are there, with names taken out."
WHERE = (
    "Read them with “/nqsw words”, or under “Comments” on the results page. The comments "
    "themselves are deleted. Thank you to everyone who wrote."
)


def announcement(
    title: str, themes: Sequence[ShownTheme], quotes: Sequence[Quote]
) -> Letter | None:
    """The post after a release of words; None where nothing of it is shown to everybody.

    `themes` are those of England.
    """
    told = [one for one in themes if not one.figure.is_hidden]
    if not told and not quotes:
        return None
    words = list(_words(title, told, quotes))
    shown = (
        blocks.header("What you wrote"),
        *map(blocks.words, words),
        blocks.actions(
            blocks.button("Read what people wrote", words_release.SHOW), visits.button()
        ),
    )
    return Letter(blocks.escape(" ".join(words)), shown)


def _words(title: str, told: Sequence[ShownTheme], quotes: Sequence[Quote]) -> Iterator[str]:
    yield f"“{title}” are out, sorted into themes by two people."
    if told:
        yield f"In England {figure_words.people(told[0].figure)} people wrote. {_most(told)}"
    if quotes:
        yield QUOTED
    yield WHERE


def _most(told: Sequence[ShownTheme]) -> str:
    """What was written about most: the largest shares, as long as they are a handful."""
    named: list[ShownTheme] = []
    for of_one_share in words_release.by_share(told):
        is_little = not words_release.at_least(of_one_share[0])
        if is_little or len(named) + len(of_one_share) > MOST_NAMED:
            break
        named += of_one_share
    if not named:
        return NOTHING_STANDS_OUT
    shares = [f"{one.name} ({figure_words.share(one.figure)})" for one in named]
    return f"Written about most: {'; '.join(shares)}."

"""You said, we did: what co-ordinators heard, what they do about it, and what they cannot do."""

from collections.abc import Sequence
from itertools import groupby

from views.responses import Listed, opinion_in_words, parts
from views.site import frame
from views.site.frame import Frame

TITLE = "You said, we did"
NOTHING_YET = (
    "Nobody has answered a release yet. Co-ordinators say here what they heard, what they do about "
    "it, and what they cannot do and why."
)


def page(around: Frame, listed: Sequence[Listed]) -> str:
    """All answers by release; whatever was written stays text."""
    if not listed:
        return frame.page("nothing", around, TITLE, here=TITLE, text=NOTHING_YET)
    by_release = groupby(listed, key=lambda one: (one.response.release, one.release))
    groups = [
        (number, title, [(one.place, parts(one.response), opinion_in_words(one)) for one in of])
        for (number, title), of in by_release
    ]
    return frame.page("responses", around, TITLE, groups=groups)

"""Pages that say one thing: no release yet, no such page, a link that is spent."""

from models.policy import Visiting
from views.site import frame
from views.site.addresses import Addresses
from views.site.frame import Frame

IN_SLACK = "In Slack, open the Home tab of the app and press “Open the results page”."

SPENT = (
    "This link cannot be used",
    (
        "A link to the results works once, for a short time and for one person; whoever asks for "
        f"a new one cannot use the earlier ones any more. {IN_SLACK}"
    ),
)
OVER = (
    "Please come in through Slack",
    (
        "You have not come in yet, or your visit is over. It ends by itself after some hours, and "
        f"at once when your roles or your employer change. {IN_SLACK}"
    ),
)
LEFT = ("You have signed out", f"To come back, ask for a new link. {IN_SLACK}")
UNKNOWN = (
    "There is no such page",
    "This page does not exist, or it is not yours to see. Go back, or start again at the overview.",
)
NO_PLACE = (
    "There is no such place here",
    (
        "This place has no figures of its own at this time, or they are not yours to see. Small "
        "places are counted together with others. Choose one under “Places”."
    ),
)
TOO_MANY = (
    "One moment, please",
    "More pages were asked for than we serve in a minute. Please wait a minute and try again.",
)
ELSEWHERE = (
    "This came from another page",
    f"For your safety it was not done, because it was not asked for on these pages. {IN_SLACK}",
)
NOTHING_YET = (
    "Nothing has been released yet",
    (
        "After a pulse closes, its figures are prepared, checked, and agreed to by a second "
        "person; then everybody can see them, all at once."
    ),
)
BROKEN = "Sorry, something went wrong"


def said(addresses: Addresses, words: tuple[str, str], *, is_inside: bool = False) -> str:
    """One of the above, with the way to the other pages for who is inside."""
    title, text = words
    return frame.page("sentence", Frame(addresses, is_inside=is_inside), title, text=text)


def entrance(addresses: Addresses, token: str, lasting: Visiting) -> str:
    """The page behind a link: looking at it does not use it up."""
    around = Frame(addresses, is_inside=False)
    enter = addresses.entrance(token)
    title = "Results of the NQSW community"
    return frame.page("entrance", around, title, enter=enter, lasting=lasting)

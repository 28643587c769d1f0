"""What stands before the pages: who comes, from where, how often, and what their browser may do."""

from collections import Counter
from urllib.parse import urlsplit

from aiohttp import web

from services.work import Clock

# Nothing from elsewhere, no script at all, and nobody frames us.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
KEPT_NOWHERE = "private, no-store"
MINUTE = 60


class Cookie:
    """What a browser keeps of a visit: not for scripts, not for other sites."""

    def __init__(self, public_url: str, hours: int) -> None:
        self._is_secure = urlsplit(public_url).scheme == "https"
        # A browser takes a name that begins so only over https, for this host alone.
        self._name = "__Host-visit" if self._is_secure else "visit"
        self._seconds = hours * MINUTE * MINUTE

    def of(self, request: web.Request) -> str:
        """The token that the browser shows; empty without one."""
        return request.cookies.get(self._name, "")

    def give(self, response: web.StreamResponse, token: str) -> None:
        """Have the browser keep a token.

        Lax, not Strict: a link to a page that stands in Slack must find the visit that is open, and
        a page that is asked for changes nothing. Whatever changes something is a form of our own.
        """
        response.set_cookie(
            self._name,
            token,
            max_age=self._seconds,
            path="/",
            httponly=True,
            secure=self._is_secure,
            samesite="Lax",
        )

    def take(self, response: web.StreamResponse) -> None:
        """Have the browser forget it."""
        response.del_cookie(
            self._name, path="/", httponly=True, secure=self._is_secure, samesite="Lax"
        )


class Allowance:
    """How often in a minute each may ask."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minute = 0
        self._spent: Counter[str] = Counter()

    def spend(self, who: str, most: int, weight: int = 1) -> bool:
        """Count a request; False when they have had as many as they may have in this minute."""
        minute = int(self._clock.now().timestamp()) // MINUTE
        if minute != self._minute:
            self._minute = minute
            self._spent.clear()
        self._spent[who] += weight
        return self._spent[who] <= most


def is_from_here(request: web.Request, public_url: str) -> bool:
    """Whether a form was sent from one of our own pages.

    Browsers say so by themselves. Where they do not, the origin must be ours; "null", which is what
    a page without a referrer sends, says nothing and is not enough.
    """
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == "same-origin"
    parts = urlsplit(public_url)
    return request.headers.get("Origin") == f"{parts.scheme}://{parts.netloc}"

"""Where each page is: below the address under which people reach the bot."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

PAGES = "/results"


@dataclass(frozen=True)
class Addresses:
    """The addresses of one visit; a release that is not the newest is carried along."""

    # The path of the public address: empty unless a proxy serves us below one.
    root: str = ""
    release: int | None = None

    def overview(self, release: int | None = None) -> str:
        return self._page("/", release=release or self.release)

    def criterion(self, code: str, unit: str = "", release: int | None = None) -> str:
        return self._page(
            f"/criteria/{quote(code)}", release=release or self.release, unit=unit or None
        )

    def units(self, release: int | None = None) -> str:
        return self._page("/units", release=release or self.release)

    def unit(self, key: str, release: int | None = None) -> str:
        return self._page("/unit", unit=key, release=release or self.release)

    def comments(self, release: int | None = None) -> str:
        """Words are releases of their own, so none of figures is carried along."""
        return self._page("/comments", release=release)

    def responses(self, release: int | None = None) -> str:
        return self._page("/responses", release=release or self.release)

    def releases(self) -> str:
        return self._page("/releases")

    def one_release(self, number: int) -> str:
        return self._page(f"/releases/{number}")

    def checked_release(self, number: int) -> str:
        return self._page(f"/releases/{number}/checked")

    def entrance(self, token: str) -> str:
        return self._page(f"/open/{quote(token)}")

    def files(self, release: int) -> str:
        return self._page(f"/files/{release}")

    def leave(self) -> str:
        return self._page("/leave")

    def file(self, name: str) -> str:
        return self._page(f"/{name}")

    def _page(self, path: str, **asked: object) -> str:
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        return f"{self.root}{PAGES}{path}{'?' if query else ''}{query}"

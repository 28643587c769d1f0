"""One server for one SQLite file; the operating system lets go of the lock when it ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.workspace import StartRefused


@contextmanager
def only_server(database_url: str) -> Iterator[None]:
    """Hold the file for ourselves; PostgreSQL is made for several."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartRefused(
                f"Another bot serves {url.database} already; stop it first, "
                "or use PostgreSQL if you need several."
            ) from None
        yield

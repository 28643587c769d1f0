"""A bar for long work, for whoever watches a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(words: str, total: float) -> Iterator[Callable[[float], None]]:
    """Give what moves the bar on by so many; nothing is drawn into a file or a pipe."""
    from rich.console import Console  # noqa: PLC0415 - no short command draws
    from rich.progress import Progress  # noqa: PLC0415 - as said above

    hidden = not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=hidden) as drawn:
        task = drawn.add_task(words, total=total)
        yield lambda done: drawn.advance(task, done)

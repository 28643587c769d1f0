"""Which files go with an example: formats that most people can open and have read aloud."""

from collections.abc import Sequence
from pathlib import PurePath

FIELD = "files"
KINDS = ("docx", "pptx", "xlsx", "odt", "pdf", "txt", "md", "csv", "html")
MOST_FILES = 3
MOST_BYTES = 5 * 1024 * 1024
# Some thirty pages: what is looked through while somebody waits.
MOST_TEXT = 100_000


def ending(name: str) -> str:
    """The end of a file's name, without its dot."""
    return PurePath(name).suffix[1:].lower()[:20]


def fault(files: Sequence[tuple[str, int]], already: int = 0) -> str:
    """Why these files (name and size) cannot be taken, in words; empty when they can."""
    if len(files) + already > MOST_FILES:
        return f"An example has up to {MOST_FILES} files. Please choose fewer."
    for name, size in files:
        if ending(name) not in KINDS:
            kinds = ", ".join(KINDS)
            return f"“{name[:60]}” is of a kind that not everybody can open. Please use {kinds}."
        if not 0 < size <= MOST_BYTES:
            return (
                f"“{name[:60]}” is empty or larger than 5 MB. Please make it smaller, or link it."
            )
    return ""


def unreadable(name: str) -> str:
    """What is said of a file out of which no text can be read."""
    return (
        f"“{name[:60]}” cannot be read: it may be damaged or locked. Please save it again as "
        "DOCX, PDF or plain text, and choose that."
    )


def too_long(name: str) -> str:
    """What is said of a file with more text than can be looked through."""
    return (
        f"“{name[:60]}” holds more text than can be looked through for names (some thirty "
        "pages). Please choose a shorter one, or give a link."
    )

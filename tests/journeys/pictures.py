"""Brings the pictures that the README shows from the last run of the browser into `docs/images`."""

import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.journeys.browsing import ALBUM

SHOWN = (
    "invitation",
    "form",
    "manage",
    "practice-step-1",
    "review-card",
    "library",
    "figures-to-decide",
    "results-page",
    "report-page",
)
IMAGES = Path(__file__).parents[2] / "docs" / "images"
LARGEST = 200_000
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def main() -> None:
    """Pack each picture as tightly as it goes and put it where the README looks for it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name in SHOWN:
        taken = ALBUM / f"{name}.png"
        if not taken.is_file():
            sys.exit(f"There is no {taken.name} yet: run make screenshots.")
        packed = repacked(taken.read_bytes())
        if len(packed) > LARGEST:
            sys.exit(f"{taken.name} has {len(packed)} bytes, more than {LARGEST}.")
        (IMAGES / taken.name).write_bytes(packed)


def repacked(picture: bytes) -> bytes:
    """The same picture in fewer bytes: its pixels packed again, with nothing beside them."""
    chunks = list(_chunks(picture))
    pixels = zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))
    header = next(content for kind, content in chunks if kind == b"IHDR")
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(picture):
        length, kind = struct.unpack_from(">I4s", picture, at)
        yield kind, picture[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


if __name__ == "__main__":
    main()

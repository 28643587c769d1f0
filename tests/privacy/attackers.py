"""What an attacker can do: take copies of files, look through them in many guises, join tables."""

import base64
import gzip
import hashlib
import hmac
import io
import subprocess
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, NAMESPACE_OID, NAMESPACE_URL, UUID, uuid3, uuid5

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.database import PostgresDatabase
from bot.sqlite import SqliteDatabase
from models.registry import METADATA
from tests.postgres import binaries

AnyDatabase = SqliteDatabase | PostgresDatabase
Blobs = Mapping[str, bytes]
Row = dict[str, Any]

GZIP = b"\x1f\x8b\x08"
ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
FURTHEST = 1 << 16

# The log of PostgreSQL: the length of its pages, and the mark of a head with more in it.
LOG_PAGE = 8192
LONG_HEAD = 0x02


async def end_of_log(database: AnyDatabase) -> str:
    """The file of the log in which PostgreSQL writes now; nothing on SQLite."""
    if isinstance(database, SqliteDatabase):
        return ""
    async with database.engine.connect() as connection:
        now = await connection.execute(sa.text("select pg_walfile_name(pg_current_wal_lsn())"))
        return str(now.scalar_one())


async def copy_of_files(database: AnyDatabase, since: str = "") -> Blobs:
    """Every byte that somebody who reads the disk can take away now, the log since then."""
    url = make_url(str(database.engine.url.render_as_string(hide_password=False)))
    if isinstance(database, SqliteDatabase):
        path = Path(url.database or "")
        return _read(path.parent.glob(path.name + "*"))
    async with database.engine.connect() as connection:
        # What is only in memory would be on the disk in a moment.
        await connection.execute(sa.text("CHECKPOINT"))
        number = "select oid from pg_database where datname = current_database()"
        oid = (await connection.execute(sa.text(number))).scalar_one()
    home = Path(str(url.query["host"])) / "db"
    last = await end_of_log(database)
    log = [file for file in (home / "pg_wal").glob("0*") if since <= file.name <= last]
    tables = _read((home / "base" / str(oid)).iterdir())
    return {**tables, **{name: without_page_heads(content) for name, content in _read(log).items()}}


def without_page_heads(segment: bytes) -> bytes:
    """A segment of the log as the server reads it: what runs over the end of a page is whole.

    Each page begins with 24 bytes about itself, the first of a file with 40 (xlog_internal.h).
    """
    pages = (segment[at : at + LOG_PAGE] for at in range(0, len(segment), LOG_PAGE))
    return b"".join(page[40 if page[2] & LONG_HEAD else 24 :] for page in pages)


def dump(database: PostgresDatabase) -> bytes:
    """What a backup in SQL has of the texts; nothing where the program for it is missing."""
    program = binaries() / "pg_dump"
    if not program.exists():
        return b""
    url = make_url(database.engine.url.render_as_string(hide_password=False))
    target = ["-h", str(url.query["host"]), "-U", "postgres", str(url.database)]
    done = subprocess.run(  # noqa: S603 - our own command, on our own cluster
        [str(program), "--data-only", "--table", "comment", *target],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def heap_only(blobs: Blobs) -> Blobs:
    """Without the log of PostgreSQL, which keeps what was written, locked, for a while."""
    return {name: content for name, content in blobs.items() if "pg_wal" not in name}


def in_folders(*folders: Path) -> Blobs:
    return _read(path for folder in folders for path in folder.rglob("*"))


def guises(secret: bytes) -> set[bytes]:
    """The ways in which a text or a key may stand in a file."""
    plain = {secret, secret[::-1], secret.hex().encode(), secret.hex().upper().encode()}
    quoted = urllib.parse.quote_from_bytes(secret, safe="").encode()
    everything_quoted = "".join(f"%{byte:02X}" for byte in secret).encode()
    wide: set[bytes] = set()
    if secret.isascii():
        text = secret.decode()
        wide = {text.encode("utf-16-le"), text.encode("utf-16-be"), text.upper().encode()}
    return plain | wide | {quoted, everything_quoted} | set(_base64_at_any_place(secret))


def found(secrets: Iterable[bytes], blobs: Blobs) -> list[tuple[str, bytes]]:
    """Where a secret stands, in whatever guise, also inside what is packed."""
    wanted = {guise for secret in secrets for guise in guises(secret)}
    return [
        (name, guise)
        for name, content in blobs.items()
        for part in (content, *_unpacked(content))
        for guise in wanted
        if guise in part
    ]


async def every_row(database: AnyDatabase) -> dict[str, list[Row]]:
    """Every table, in the order in which the database gives its rows by itself."""
    rows: dict[str, list[Row]] = {}
    async with database.read() as session:
        for table in METADATA.sorted_tables:
            answer = await session.execute(sa.select(table))
            rows[table.name] = [dict(row) for row in answer.mappings()]
    return rows


def derived_ids(people: Iterable[bytes], salts: Iterable[bytes]) -> Iterator[UUID]:
    """Every id that somebody might have computed from a person, plain, hashed or with a key."""
    known = list(salts)
    for person in people:
        for salted in (person, *(salt + person for salt in known), *(person + s for s in known)):
            for method in ("md5", "sha1", "sha256", "sha512", "blake2b"):
                yield UUID(bytes=hashlib.new(method, salted).digest()[:16])
        for salt in known:
            for hashed in ("sha1", "sha256"):
                yield UUID(bytes=hmac.new(salt, person, hashed).digest()[:16])
        text = person.hex()
        for space in (NAMESPACE_DNS, NAMESPACE_OID, NAMESPACE_URL):
            yield from (uuid3(space, text), uuid5(space, text))


def _read(paths: Iterable[Path]) -> Blobs:
    return {str(path): path.read_bytes() for path in paths if path.is_file()}


def _base64_at_any_place(secret: bytes) -> Iterator[bytes]:
    """The part of a base64 text that the secret alone decides, wherever it begins."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + secret)
        core = coded[4 if before else 0 : -4]
        if len(core) > 8:
            yield from (core, core.replace(b"+", b"-").replace(b"/", b"_"))


def _unpacked(content: bytes) -> Iterator[bytes]:
    for start in _places(content, GZIP):
        try:
            yield gzip.GzipFile(fileobj=io.BytesIO(content[start : start + FURTHEST])).read(
                FURTHEST
            )
        except (OSError, EOFError, zlib.error):
            continue
    for header in ZLIB:
        for start in _places(content, header):
            try:
                yield zlib.decompressobj().decompress(content[start : start + FURTHEST], FURTHEST)
            except zlib.error:
                continue


def _places(content: bytes, header: bytes) -> Iterator[int]:
    at = content.find(header)
    while at >= 0:
        yield at
        at = content.find(header, at + 1)

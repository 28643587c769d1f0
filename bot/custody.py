"""Keeps the keys of the waves in two folders, outside the database and its backups."""

import hashlib
import os
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from bot.clock import SystemClock
from models.ballot import KEY_BYTES
from models.refusals import KeyLost

# A key is on the disk before its wave is in the database: a young one may be about to be known.
YOUNGEST_ORPHAN = timedelta(hours=1)

# A key that rotted on its disk must not be taken for the key.
CHECK_BYTES = 8

HOLDINGS = {
    (True, True): "both",
    (True, False): "first only",
    (False, True): "second only",
    (False, False): "none",
}


class FileCustody:
    """One file per wave in each of two folders; either folder may be lost.

    A destroyed key leaves an empty marker, so that nobody trusts a copy that turns up later.
    """

    def __init__(self, primary: Path, second: Path) -> None:
        self._folders = (primary, second)

    def create(self, wave_id: UUID, key: bytes) -> None:
        """Keep a new key in both custodies, or in none; on the disk when this returns."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"A key has {KEY_BYTES} bytes.")
        written: list[Path] = []
        try:
            for folder in self._folders:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _write(_key_file(folder, wave_id), _content(wave_id, key))
                written.append(_key_file(folder, wave_id))
        except OSError:
            for path in written:
                _erase(path)
            raise

    def fetch(self, wave_id: UUID) -> bytes:
        """Give the key from the first custody that has it; KeyLost when neither does."""
        if self.was_destroyed(wave_id):
            raise KeyLost
        fault: OSError | None = None
        for folder in self._folders:
            try:
                key = _read(folder, wave_id)
            except OSError as unreadable:
                fault = unreadable
                continue
            if key is not None:
                return key
        # A folder that cannot be read may still hold the key: that is not a loss.
        raise fault or KeyLost()

    def destroy(self, wave_id: UUID) -> None:
        """Leave nothing of the key in either custody, and a marker that it is gone for good."""
        for folder in self._folders:
            if folder.is_dir():
                # The marker comes first: from here on the key is not used, whatever happens.
                _mark(folder, wave_id)
        self._erase(wave_id)

    def was_destroyed(self, wave_id: UUID) -> bool:
        """Whether the key was destroyed on purpose, as after sealing."""
        return any(_marker(folder, wave_id).exists() for folder in self._folders)

    def states(self, wave_id: UUID) -> str:
        """Say where a whole key is: both, first only, second only or none."""
        first, second = (_read(folder, wave_id) is not None for folder in self._folders)
        return HOLDINGS[first, second]

    def repair(self, wave_id: UUID) -> bool:
        """Copy a missing key from the other custody, where its folder is there; whether it did."""
        repaired = False
        key = self.fetch(wave_id)
        for folder in self._folders:
            if folder.is_dir() and _read(folder, wave_id) is None:
                _erase(_key_file(folder, wave_id))
                _write(_key_file(folder, wave_id), _content(wave_id, key))
                repaired = True
        return repaired

    def sweep(self, known_wave_ids: Collection[UUID]) -> list[UUID]:
        """Remove the keys that no wave needs: destroyed ones, and orphans older than an hour."""
        # Files have the time of this machine, whatever time the programme has.
        before = SystemClock().now() - YOUNGEST_ORPHAN
        swept = [
            wave_id
            for wave_id, youngest in sorted(self._kept().items())
            if self.was_destroyed(wave_id) or (wave_id not in known_wave_ids and youngest < before)
        ]
        for wave_id in swept:
            self._erase(wave_id)
        return swept

    def _kept(self) -> dict[UUID, datetime]:
        """Every wave that has a file, and when the youngest of them was written."""
        kept: dict[UUID, datetime] = {}
        for folder in self._folders:
            for path, wave_id in _key_files(folder):
                written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                kept[wave_id] = max(written, kept.get(wave_id, written))
        return kept

    def _erase(self, wave_id: UUID) -> None:
        for folder in self._folders:
            _erase(_key_file(folder, wave_id))


def _key_file(folder: Path, wave_id: UUID) -> Path:
    return folder / f"{wave_id}.key"


def _marker(folder: Path, wave_id: UUID) -> Path:
    return folder / f"{wave_id}.destroyed"


def _key_files(folder: Path) -> Iterator[tuple[Path, UUID]]:
    for path in folder.glob("*.key"):
        try:
            yield path, UUID(path.stem)
        except ValueError:
            # Not one of ours.
            continue


def _content(wave_id: UUID, key: bytes) -> bytes:
    return key + hashlib.sha256(wave_id.bytes + key).digest()[:CHECK_BYTES]


def _read(folder: Path, wave_id: UUID) -> bytes | None:
    """The key; None when it is not here, or not whole."""
    try:
        content = _key_file(folder, wave_id).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    key = content[:KEY_BYTES]
    return key if content == _content(wave_id, key) else None


def _write(path: Path, content: bytes) -> None:
    """Write a new file that only we may read, durably; FileExistsError when it is there."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, content)
        os.fsync(file)
    except OSError:
        path.unlink()
        raise
    finally:
        os.close(file)
    _settle(path.parent)


def _erase(path: Path) -> None:
    """Overwrite a file, then remove it, durably."""
    try:
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return
    _settle(path.parent)


def _mark(folder: Path, wave_id: UUID) -> None:
    _marker(folder, wave_id).touch(mode=0o600)
    _settle(folder)


def _settle(folder: Path) -> None:
    """A name is only on the disk when its folder is."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)

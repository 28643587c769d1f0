"""axe-core, fetched from its npm package by npm itself and kept outside the repository."""

import asyncio
import hashlib
import os
import shutil
import subprocess
import tarfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.async_api import Page

VERSION = "4.14.1"
DIGEST = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"
SCRIPT = "package/axe.min.js"
# A registry may be slow for a moment.
TRIES, LONGEST_SECONDS = 3, 120


@cache
def source() -> str:
    """The script; where it cannot be had, the test is skipped, but never in CI."""
    kept = _folder() / f"axe-core-{VERSION}.tgz"
    if not kept.is_file() and (why := _fetch(kept)):
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    if hashlib.sha256(kept.read_bytes()).hexdigest() != DIGEST:
        kept.unlink()
        pytest.fail("This is not the axe-core that we know; it was thrown away.")
    with tarfile.open(kept) as package:
        script = package.extractfile(SCRIPT)
        assert script is not None
        return script.read().decode()


async def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: the rule, and where."""
    await page.evaluate(await asyncio.to_thread(source))
    found: dict[str, Any] = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]
    ]


def _folder() -> Path:
    kept = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(kept) / "asye-community-bot"


def _fetch(kept: Path) -> str:
    """Have npm bring the package; empty if it did, else why not."""
    npm = shutil.which("npm")
    if npm is None:
        return "No npm on this machine, so axe-core cannot be fetched."
    kept.parent.mkdir(parents=True, exist_ok=True)
    why = ""
    for _ in range(TRIES):
        with TemporaryDirectory(dir=kept.parent) as folder:
            try:
                subprocess.run(  # noqa: S603 - our own words
                    [npm, "pack", "--silent", f"axe-core@{VERSION}", "--pack-destination", folder],
                    check=True,
                    capture_output=True,
                    timeout=LONGEST_SECONDS,
                )
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
                why = f"npm could not bring axe-core {VERSION}: {type(failed).__name__}."
                continue
            # Whoever else fetches it at the same time brings the same file.
            os.replace(Path(folder) / kept.name, kept)  # noqa: PTH105 - whatever is there
            return ""
    return why

"""What is dear to make is made once, however many workers want it."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Give a folder that whoever asks first has filled; workers that ask meanwhile wait for it."""
    own = factory.getbasetemp()
    # The folders of workers stand beside each other in that of the run.
    everybodys = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, made = everybodys / name, everybodys / f"{name}.made"
    with (everybodys / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder.mkdir()
            make(folder)
            made.touch()
    return folder

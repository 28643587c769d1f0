"""Where a fault came from, in files and lines, without any value it may carry."""

import traceback

# The last steps say enough; the first are always the same.
STEPS = 12


def where(fault: BaseException) -> list[str]:
    """The way to the fault: files, lines and functions."""
    frames = traceback.extract_tb(fault.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-STEPS:]]

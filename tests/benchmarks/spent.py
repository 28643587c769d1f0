"""What a command of the operator costs: a process of its own, from its start to its end."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.programs import ROOT

# Linux counts what the parent had in memory as the child's, so a small process stands between.
BETWEEN = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = time.perf_counter() - started
print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock and of CPU, and the most memory in MiB."""

    seconds: float
    cpu: float
    memory: float


def spent(words: Sequence[str], env: Mapping[str, str]) -> Spent:
    """Run `python -m bot …` to its end; it must succeed."""
    command = [sys.executable, "-S", "-c", BETWEEN, sys.executable, "-m", "bot", *words]
    ended = subprocess.run(  # noqa: S603 - our own words
        command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.PIPE, check=True
    )
    return Spent(*json.loads(ended.stdout))

"""What a start costs: from nothing to ready, and the memory it takes, beside a minimal Bolt app."""

from statistics import median

from tests.benchmarks import programs
from tests.benchmarks.houses import Bench

ROUNDS = 5


async def measure(bench: Bench) -> None:
    """A start beside an up-to-date database, as after every release and every crash."""
    bench.board.title("From the start to ready, beside a minimal Bolt app")
    url = bench.fresh("sqlite")
    seconds: tuple[list[float], list[float]] = ([], [])
    cpu: tuple[list[float], list[float]] = ([], [])
    memory: tuple[list[float], list[float]] = ([], [])
    async with programs.workspace(20) as api_url:
        env = bench.env(url, api_url)
        for _ in range(ROUNDS):
            starts = (programs.the_bot(env), programs.baseline("bolt", api_url))
            for start, took, worked, used in zip(starts, seconds, cpu, memory, strict=True):
                async with start as program:
                    took.append(program.seconds_to_ready)
                    worked.append(program.cpu())
                    used.append(program.memory())
    bench.board.add("start to ready", median(seconds[0]), "s", median(seconds[1]), "<= 1.5x")
    bench.board.add("start to ready: CPU of it", median(cpu[0]), "s", median(cpu[1]))
    bench.board.add("memory when ready", median(memory[0]), "MiB", median(memory[1]), "<= 2x")

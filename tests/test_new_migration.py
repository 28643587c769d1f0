"""A new migration holds the difference between models and tables, and now there is none."""

import shutil
from importlib import resources
from pathlib import Path

from bot import migrations, new_migration


def test_the_migrations_make_just_what_the_models_say(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(str(resources.files("models.migrations")), folder)

    written = new_migration.write("Nothing at all", folder)

    assert written.name == f"{int(migrations.head()) + 1:04}_nothing_at_all.py"
    assert written.read_text("utf-8").count("    pass\n") == 2

"""`migrate`: brings the tables up to date."""

import views.shell
from bot import migrations, settings
from bot.commands.saying import one_sentence, say


def migrate() -> None:
    """Bring the tables up to date; safe to run twice, or from two machines at once."""
    with one_sentence():
        is_changed = migrations.upgrade(settings.load().database_url)
        say(views.shell.migrated(migrations.head(), is_changed=is_changed))

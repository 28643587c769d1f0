"""The whole examination, in the order in which one thing rests on the other."""

from pathlib import Path

import views.doctor as words
from bot.custody import FileCustody
from bot.doctor import database, keys, post, slack
from bot.doctor.findings import Finding, State, fail, ok
from bot.house import opened
from bot.settings import Settings, SettingsWrong, load

SETTINGS = "settings"


async def examine(env_file: Path | None = Path(".env")) -> list[Finding]:
    """Look at everything; what cannot be looked at because of another fault is left out."""
    try:
        settings = load(env_file)
    except SettingsWrong as wrong:
        return [fail(SETTINGS, str(wrong))]
    stored = await database.reachable(settings.database_url)
    return [
        *stored,
        *(await _inside(settings) if _can_be_read(stored) else []),
        *keys.folders(settings),
        *await _outside(settings),
    ]


def _can_be_read(stored: list[Finding]) -> bool:
    return all(finding.state is State.OK for finding in stored)


async def _inside(settings: Settings) -> list[Finding]:
    custody = FileCustody(settings.keys_dir, settings.keys_dir_2)
    async with opened(settings) as house:
        return [
            *await database.settled(house),
            *await keys.held(house, custody),
            *await post.delivered(house),
            *await post.helpful(house),
        ]


async def _outside(settings: Settings) -> list[Finding]:
    try:
        settings.require_slack()
    except SettingsWrong as wrong:
        return [fail(SETTINGS, str(wrong))]
    return [ok(SETTINGS, words.SETTINGS_GOOD), *await slack.workspace(settings)]

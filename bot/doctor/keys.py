"""Looks at the keys: two custodies for each open wave, and nothing left of those that are over."""

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

import views.doctor as words
from bot.custody import FileCustody
from bot.doctor.findings import Finding, fail, ok, warn
from bot.settings import Settings
from models.survey import Wave, WaveState
from services import forgetting, sealing
from services.work import OPERATOR, House, Work

FOLDERS = "key folders"
KEYS = "keys"
SEALING = "sealing"
LEFTOVERS = "leftovers"

NEEDED = (WaveState.OPEN, WaveState.CLOSING)
OVER = (WaveState.DESTROYED, WaveState.LOST)


def folders(settings: Settings) -> list[Finding]:
    """Whether both folders can be written, by nobody else, on two disks."""
    there = [folder for folder in (settings.keys_dir, settings.keys_dir_2) if folder.exists()]
    if not there:
        return [ok(FOLDERS, words.FOLDERS_TO_COME)]
    if len(there) == 1:
        return [fail(FOLDERS, words.folder_missing(_missing(settings, there[0])))]
    for folder in there:
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            return [fail(FOLDERS, words.folder_shut(str(folder)))]
        if folder.stat().st_mode & 0o077:
            return [fail(FOLDERS, words.folder_open(str(folder)))]
    if len({folder.stat().st_dev for folder in there}) == 1:
        return [warn(FOLDERS, words.ONE_DISK)]
    return [ok(FOLDERS, words.FOLDERS_GOOD)]


async def held(house: House, custody: FileCustody) -> list[Finding]:
    """Whether each wave has what it needs, and nothing it must not have."""
    async with house.look(OPERATOR) as work:
        waves = (await work.session.scalars(select(Wave).order_by(col(Wave.opens_at)))).all()
        found = [finding for wave in waves for finding in _key(custody, wave)]
        stuck = await sealing.overdue(work)
        left = await _leftovers(work, waves)
    return [
        *(found or [ok(KEYS, words.KEYS_GOOD)]),
        fail(SEALING, words.overdue(stuck)) if stuck else ok(SEALING, words.NOTHING_STUCK),
        *([fail(LEFTOVERS, words.ballots_left(left))] if left else []),
    ]


def _key(custody: FileCustody, wave: Wave) -> list[Finding]:
    try:
        holding = custody.states(wave.id)
    except OSError as fault:
        return [fail(KEYS, words.key_unreadable(wave.id, fault.strerror or ""))]
    if wave.state in OVER:
        return [] if holding == "none" else [fail(KEYS, words.key_left(wave.id, holding))]
    if wave.state not in NEEDED or holding == "both":
        return []
    if holding == "none":
        return [fail(KEYS, words.key_lost(wave.id))]
    return [fail(KEYS, words.key_halved(wave.id, holding))]


async def _leftovers(work: Work, waves: Sequence[Wave]) -> list[Wave]:
    over = [wave for wave in waves if wave.state in OVER]
    return [wave for wave in over if await forgetting.remembers(work, wave.id)]


def _missing(settings: Settings, there: Path) -> str:
    is_first = there != settings.keys_dir
    return f"KEYS_DIR ({settings.keys_dir})" if is_first else f"KEYS_DIR_2 ({settings.keys_dir_2})"

"""Keeps going what runs by itself: a fault is logged, and the next turn comes."""

import asyncio
import traceback
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

T = TypeVar("T")


async def survived(attempt: Coroutine[Any, Any, T], name: str) -> T | None:
    """What the attempt gives; None when it failed, which is logged."""
    outcome: T | BaseException = (await asyncio.gather(attempt, return_exceptions=True))[0]
    if not isinstance(outcome, BaseException):
        return outcome
    if not isinstance(outcome, Exception):
        raise outcome
    note_fault(outcome, name)
    return None


def note_fault(fault: BaseException, name: str) -> None:
    """Log the kind of a fault and its place; its words may hold what somebody wrote."""
    place = traceback.extract_tb(fault.__traceback__)[-1:]
    where = f"{place[0].name}:{place[0].lineno}" if place else ""
    structlog.get_logger().error("failed", what=name, fault=type(fault).__name__, where=where)

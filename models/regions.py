"""The nine regions of England, and which neighbour a small one joins."""

from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from models import shipped


@dataclass(frozen=True)
class Region:
    """One region, and the one it joins when it is too small to be shown."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    name: str
    neighbour: str


@dataclass(frozen=True)
class Regions:
    """All regions, in the order in which we list them."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    regions: tuple[Region, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(region.name for region in self.regions)

    @property
    def neighbours(self) -> dict[str, str]:
        return {region.name: region.neighbour for region in self.regions}


@cache
def load() -> Regions:
    """Read the regions and their neighbours."""
    return shipped.read("data/regions.toml", Regions)

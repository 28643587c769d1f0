"""Who a survey asks: a choice of roles, regions, employers and cohorts; an empty part asks all."""

from dataclasses import asdict, dataclass
from typing import Self

from models.person import RoleName


@dataclass(frozen=True)
class Audience:
    """Everybody who matches every part that is not empty."""

    roles: tuple[str, ...] = (RoleName.NQSW.value,)
    regions: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    cohorts: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: dict[str, list[str]]) -> Self:
        """Read what `kept` wrote."""
        return cls(**{part: tuple(values) for part, values in kept.items()})

    def kept(self) -> dict[str, list[str]]:
        """What goes into the database."""
        return {part: list(values) for part, values in asdict(self).items()}

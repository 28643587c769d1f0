"""What was released, when, by whom, and whether it is as it was: pages for who wants to check."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.published import ReleaseInfo
from models.person import RoleName
from views.people import ROLES
from views.site import frame
from views.site.frame import Crumb, Frame

OPERATOR = "the operator's shell"


@dataclass(frozen=True)
class Step:
    """One release in the chain; `is_whole` says whether all of it was read again and fits."""

    release: ReleaseInfo
    asked_by: Sequence[RoleName]
    agreed_by: Sequence[RoleName]
    follows: bool
    is_whole: bool | None = None

    @property
    def asked(self) -> str:
        return _roles(self.asked_by)

    @property
    def agreed(self) -> str:
        return _roles(self.agreed_by)


def page(around: Frame, steps: Sequence[Step]) -> str:
    """All releases, the newest first."""
    is_unbroken = all(one.follows for one in steps)
    return frame.page("releases", around, "Releases", steps=steps, is_unbroken=is_unbroken)


def one(around: Frame, step: Step) -> str:
    """One release, checked."""
    way = [Crumb("Releases", around.addresses.releases())]
    return frame.page("release", around, f"Release {step.release.number}", way, step=step)


def _roles(held: Sequence[RoleName]) -> str:
    return ", ".join(ROLES[one] for one in held) or OPERATOR

"""Announcing for journeys: the form, the preview, and what it takes until all has gone."""

from datetime import timedelta

from sandbox import screen, visible
from sandbox.people import Member
from sandbox.screen import Control
from tests.journeys.stage import PENNINE, Stage, row

NORTH = {"Title": "Workshop in Leeds", "Text": "*Bring* your notes.\n- pens\n- paper"}
TITLE = NORTH["Title"]
DAY = "30 November 2026"


async def opens_the_form(member: Member) -> None:
    await member.types("/announce")
    assert await member.sees("Acknowledgement")


async def writes(member: Member, **more: object) -> None:
    """Fill in the form that is open, and look at the preview."""
    await member.fills({**NORTH, **more})
    assert await member.submits() == {}
    assert await member.sees("This is exactly how it will look")


async def announces(member: Member, **more: object) -> None:
    """Write, look at the preview, and send."""
    await opens_the_form(member)
    await writes(member, **more)


async def has_gone(stage: Stage) -> None:
    """Everything that is due has been sent, and somebody has noticed."""
    await stage.has_done_what_is_due()
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=2))
    await stage.has_done_what_is_due()


async def looks_at_it(member: Member) -> None:
    """Open the newest announcement from the list."""
    if member.modal is not None:
        await member.closes(everything=True)
    await member.types("/announce list")
    await member.clicks("Open")


async def has_a_second(stage: Stage, name: str = "Bronwen Second") -> Member:
    """One more co-ordinator for England."""
    second = stage.member(name)
    await stage.roster_says([row(name, PENNINE, "coordinator:England")])
    return second


async def presses_in(stage: Stage, member: Member, channel: str, label: str) -> None:
    """Press a button in that channel, though the same one may be nearer elsewhere."""
    where = stage.channels[channel]

    def found() -> list[Control]:
        pressable = screen.buttons(stage.workspace, member.id)
        return [o for o in pressable if o.label == label and o.where.get("channel") == where]

    assert await stage.workspace.changed.until(lambda: bool(found()), 5), member.text
    control = found()[0]
    ids = (control.block_id, control.element["action_id"])
    await stage.workspace.click(member.id, control.where, *ids, control.value)


async def reads_on_home(stage: Stage, member: Member, text: str, *, gone: bool = False) -> bool:
    """Wait until it stands on somebody's Home (or no more), beneath whatever is open."""

    def home() -> str:
        return "\n".join(visible.of_view(stage.workspace.homes[member.id]))

    came = await stage.workspace.changed.until(lambda: (text in home()) is not gone, 5)
    assert came, home()
    return True


def announced_to(stage: Stage, channel: str) -> str:
    """The text of the newest message in a channel."""
    return str(stage.workspace.messages(stage.channels[channel])[-1]["text"])

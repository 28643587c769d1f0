"""What a person may choose about the messages they get, and what stays as it is."""

from models.announcement import Where, Wishes
from views import blocks, inputs
from views.blocks import Block

FORM = "settings.form"
OPEN = "settings.open"
WHERE, MUTED = "where", "muted"
MUTE = "mute"

CHOOSE = "Please choose one."
ONLY_MUST = "only those that must be acknowledged are sent to you"

WHERES = {
    Where.BOTH: ("Both, as they are sent", "Wherever the co-ordinators put them."),
    Where.DIRECT: ("Direct message", "You also get what stands only in the channel."),
    Where.CHANNEL: ("Channel only", "Directly only where there is no copy in the channel."),
}
STAYS = (
    "*What always reaches you:* announcements that must be acknowledged, your own pulse with its "
    "reminders, and messages about your own things, such as your examples and your dates."
)


def form(wishes: Wishes) -> Block:
    """The settings of one person."""
    options = [blocks.option(label, where.value, told) for where, (label, told) in WHERES.items()]
    where = inputs.radio(options, wishes.where.value)
    mute = blocks.option(
        "Mute announcements", MUTE, "Send me only those that must be acknowledged."
    )
    muted = inputs.ticks([mute], [MUTE] if wishes.is_muted else [])
    return blocks.modal(
        FORM,
        "Settings",
        [
            blocks.field(WHERE, "How would you like announcements?", where),
            blocks.field(MUTED, "Fewer messages", muted, is_optional=True),
            blocks.section(STAYS),
        ],
        submit="Save",
    )


def saved(wishes: Wishes) -> Block:
    """What holds from now on."""
    label, _ = WHERES[wishes.where]
    what = ONLY_MUST if wishes.is_muted else label.lower()
    text = f"*Saved.* Announcements: {what}. It holds from the next one on."
    return blocks.modal("settings.saved", "Saved", [blocks.section(text), blocks.section(STAYS)])

"""People for tests: they type, click, fill in and read, and wait for what they expect."""

from collections.abc import Callable
from typing import Any, TypeVar

from sandbox import forms, screen
from sandbox.channels import Message
from sandbox.errors import NotOffered
from sandbox.screen import Control
from sandbox.state import View
from sandbox.workspace import Workspace

# In seconds, on a machine that may be busy.
PATIENCE = 20.0
Found = TypeVar("Found")
# A message by its place, or by words in it.
Which = dict[str, str] | str


class Member:
    """One person before their screen; everything waits until it is there, and tells if not."""

    def __init__(self, workspace: Workspace, user_id: str, *, patience: float = PATIENCE) -> None:
        self.workspace, self.id = workspace, user_id
        self.patience = patience

    async def types(self, line: str, channel: str | None = None) -> None:
        """A command ("/pulse status") or a message, into a channel or the app's own.

        Wherever a message is named (`replies`, `deletes`, `uses_shortcut`), that is
        {"channel", "ts"}, or words that stand in it: the newest one with them is meant.
        """
        where = channel or self._usual_channel()
        if line.startswith("/"):
            await self.workspace.command(self.id, where, line)
        else:
            await self.workspace.say(self.id, where, line)

    def _usual_channel(self) -> str:
        channel = self.workspace.dm(self.id)
        mine = (each.id for each in self.workspace.channels.values() if self.id in each.members)
        channel = channel or next(mine, None)
        if channel is None:
            raise NotOffered(f"{self.id} is in no channel to type into.")
        return channel

    async def replies(self, message: Which, text: str) -> None:
        """Write into the thread of a message."""
        place = await self._place(message)
        found = self.workspace.channels[place["channel"]].find(place["ts"])
        thread = (found or {}).get("thread_ts", place["ts"])
        await self.workspace.say(self.id, place["channel"], text, thread)

    async def deletes(self, message: Which) -> None:
        """Delete a message: their own, or as an admin anybody's, the app's too."""
        place = await self._place(message)
        await self.workspace.delete(self.id, place["channel"], place["ts"])

    async def _place(self, message: Which) -> dict[str, str]:
        if isinstance(message, dict):
            return message
        wanted = _squeezed(message)

        def search() -> dict[str, str] | None:
            found = screen.pictures(self.workspace, self.id)
            messages = (each for each in found if "ts" in each.where)
            return next((each.where for each in messages if wanted in self._words(each)), None)

        return await self._find(search, lambda: f"a message {message!r} in:\n{self.text}")

    def _words(self, picture: screen.Picture) -> str:
        return _squeezed("\n".join(screen.words(self.workspace, picture)))

    async def clicks(self, label: str, *, confirm: bool = True) -> None:
        """Press the nearest and newest button (or menu entry) that bears this label."""
        control = await self._find(
            lambda: self._button(label),
            lambda: f"a button {label!r}; the buttons are: {self._button_labels()}",
        )
        if confirm or "confirm" not in control.element:
            await self._use(control, control.value)

    def _button(self, label: str) -> Control | None:
        wanted = forms.plain(label)
        found = screen.buttons(self.workspace, self.id)
        return next((each for each in found if each.label == wanted), None)

    def _button_labels(self) -> str:
        found = screen.buttons(self.workspace, self.id)
        return "; ".join(f"{each.label!r} ({each.what})" for each in found) or "none"

    async def chooses(self, label: str, value: Any) -> None:
        """Choose in a select, picker or set of boxes named by its placeholder or text."""

        def choice() -> Control | None:
            found = list(screen.choices(self.workspace, self.id))
            name = screen.matching(label, [each.label for each in found])
            return next((each for each in found if each.label == name), None)

        def told() -> str:
            labels = {each.label for each in screen.choices(self.workspace, self.id)}
            return f"something to choose in called {label!r}; there are: {sorted(labels)}"

        await self._use(await self._find(choice, told), value)

    async def _use(self, control: Control, value: Any) -> None:
        ids = (control.block_id, control.element["action_id"])
        await self.workspace.click(self.id, control.where, *ids, value)

    async def opens_home(self) -> None:
        await self.workspace.open_home(self.id)

    async def uses_shortcut(self, name: str, message: Which | None = None) -> None:
        """By its name on the menu; a message shortcut is used on a message."""
        offered = self.workspace.feature("shortcuts", [])
        wanted = "message" if message else "global"
        found = [each for each in offered if each["name"] == name and each["type"] == wanted]
        if not found:
            names = [each["name"] for each in offered]
            raise NotOffered(f"There is no {wanted} shortcut {name!r}; there are: {names}.")
        callback_id = found[0]["callback_id"]
        if message is None:
            await self.workspace.global_shortcut(self.id, callback_id)
        else:
            place = await self._place(message)
            where = (place["channel"], place["ts"])
            await self.workspace.message_shortcut(self.id, callback_id, *where)

    async def fills(self, answers: dict[str, Any]) -> None:
        """Fill in the open form, by the labels of its inputs; it is not sent.

        The app hears at once of a choice in an input with `dispatch_action`, of typed words when
        the input asks for every character.
        """
        for label, value in answers.items():
            block_id, element = await self._field(label)
            view, ids = self._top(), (block_id, element["action_id"])
            if forms.tells_while_filled(view["blocks"], block_id):
                await self.workspace.click(self.id, {"view_id": view["id"]}, *ids, value)
            else:
                await self.workspace.fill(self.id, view["id"], {ids[0]: {ids[1]: value}})

    async def enters(self, label: str, text: str) -> None:
        """Type into an input with `dispatch_action` and press Enter."""
        block_id, element = await self._field(label)
        where = {"view_id": self._top()["id"]}
        await self.workspace.click(self.id, where, block_id, element["action_id"], text)

    async def _field(self, label: str) -> tuple[str, dict[str, Any]]:
        return await self._find(
            lambda: self._input(label), lambda: f"an input {label!r}; {self._input_labels()}"
        )

    def _input(self, label: str) -> tuple[str, dict[str, Any]] | None:
        if self.modal is None:
            return None
        found = screen.inputs(self.modal)
        name = screen.matching(label, list(found))
        return found[name] if name is not None else None

    def _input_labels(self) -> str:
        if self.modal is None:
            return "no form is open"
        return f"the form has: {list(screen.inputs(self.modal))}"

    async def submits(self) -> dict[str, str]:
        """Press the submit button; the answer is the errors by label, if there are any."""
        # A window of only text has nothing to press: another may be about to open on it.
        view = await self._find(
            lambda: self.modal if self.modal and self.modal["submit"] else None,
            lambda: "an open form with a button that sends it",
        )
        labels = {block_id: label for label, (block_id, _) in screen.inputs(view).items()}
        errors = await self.workspace.submit(self.id, view["id"])
        return {labels.get(block_id, block_id): text for block_id, text in errors.items()}

    async def closes(self, *, everything: bool = False) -> None:
        view = await self._find(lambda: self.modal, lambda: "an open form")
        await self.workspace.close_view(self.id, view["id"], everything=everything)

    async def sees(self, text: str, timeout: float | None = None) -> bool:  # noqa: ASYNC109 -- it fails with what is seen instead
        """Wait until the text is to be read anywhere on the screen."""
        wanted = _squeezed(text)
        patience = self.patience if timeout is None else timeout
        if await self.workspace.changed.until(lambda: wanted in self._read(), patience):
            return True
        raise AssertionError(f"{self._name} does not see {text!r} but:\n{self.text}")

    async def sees_not(self, text: str) -> bool:
        """When all that is under way has arrived, the text is nowhere to be read."""
        await self.workspace.settled()
        if _squeezed(text) in self._read():
            raise AssertionError(f"{self._name} does see {text!r}:\n{self.text}")
        return True

    def _read(self) -> str:
        return _squeezed(self.text)

    @property
    def _name(self) -> str:
        return str(self.workspace.users[self.id]["real_name"])

    @property
    def text(self) -> str:
        """All that is to be read on the screen."""
        return screen.text(self.workspace, self.id)

    def messages(self) -> list[Message]:
        """The direct messages between this person and the app."""
        channel = self.workspace.dm(self.id)
        return [] if channel is None else self.workspace.messages(channel)

    def ephemerals(self) -> list[Message]:
        """What only this person was shown, in any channel."""
        return [
            message
            for channel in self.workspace.channels.values()
            for whose, message in channel.ephemerals
            if whose == self.id
        ]

    @property
    def modal(self) -> View | None:
        stack = self.workspace.views.get(self.id)
        return stack[-1] if stack else None

    def _top(self) -> View:
        if self.modal is None:
            raise NotOffered(f"{self._name} has no form open.")
        return self.modal

    @property
    def home(self) -> View | None:
        return self.workspace.homes.get(self.id)

    async def _find(self, search: Callable[[], Found | None], told: Callable[[], str]) -> Found:
        """Wait until the search finds something; fail with a sentence of what there is."""
        await self.workspace.changed.until(lambda: search() is not None, self.patience)
        found = search()
        if found is None:
            raise AssertionError(f"{self._name} does not find {told()}")
        return found


def _squeezed(text: str) -> str:
    return " ".join(forms.plain(line) for line in text.split("\n") if line.strip())

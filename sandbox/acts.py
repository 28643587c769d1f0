"""What people do on their screens, told to the bot, and its answer carried out."""

from typing import Any

from sandbox import answers, delivery, files, form_errors, forms, payloads, viewing, writing
from sandbox.channels import Channel, Message
from sandbox.conversations import of_person
from sandbox.errors import NotOffered
from sandbox.population import colleague, person
from sandbox.state import State, View

Where = dict[str, Any]
NOT_RESPONDING = "{app} is not responding. Try again."


async def command(state: State, user_id: str, channel_id: str, line: str) -> None:
    colleague(state, user_id)
    channel = of_person(state, user_id, channel_id)
    name, _, text = line.strip().partition(" ")
    offered = {each["command"]: each for each in state.feature("slash_commands", [])}
    if state.manifest is not None and name not in offered:
        state.notify(user_id, f"{name} is not a valid command.", channel_id)
        return
    if offered.get(name, {}).get("should_escape"):
        text = escaped(state, text.strip())
    payload = payloads.command(state, user_id, channel, (name, text.strip()))
    ack = await delivery.deliver(state, "command", payload)
    answers.to_command(state, payload, ack)


def escaped(state: State, text: str) -> str:
    """Mentions by id, and the three signs escaped."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    words = []
    people = {f"@{user['name']}": user["id"] for user in state.users.values()}
    channels = {f"#{each.name}": each for each in state.channels.values() if each.kind != "im"}
    for word in text.split(" "):
        if word in people:
            words.append(f"<{word[0]}{people[word]}|{word[1:]}>")
        elif word in channels:
            channel = channels[word]
            words.append(f"<#{channel.id}|{'' if channel.is_private else channel.name}>")
        else:
            words.append(word)
    return " ".join(words)


def _shortcut(state: State, callback_id: str, kind: str) -> None:
    offered = state.feature("shortcuts", [])
    found = [each for each in offered if each["callback_id"] == callback_id]
    if state.manifest is not None and not any(each["type"] == kind for each in found):
        raise NotOffered(f"The app offers no {kind} shortcut {callback_id!r}.")


async def global_shortcut(state: State, user_id: str, callback_id: str) -> None:
    colleague(state, user_id)
    _shortcut(state, callback_id, "global")
    payload = payloads.shortcut(state, user_id, callback_id)
    _heard(state, user_id, await delivery.deliver(state, "shortcut", payload))


async def message_shortcut(state: State, user_id: str, callback_id: str, where: Where) -> None:
    colleague(state, user_id)
    _shortcut(state, callback_id, "message")
    place = message_at(state, user_id, where)
    if place[0].find_ephemeral(user_id, place[1]["ts"]) is not None:
        raise NotOffered("A message that only one person sees has no shortcuts.")
    payload = payloads.message_action(state, user_id, callback_id, place)
    _heard(state, user_id, await delivery.deliver(state, "message_action", payload))


def _heard(state: State, user_id: str, ack: delivery.Ack, channel: str | None = None) -> None:
    if not ack.is_good:
        app = state.users[state.bot_user_id]["real_name"]
        state.notify(user_id, NOT_RESPONDING.format(app=app), channel)


def message_at(state: State, user_id: str, where: Where) -> tuple[Channel, Message]:
    channel = of_person(state, user_id, where["channel"])
    found = channel.find_ephemeral(user_id, where["ts"]) or channel.find(where["ts"])
    if found is None or found.get("subtype") == "tombstone":
        raise NotOffered(f"There is no message {where['ts']} for {user_id} in {channel.id}.")
    return channel, found


def view_at(state: State, user_id: str, view_id: str) -> View:
    view = viewing.find(state, user_id, view_id)
    if view is None:
        raise NotOffered(f"{user_id} has no open view {view_id}.")
    stack = state.views.get(user_id, [])
    if view["type"] == "modal" and stack[-1]["id"] != view_id:
        raise NotOffered(f"The view {view_id} lies under another one.")
    return view


async def click(state: State, user_id: str, where: Where, ids: tuple[str, str], value: Any) -> None:
    person(state, user_id)
    if "view_id" in where:
        view = view_at(state, user_id, where["view_id"])
        fill(state, user_id, view["id"], where.get("state") or {})
        if not forms.tells(view["blocks"], ids[0]):
            # Slack keeps to itself what is filled in until the form is sent.
            fill(state, user_id, view["id"], {ids[0]: {ids[1]: value}})
            return
        action = _action(state, user_id, view["blocks"], ids, value)
        _remember(view["state"]["values"], ids, action)
        files.hand_over(state, view["state"]["values"])
        payload = payloads.view_actions(state, user_id, view, [action])
        channel = None
    else:
        place = message_at(state, user_id, where)
        action = _action(state, user_id, place[1].get("blocks", []), ids, value)
        _remember(selections(state, user_id, place), ids, action)
        payload = payloads.message_actions(state, user_id, place, [action])
        channel = place[0].id
    state.changed.tell()
    _heard(state, user_id, await delivery.deliver(state, "block_actions", payload), channel)


def selections(state: State, user_id: str, place: tuple[Channel, Message]) -> dict[str, Any]:
    """What this person has chosen in the selects of a message."""
    channel, message = place
    key = (user_id, channel.id, message["ts"])
    chosen = forms.values(message.get("blocks", []), state.selections.get(key))
    state.selections[key] = chosen
    return chosen


def _action(
    state: State, user_id: str, blocks: list[dict[str, Any]], ids: tuple[str, str], value: Any
) -> dict[str, Any]:
    element = forms.find(blocks, *ids)
    action = {"block_id": ids[0], "action_id": ids[1], "action_ts": state.ids.moment()}
    if element["type"] == "button":
        keys = ("text", "value", "style")
        shown = {key: element[key] for key in keys if key in element}
        return {**action, "type": "button", **shown}
    return action | _entry(state, user_id, element, value)


def _remember(values: forms.Values, ids: tuple[str, str], action: dict[str, Any]) -> None:
    if action["type"] not in forms.STATELESS:
        entry = {k: v for k, v in action.items() if k not in ("block_id", "action_id", "action_ts")}
        values.setdefault(ids[0], {})[ids[1]] = entry


async def suggest(
    state: State, user_id: str, where: Where, ids: tuple[str, str], typed: str
) -> list[dict[str, Any]]:
    person(state, user_id)
    asked = {"block_id": ids[0], "action_id": ids[1], "value": typed}
    if "view_id" in where:
        view = view_at(state, user_id, where["view_id"])
        forms.find(view["blocks"], *ids)
        container = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
    else:
        channel, message = message_at(state, user_id, where)
        forms.find(message.get("blocks", []), *ids)
        container = {
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel.id},
            "channel": {"id": channel.id, "name": channel.name},
            "message": message,
        }
    payload = payloads.suggestion(state, user_id, asked, container)
    ack = await delivery.deliver(state, "block_suggestion", payload)
    if not ack.is_good or not isinstance(ack.body, dict):
        return []
    return list(ack.body.get("options") or ack.body.get("option_groups") or [])


def fill(state: State, user_id: str, view_id: str, friendly: dict[str, dict[str, Any]]) -> None:
    """Type into the fields of an open form; nothing is sent."""
    view = view_at(state, user_id, view_id)
    for block_id, fields in friendly.items():
        for action_id, value in fields.items():
            element = forms.find(view["blocks"], block_id, action_id)
            entry = _entry(state, user_id, element, value)
            view["state"]["values"].setdefault(block_id, {})[action_id] = entry
    if friendly:
        state.changed.tell()


def _entry(state: State, user_id: str, element: forms.Element, value: Any) -> forms.Entry:
    """A form carries whole file objects, and rich text as the composer writes it."""
    entry = forms.entry(element, value)
    if entry["type"] == "file_input":
        return {**entry, "files": files.chosen(state, user_id, element, entry["files"])}
    if entry["type"] == "rich_text_input":
        return {**entry, "rich_text_value": writing.rich_text(state, entry["rich_text_value"])}
    return entry


async def submit(
    state: State, user_id: str, view_id: str, friendly: dict[str, dict[str, Any]]
) -> dict[str, str]:
    person(state, user_id)
    fill(state, user_id, view_id, friendly)
    view = view_at(state, user_id, view_id)
    if view["type"] != "modal":
        raise NotOffered("A Home tab has no submit button.")
    if not view["submit"]:
        raise NotOffered("This window has no submit button.")
    faults = form_errors.errors(view["blocks"], view["state"]["values"])
    if not faults:
        files.hand_over(state, view["state"]["values"])
        payload = payloads.view_submission(state, user_id, view)
        ack = await delivery.deliver(state, "view_submission", payload)
        faults = answers.to_submission(state, user_id, view, ack)
    state.form_errors.pop(view_id, None)
    if faults:
        state.form_errors[view_id] = faults
    state.changed.tell()
    return faults


async def close_view(state: State, user_id: str, view_id: str, *, everything: bool) -> None:
    view = viewing.find(state, user_id, view_id)
    if view is None or view["type"] != "modal":
        raise NotOffered(f"{user_id} has no open view {view_id}.")
    is_cleared = everything or view["clear_on_close"]
    stack = list(state.views[user_id])
    closed = stack if is_cleared else stack[stack.index(view) :]
    viewing.pop(state, user_id, view_id, everything=is_cleared)
    for each in reversed(closed):
        if each["notify_on_close"]:
            payload = payloads.view_closed(state, user_id, each, is_cleared=is_cleared)
            await delivery.deliver(state, "view_closed", payload)

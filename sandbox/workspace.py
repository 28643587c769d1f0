"""The pretend workspace: one object that holds a Slack workspace and acts for its people."""

from collections.abc import Iterable
from typing import Any

from sandbox import acts, conversations, events, home, population, snapshot
from sandbox.channels import Message
from sandbox.clock import Clock
from sandbox.state import State

Where = dict[str, Any]
Friendly = dict[str, dict[str, Any]]


class Workspace(State):
    """A workspace in memory, in one event loop, with one app installed.

    Data: `users` {id: Slack user object}, `channels` {id: Channel}, `views` {user_id: [view, …]}
    (the stack of open modals, bottom first), `homes` {user_id: view},
    `files` {id: {"file", "content"}}, `usergroups` {id: usergroup}, `dnd` {user_id: settings},
    `log`, `faults`, `limits` (None
    switches rate limits off), `limited` (calls answered 429), `refusals` (everything Slack would
    refuse: {"what", "error", "messages", "payload"}), `late_acks` ({"what", "seconds"}),
    `moments` {name: coroutine function -> datetime | None}, `cast` [user_id, …] (whom the page
    offers first), `changed` (`await changed.wait()`,
    `await changed.wait(after=version)`, `changed.version`).

    `snapshot(user_id)` is what this one person may see, ready for JSON::

        {"now": "2026-11-24T09:00:00+00:00",
         "me": PERSON, "people": [PERSON, …],       # active people and bots, by name
         "app": {"id", "name", "user_id", "bot_id", "dm": channel id or None},
         "channels": [{"id", "name", "private": bool, "kind": "channel"|"private"|"im"|"mpim",
                       "unread": int, "members": int, "is_archived": bool, "topic": str}, …],
         "messages": {channel_id: [MESSAGE, …]},     # only hers, oldest first, replies included
         "home": VIEW | None, "home_open": bool,     # she is looking at the app's Home tab
         "modals": [VIEW, …],                        # her stack, the top one last
         "errors": {view_id: {block_id: text}},      # under the fields, since the last submit
         "commands": [{"command", "description", "usage_hint"}, …],
         "shortcuts": [{"name", "type": "global"|"message", "callback_id", "description"}, …],
         "notices": [{"id": int, "at": ISO, "text": str, "channel": channel id or None}, …]}

    PERSON is {"id", "name", "real_name", "title", "tz", "deleted", "is_bot", "is_admin"}.
    MESSAGE is Slack's own dictionary (ts, text, user, bot_id?, blocks?, attachments?, files?,
    thread_ts?, reply_count?, edited?, reactions?) plus "channel", "author" {"id", "name",
    "is_app"} and, for her own ephemerals, "ephemeral": true. FILE in `files` has id, name, title,
    mimetype, size, alt_txt and url_private (served at /files/<id>/<name> to the app's token with
    files:read; everybody else gets a page to sign in on, as at Slack). "state" {"values"}
    beside a message holds what she has chosen in its selects.
    VIEW is Slack's view object: id, type, callback_id, title, submit, close, blocks, hash,
    private_metadata, root_view_id, previous_view_id, notify_on_close, clear_on_close and
    state {"values": {block_id: {action_id: ENTRY}}}; ENTRY is Slack's, with `type` and one of
    value, selected_option(s), selected_user(s), selected_channel(s), selected_conversation(s),
    selected_date, selected_time, selected_date_time, files, rich_text_value. Initial values are
    in it already, so a form is drawn from state alone. Texts are as the bot sent them: mrkdwn
    with <@U…>, <#C…>, <!date^…>, and &amp; &lt; &gt;.

    `log_snapshot()` is [{"at": ISO, "direction": "in"|"out", "what", "user", "detail"}, …], oldest
    first: "in" came from the bot (what = the method), "out" went to it (what = the kind).

    Friendly values, wherever a state or value is given: a text, an option's value or label (a
    list of them where several may be chosen), a date "YYYY-MM-DD", a time "HH:MM", a moment as
    Unix seconds, user or channel ids, files as (name, bytes) or by id, rich text as Slack's object
    or as typed words (`*bold*`, `_italic_`, "- " and "1. " and "> " before lines, <url|label>,
    @name, #channel, @everyone); None empties the field. Someone who tries what
    her screen does not offer gets `NotOffered` (a LookupError) with a plain sentence.

    `submit` answers {block_id: text} of field errors, from the client's own checks (required,
    length, number, e-mail, link) or from the bot; the key "" carries "We had some trouble
    connecting" when the bot gave no valid answer. {} means that it went through.
    """

    # -- setting up

    def install(self, manifest: dict[str, Any]) -> None:
        """Offer what this app manifest declares, and check scopes and events against it."""
        self.manifest = manifest
        name = manifest.get("features", {}).get("bot_user", {}).get("display_name")
        if name:
            self.users[self.bot_user_id]["real_name"] = name
        self.changed.tell()

    def add_user(self, name: str, **details: Any) -> str:
        """Details: email, tz, title, real_name, is_bot, is_admin, is_restricted, team_id, …."""
        return population.add_user(self, name, **details)

    def add_channel(self, name: str, *, private: bool = False, members: Iterable[str] = ()) -> str:
        """The app is a member only if its `bot_user_id` is among the members."""
        return conversations.add_channel(self, name, private=private, members=members)

    def add_usergroup(self, handle: str, users: Iterable[str]) -> str:
        return population.add_usergroup(self, handle, users)

    def messages(self, channel_id: str) -> list[Message]:
        return self.channels[channel_id].messages

    def dm(self, user_id: str) -> str | None:
        """The channel between this person and the app, if it has been opened."""
        return self.dms.get(user_id)

    # -- what people do

    async def command(self, user_id: str, channel_id: str, line: str) -> None:
        """Type a slash command, such as "/pulse status", into the composer of a channel."""
        await acts.command(self, user_id, channel_id, line)

    async def global_shortcut(self, user_id: str, callback_id: str) -> None:
        await acts.global_shortcut(self, user_id, callback_id)

    async def message_shortcut(
        self, user_id: str, callback_id: str, channel_id: str, ts: str
    ) -> None:
        await acts.message_shortcut(self, user_id, callback_id, {"channel": channel_id, "ts": ts})

    async def click(
        self, user_id: str, where: Where, block_id: str, action_id: str, value: Any = None
    ) -> None:
        """Use an element: `where` is {"channel", "ts"} or {"view_id", "state": FRIENDLY or none}.

        The optional state is what stands in the form's other fields at that moment.
        """
        await acts.click(self, user_id, where, (block_id, action_id), value)

    async def suggest(
        self, user_id: str, where: Where, ids: tuple[str, str], typed: str
    ) -> list[dict[str, Any]]:
        """The options (or option groups) the bot offers in an external select for this text."""
        return await acts.suggest(self, user_id, where, ids, typed)

    async def fill(self, user_id: str, view_id: str, state: Friendly) -> None:
        """Type into a form without sending it; `submit` and `click` take it from there."""
        acts.fill(self, user_id, view_id, state)

    async def submit(
        self, user_id: str, view_id: str, state: Friendly | None = None
    ) -> dict[str, str]:
        return await acts.submit(self, user_id, view_id, state or {})

    async def close_view(self, user_id: str, view_id: str, *, everything: bool = False) -> None:
        """Press Close (this view), or the cross of the window (`everything`)."""
        await acts.close_view(self, user_id, view_id, everything=everything)

    async def open_home(self, user_id: str) -> None:
        await home.open_tab(self, user_id, "home")

    async def open_messages_tab(self, user_id: str) -> None:
        await home.open_tab(self, user_id, "messages")

    def leave_home(self, user_id: str) -> None:
        """Look at something else than the app's Home tab."""
        home.leave(self, user_id)

    async def say(
        self, user_id: str, channel_id: str, text: str, thread_ts: str | None = None
    ) -> str:
        """Write a message as this person; answers its ts."""
        return await conversations.say(self, user_id, channel_id, (text, thread_ts))

    async def delete(self, user_id: str, channel_id: str, ts: str) -> None:
        """Delete a message of one's own; an admin (`is_admin`) deletes anybody's, the app's too."""
        await conversations.delete(self, user_id, channel_id, ts)

    async def join(self, user_id: str, channel_id: str) -> None:
        await conversations.join(self, channel_id, user_id)

    async def leave(self, user_id: str, channel_id: str) -> None:
        await conversations.leave(self, channel_id, user_id)

    async def archive(self, user_id: str, channel_id: str) -> None:
        await conversations.archive(self, channel_id, user_id)

    async def arrive(self, name: str, **details: Any) -> str:
        """A new person signs up: `add_user` with its `team_join` event."""
        return await population.arrive(self, name, **details)

    async def deactivate(self, user_id: str) -> None:
        await population.set_deleted(self, user_id, deleted=True)

    async def reactivate(self, user_id: str) -> None:
        await population.set_deleted(self, user_id, deleted=False)

    async def change_profile(self, user_id: str, **fields: Any) -> None:
        """Fields: real_name, email, title, tz, or any other of the user object."""
        await population.change_profile(self, user_id, fields)

    async def event(self, event: dict[str, Any]) -> None:
        """Send any event to the bot, subscribed or not; it returns with the first answer."""
        await events.send(self, event)

    async def verify_url(self) -> bool:
        """The `url_verification` handshake: whether the bot echoed the challenge."""
        return await events.verify_url(self)

    def mark_read(self, user_id: str, channel_id: str) -> None:
        conversations.mark_read(self, user_id, channel_id)

    def dismiss(self, user_id: str, notice_id: int) -> None:
        """Put a notice away."""
        kept = [each for each in self.notices.get(user_id, []) if each["id"] != notice_id]
        self.notices[user_id] = kept
        self.changed.tell()

    # -- what can be seen

    def snapshot(self, user_id: str) -> dict[str, Any]:
        return snapshot.snapshot(self, user_id)

    def log_snapshot(self) -> list[dict[str, Any]]:
        return list(self.log)


__all__ = ["Clock", "Workspace"]

"""The methods there are: what each does, what scope it asks for, and how often it may be called."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from sandbox.api import chat, conversations, files, scheduled, team, users, views
from sandbox.api.calls import Call

# The tier of the methods whose limit is special: hundreds a minute.
SPECIAL = 5


@dataclass(frozen=True)
class Method:
    run: Callable[[Call], Awaitable[dict[str, Any]]]
    # None where a token is enough, or where the channel's kind decides.
    scope: str | None
    tier: int
    key: Literal["bot", "app", "none"] = "bot"


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "api.test": Method(team.test, None, 4, "none"),
        "apps.connections.open": Method(team.open_connection, None, 3, "app"),
        "auth.test": Method(team.auth_test, None, SPECIAL),
        "chat.delete": Method(chat.delete, "chat:write", 3),
        "chat.deleteScheduledMessage": Method(scheduled.delete, "chat:write", 3),
        "chat.getPermalink": Method(chat.get_permalink, None, SPECIAL),
        "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write", 4),
        "chat.postMessage": Method(chat.post_message, "chat:write", SPECIAL),
        "chat.scheduleMessage": Method(scheduled.schedule, "chat:write", 3),
        "chat.scheduledMessages.list": Method(scheduled.listing, "chat:write", 3),
        "chat.update": Method(chat.update, "chat:write", 3),
        "conversations.history": Method(conversations.history, None, 3),
        "conversations.info": Method(conversations.info, None, 3),
        "conversations.join": Method(conversations.join, "channels:join", 3),
        "conversations.list": Method(conversations.listing, None, 2),
        "conversations.members": Method(conversations.members, None, 4),
        "conversations.open": Method(conversations.open_, None, 3),
        "conversations.replies": Method(conversations.replies, None, 3),
        "dnd.info": Method(users.dnd_info, "dnd:read", 3),
        "dnd.teamInfo": Method(users.dnd_team_info, "dnd:read", 2),
        "files.completeUploadExternal": Method(files.complete_upload, "files:write", 4),
        "files.delete": Method(files.delete, "files:write", 3),
        "files.getUploadURLExternal": Method(files.get_upload_url, "files:write", 4),
        "files.info": Method(files.info, "files:read", 4),
        "reactions.add": Method(team.add_reaction, "reactions:write", 3),
        "team.info": Method(team.info, "team:read", 3),
        "usergroups.list": Method(users.usergroups, "usergroups:read", 2),
        "usergroups.users.list": Method(users.usergroup_users, "usergroups:read", 2),
        "users.conversations": Method(conversations.of_user, None, 2),
        "users.info": Method(users.info, "users:read", 4),
        "users.list": Method(users.listing, "users:read", 2),
        "users.lookupByEmail": Method(users.lookup_by_email, "users:read.email", 3),
        "views.open": Method(views.open_, None, 4),
        "views.publish": Method(views.publish, None, 4),
        "views.push": Method(views.push, None, 4),
        "views.update": Method(views.update, None, 4),
    }
)

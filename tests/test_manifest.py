"""The manifest is one that Slack takes, and it names just what the bot hears."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from handlers import register_handlers
from handlers.routes import Kind, Routes

ROOT = Path(__file__).parent.parent

# Slack's schema takes any word for a scope or an event, and an install then fails.
KNOWN_SCOPES = {
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "mpim:history",
    "mpim:write",
    "users:read",
    "users:read.email",
}
SCOPES_OF_EVENTS = {
    "app_home_opened": None,
    "app_uninstalled": None,
    "channel_archive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_id_changed": None,
    "channel_unarchive": "channels:read",
    "group_archive": "groups:read",
    "group_deleted": "groups:read",
    "group_unarchive": "groups:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "team_join": "users:read",
    "tokens_revoked": None,
    "user_change": "users:read",
    "user_profile_changed": "users:read",
}


@cache
def manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    return read


@pytest.fixture
def routes() -> Routes:
    routes = Routes()
    register_handlers(routes)
    return routes


def test_slack_would_take_the_manifest() -> None:
    schema = json.loads((ROOT / "tests" / "manifest_schema.json").read_text("utf-8"))

    faults = list(jsonschema.Draft7Validator(schema).iter_errors(manifest()))

    assert faults == []


def test_every_command_has_a_handler_and_every_handler_a_command(routes: Routes) -> None:
    offered = [entry["command"] for entry in manifest()["features"]["slash_commands"]]

    assert sorted(offered) == routes.names(Kind.COMMAND)


def test_every_shortcut_has_a_handler_and_every_handler_a_shortcut(routes: Routes) -> None:
    offered = [entry["callback_id"] for entry in manifest()["features"]["shortcuts"]]

    assert sorted(offered) == routes.names(Kind.SHORTCUT)


def test_every_event_has_a_handler_and_every_handler_an_event(routes: Routes) -> None:
    subscribed = manifest()["settings"]["event_subscriptions"]["bot_events"]

    assert sorted(subscribed) == routes.names(Kind.EVENT)


def test_every_event_has_the_scope_that_slack_asks_for() -> None:
    scopes = set(manifest()["oauth_config"]["scopes"]["bot"])
    subscribed = manifest()["settings"]["event_subscriptions"]["bot_events"]

    needed = {SCOPES_OF_EVENTS[event] for event in subscribed} - {None}

    assert needed <= scopes


def test_no_scope_is_asked_for_that_is_not_known_and_needed() -> None:
    scopes = manifest()["oauth_config"]["scopes"]["bot"]

    assert sorted(scopes) == sorted(KNOWN_SCOPES)


def test_names_in_what_people_type_reach_us_as_ids() -> None:
    commands = manifest()["features"]["slash_commands"]

    assert all(entry["should_escape"] for entry in commands)


def test_every_address_is_the_one_to_replace() -> None:
    settings = manifest()["settings"]
    urls = {entry["url"] for entry in manifest()["features"]["slash_commands"]}
    urls |= {settings[part]["request_url"] for part in ("event_subscriptions", "interactivity")}

    assert urls == {"https://example.org/slack/events"}

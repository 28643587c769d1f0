"""One of everything in views: a modal with each kind of field, a Home, and the whole hung up."""

from typing import Any

from sandbox import viewing
from sandbox.rules import check_view
from sandbox.workspace import Workspace
from tests.sandbox.gallery import (
    REGIONS,
    asked,
    button,
    charts,
    controls,
    data_table,
    header,
    keep_picture,
    mrkdwn,
    newcomers,
    option,
    plain,
    post,
    section,
    words,
)

Json = dict[str, Any]


def form() -> Json:
    scale = [
        option(str(n), word)
        for n, word in enumerate(("Never", "Rarely", "Sometimes", "Often", "Always"), 1)
    ]
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Every kind of field"),
        "submit": plain("Save"),
        "close": plain("Not now"),
        "notify_on_close": True,
        "blocks": [
            {"type": "alert", "level": "info", "text": mrkdwn("Nobody sees *who* said what.")},
            asked(
                "My supervision helps me think",
                {"type": "radio_buttons", "action_id": "scale", "options": scale},
                hint=plain("Think of the last month."),
            ),
            asked(
                "What would help?",
                {
                    "type": "plain_text_input",
                    "action_id": "help",
                    "multiline": True,
                    "max_length": 40,
                    "placeholder": plain("Please name nobody"),
                },
            ),
            asked("E-mail", {"type": "email_text_input", "action_id": "email"}, optional=True),
            asked("Link", {"type": "url_text_input", "action_id": "url"}, optional=True),
            asked(
                "Hours",
                {"type": "number_input", "action_id": "hours", "is_decimal_allowed": True},
                optional=True,
            ),
            asked("Region", {"type": "static_select", "action_id": "region", "options": REGIONS}),
            asked(
                "Topics",
                {
                    "type": "checkboxes",
                    "action_id": "topics",
                    "options": [option("a", "Supervision"), option("b", "Workload")],
                },
                optional=True,
            ),
            asked(
                "Colleagues", {"type": "multi_users_select", "action_id": "people"}, optional=True
            ),
            asked(
                "Channel",
                {"type": "channels_select", "action_id": "channel"},
                optional=True,
            ),
            asked(
                "Employer",
                {
                    "type": "external_select",
                    "action_id": "employer",
                    "min_query_length": 2,
                },
                optional=True,
            ),
            asked("Day", {"type": "datepicker", "action_id": "day"}, optional=True),
            asked("Time", {"type": "timepicker", "action_id": "time"}, optional=True),
            asked("Moment", {"type": "datetimepicker", "action_id": "moment"}, optional=True),
            asked("Story", {"type": "rich_text_input", "action_id": "story"}, optional=True),
            asked(
                "Papers",
                {"type": "file_input", "action_id": "papers", "max_files": 2},
                optional=True,
            ),
        ],
    }


def home_view() -> Json:
    return {
        "type": "home",
        "blocks": [
            header("What is yours to do"),
            section(
                "*November pulse* is open until Monday, 30 November.\nAbout 90 seconds.",
                accessory=button("Answer now", "answer", style="primary"),
            ),
            {"type": "divider"},
            header("England in October", level=2),
            data_table(),
            {"type": "context", "elements": [mrkdwn("Groups under ten people are never shown.")]},
            {"type": "divider"},
            header("Get help", level=2),
            asked(
                "Search the help",
                {
                    "type": "plain_text_input",
                    "action_id": "search",
                    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
                },
                dispatch_action=True,
            ),
        ],
    }


def hang(workspace: Workspace, user_id: str, channel_id: str) -> None:
    """Fill a channel and a person's Home with the whole collection."""
    new = newcomers(keep_picture(workspace))
    for blocks in (words(), controls(), new[:2], new[2:], *charts()):
        post(workspace, channel_id, blocks)
    view = home_view()
    check_view(view, surface="home")
    viewing.publish(workspace, user_id, view, None)


def open_form(workspace: Workspace, user_id: str) -> Json:
    view = form()
    check_view(view, surface="modal")
    return viewing.open_modal(workspace, user_id, view)

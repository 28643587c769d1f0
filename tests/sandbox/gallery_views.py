"""One of everything in views: a modal with each kind of field, a Home, and the whole hung up."""

from typing import Any

from sandbox import viewing
from sandbox.rules import check_view
from sandbox.workspace import Workspace
from tests.sandbox.gallery import (
    REGIONS,
    asked,
    button,
    controls,
    element,
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
from tests.sandbox.gallery_figures import charts, data_table

Json = dict[str, Any]

TOPICS = [option("a", "Supervision"), option("b", "Workload")]
MORE_FIELDS = {
    "Topics": element("checkboxes", "topics", options=TOPICS),
    "Colleagues": element("multi_users_select", "people"),
    "E-mail": element("email_text_input", "email"),
    "Link": element("url_text_input", "url"),
    "Hours": element("number_input", "hours", is_decimal_allowed=True),
    "Channel": element("channels_select", "channel"),
    "Employer": element("external_select", "employer", min_query_length=2),
    "Day": element("datepicker", "day"),
    "Time": element("timepicker", "time"),
    "Moment": element("datetimepicker", "moment"),
    "Story": element("rich_text_input", "story"),
    "Papers": element("file_input", "papers", max_files=2),
}


def form() -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Every kind of field"),
        "submit": plain("Save"),
        "close": plain("Not now"),
        "notify_on_close": True,
        "blocks": [
            {"type": "alert", "level": "info", "text": mrkdwn("Nobody sees *who* said what.")},
            *main_fields(),
            *(asked(label, field, optional=True) for label, field in MORE_FIELDS.items()),
        ],
    }


def main_fields() -> list[Json]:
    words = ("Never", "Rarely", "Sometimes", "Often", "Always")
    scale = [option(str(n), word) for n, word in enumerate(words, 1)]
    help_text = element(
        "plain_text_input",
        "help",
        multiline=True,
        max_length=40,
        placeholder=plain("Please name nobody"),
    )
    return [
        asked(
            "My supervision helps me think",
            element("radio_buttons", "scale", options=scale),
            hint=plain("Think of the last month."),
        ),
        asked("What would help?", help_text),
        asked("Region", element("static_select", "region", options=REGIONS)),
    ]


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

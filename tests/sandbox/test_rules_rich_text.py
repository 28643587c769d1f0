"""Rich text, tables and charts: what Slack takes and refuses."""

from typing import Any

import pytest

from sandbox.rules import Refused, check_message
from tests.sandbox.payloads import OK, figure, message, plain, raw, rich, slack_says

Json = dict[str, Any]

WORDS: Json = {"type": "text", "text": "Words"}
LINE: Json = {"type": "rich_text_section", "elements": [WORDS]}
DATE: Json = {"type": "date", "timestamp": 1770000000, "format": "{date}", "fallback": "soon"}


def part(kind: str, *elements: Json, **fields: Any) -> Json:
    inside = {"type": kind, "elements": list(elements), **fields}
    return {"type": "rich_text", "elements": [inside]}


def table(*rows: list[Json], **fields: Any) -> Json:
    return {"type": "table", "rows": list(rows), **fields}


def data_table(*rows: list[Json], **fields: Any) -> Json:
    head = [raw("Group"), raw("Score")]
    return {"type": "data_table", "caption": "Scores", "rows": [head, *rows], **fields}


def chart(**fields: Any) -> Json:
    return {"type": "data_visualization", "title": "Scores", "chart": fields}


def pie(*values: float) -> Json:
    parts = [{"label": str(index), "value": value} for index, value in enumerate(values)]
    return chart(type="pie", segments=parts)


def series(name: str = "2026", *labels: str) -> Json:
    return {"name": name, "data": [{"label": label, "value": -1} for label in labels or "AB"]}


def bars(*drawn: Json, **axis: Any) -> Json:
    return chart(type="bar", series=list(drawn), axis_config={"categories": ["A", "B"], **axis})


ROW = [raw("A"), figure(3)]

TAKEN = [
    pytest.param("message", rich(WORDS, {"type": "emoji", "name": "wave"}), id="words"),
    pytest.param("modal", rich({"type": "link", "url": "https://example.org"}), id="a link"),
    pytest.param("home", rich({"type": "user", "user_id": "U1"}, DATE), id="a person and a date"),
    pytest.param("message", rich({**WORDS, "style": {"bold": True}}), id="bold words"),
    pytest.param("home", rich({"type": "broadcast", "range": "here"}), id="a broadcast in a view"),
    pytest.param("message", part("rich_text_list", LINE, style="bullet", indent=1), id="a list"),
    pytest.param("message", part("rich_text_quote", WORDS, border=1), id="a quotation"),
    pytest.param("message", part("rich_text_preformatted", WORDS), id="code"),
    pytest.param("message", table(*[[raw()] * 20] * 5), id="a table"),
    pytest.param("home", table(ROW, [rich(WORDS), raw()]), id="a table with rich text"),
    pytest.param("message", table(ROW, column_settings=[None, {"align": "right"}]), id="columns"),
    pytest.param("home", data_table(*[ROW] * 100), id="a hundred rows of figures"),
    pytest.param("message", data_table([rich(WORDS), figure()], page_size=100), id="a long page"),
    pytest.param("message", pie(1, 2.5, 3), id="a pie"),
    pytest.param("message", bars(series(), series("2027"), x_label="Group"), id="bars"),
]

REFUSED = [
    pytest.param("message", part("rich_text_table"), "unsupported", id="a made-up part"),
    pytest.param("message", {"type": "rich_text", "elements": []}, "fewer", id="nothing at all"),
    pytest.param("message", {"type": "rich_text", "elements": [WORDS]}, "text", id="loose words"),
    pytest.param("message", rich(LINE), "unsupported", id="a section in a section"),
    pytest.param("message", rich({"type": "text", "text": ""}), "more than 0", id="empty words"),
    pytest.param("message", rich({**WORDS, "style": {"loud": True}}), "loud", id="a loud style"),
    pytest.param("message", rich({**WORDS, "style": {"bold": 1}}), "boolean", id="bold as 1"),
    pytest.param("message", rich({"type": "link", "text": "here"}), "url", id="a link to nowhere"),
    pytest.param("modal", rich({"type": "broadcast", "range": "all"}), "one of", id="a wide call"),
    pytest.param("modal", rich({**DATE, "timestamp": "1"}), "integer", id="a date in words"),
    pytest.param("modal", rich({"type": "date", "timestamp": 1}), "format", id="a formless date"),
    pytest.param("message", part("rich_text_list", LINE), "style", id="a list without style"),
    pytest.param("message", part("rich_text_list", WORDS, style="bullet"), "text", id="bare items"),
    pytest.param("message", part("rich_text_list", LINE, style="dash"), "one of", id="dashes"),
    pytest.param(
        "message", part("rich_text_preformatted", {"type": "user", "user_id": "U"}), "user", id="u"
    ),
    pytest.param("modal", table(ROW), "surface", id="a table in a modal"),
    pytest.param("message", table(*[ROW] * 101), "100 items", id="101 rows"),
    pytest.param("message", table([raw()] * 21), "20 items", id="21 columns"),
    pytest.param("message", table(), "fewer", id="no rows"),
    pytest.param("message", table([raw("")]), "more than 0", id="an empty cell"),
    pytest.param("message", table([plain()]), "unsupported", id="plain text in a cell"),
    pytest.param("message", table([raw("x" * 5001)] * 2), "10000", id="a wordy table"),
    pytest.param("message", table([{**figure(), "value": "1"}]), "number", id="a worded figure"),
    pytest.param("message", table(ROW, column_settings=[{"align": "top"}]), "one of", id="top"),
    pytest.param("modal", data_table(ROW), "surface", id="figures in a modal"),
    pytest.param("message", data_table(), "fewer than 2", id="only a header"),
    pytest.param("message", data_table(*[ROW] * 101), "101 items", id="too many figures"),
    pytest.param("message", data_table([raw()]), "exactly 2 cells", id="a short row"),
    pytest.param("message", data_table(ROW, page_size=101), "between", id="a page of 101"),
    pytest.param("message", data_table(ROW, row_header_column_index=2), "column", id="column 3"),
    pytest.param("message", data_table(ROW, caption=""), "more than 0", id="an empty caption"),
    pytest.param("message", {"type": "data_table", "rows": [ROW, ROW]}, "caption", id="no caption"),
    pytest.param(
        "message",
        {"type": "data_table", "caption": "C", "rows": [[rich(WORDS)], [raw()]]},
        "rich_text",
        id="a rich header",
    ),
    pytest.param(
        "message", data_table([raw("x" * 10_000), raw("x" * 10_000)]), "20000", id="wordy figures"
    ),
    pytest.param(
        "message",
        data_table([{"type": "action_cell", "button": {}}, raw()]),
        "unsupported",
        id="an action cell",
    ),
    pytest.param("home", pie(1), "surface", id="a chart at home"),
    pytest.param("modal", pie(1), "surface", id="a chart in a modal"),
    pytest.param("message", pie(), "fewer", id="an empty pie"),
    pytest.param("message", pie(1, 0), "greater than 0", id="an empty slice"),
    pytest.param("message", pie(*range(1, 8)), "6 items", id="seven slices"),
    pytest.param("message", {**pie(1), "title": "x" * 51}, "51", id="a long chart title"),
    pytest.param("message", {**pie(1), "title": plain()}, "string", id="a chart title object"),
    pytest.param("message", chart(type="donut"), "unsupported", id="a donut"),
    pytest.param("message", bars(), "fewer", id="no bars"),
    pytest.param("message", bars(series("x" * 21)), "21", id="a long name"),
    pytest.param("message", bars(series(), series()), "unique", id="a name twice"),
    pytest.param("message", bars(series("2026", "A")), "each category", id="a missing point"),
    pytest.param("message", bars(series("2026", "A", "C")), "each category", id="a stray point"),
    pytest.param("message", bars(series("2026", "A", "B", "B")), "each", id="a point too many"),
    pytest.param("message", bars(series(), x_label="x" * 51), "51", id="a long axis"),
    pytest.param("message", chart(type="line", series=[series()]), "axis_config", id="no axis"),
]

TOGETHER = [
    pytest.param([table(ROW), table(ROW)], "no more than 1 table", id="two tables"),
    pytest.param([pie(1)] * 3, "no more than 2", id="three charts"),
    pytest.param([data_table([raw("x" * 9_990), raw()])] * 3, "20000", id="tables too wordy"),
    pytest.param([{"type": "markdown", "text": "x" * 6001}] * 2, "12000", id="markdown too long"),
]


@pytest.mark.parametrize(("surface", "block"), TAKEN)
def test_slack_takes_this_content(surface: str, block: Json) -> None:
    assert slack_says(surface, block) == OK


@pytest.mark.parametrize(("surface", "block", "words"), REFUSED)
def test_slack_refuses_this_content(surface: str, block: Json, words: str) -> None:
    assert words in slack_says(surface, block)


@pytest.mark.parametrize(("blocks", "words"), TOGETHER)
def test_some_limits_hold_over_the_whole_message(blocks: list[Json], words: str) -> None:
    with pytest.raises(Refused) as refused:
        check_message(message(*blocks), method="chat.postMessage")

    assert words in str(refused.value)

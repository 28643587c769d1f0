"""The annual report as a web page that stands alone, and as a tagged PDF of the same page."""

import base64
import contextlib
import hashlib
from datetime import UTC, datetime
from typing import Any

import jinja2
from markupsafe import Markup, escape

from views import charts
from views.report.parts import Chart, Report

LANGUAGE = "en-GB"
TAGGED = "pdf/ua-1"


class NothingDraws(Exception):  # noqa: N818 - it states a fact, as refusals do
    """This machine has nothing that draws a PDF; says what is missing."""


def web_page(report: Report, at: datetime) -> bytes:
    """One file without any other: charts are drawings that can be read aloud."""
    return _page(report, at, is_printed=False).encode()


def document(report: Report, at: datetime) -> bytes:
    """The same as a PDF with tags, title, language and fonts; NothingDraws without Pango."""
    weasyprint = _printer()
    page = _page(report, at, is_printed=True)
    # An identifier of its own would be another one each time.
    identifier = hashlib.sha256(page.encode()).digest()[:16]
    fetcher = weasyprint.URLFetcher(allowed_protocols={"data"})
    made: bytes = weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf(
        pdf_variant=TAGGED, pdf_identifier=identifier
    )
    return made


def _printer() -> Any:
    """The library that draws, which needs another one of the machine."""
    try:
        # It says on standard output, at length, what we say in a sentence.
        with contextlib.redirect_stdout(None):
            import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - may be missing
    except (ImportError, OSError) as missing:
        raise NothingDraws(str(missing).partition("\n")[0]) from missing
    return weasyprint


def drawing(chart: Chart) -> Markup:
    """The chart as SVG."""
    draw = charts.trend if chart.is_trend else charts.intervals
    return draw(chart.key, chart.title, chart.marks)


def _page(report: Report, at: datetime, *, is_printed: bool) -> str:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("views"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("report/report.html").render(
        language=LANGUAGE,
        report=report,
        at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        drawn=_picture if is_printed else drawing,
        is_printed=is_printed,
    )


def _picture(chart: Chart) -> Markup:
    """In a PDF a chart is one picture with its words, so that its parts are not read one by one."""
    content = base64.b64encode(_for_print(str(drawing(chart))).encode()).decode()
    alt = escape(f"{chart.title}. {charts.in_words(chart.marks)}")
    return Markup('<img alt="{}" src="data:image/svg+xml;base64,{}">').format(alt, content)


def _for_print(drawn: str) -> str:
    # Without a page around it, a drawing must name its own font.
    return drawn.replace("<svg ", '<svg font-family="DejaVu Sans, sans-serif" ', 1)

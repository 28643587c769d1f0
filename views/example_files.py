"""One example as a file to keep or to pass on: a Word file, or a web page that stands alone."""

import io
import re
from collections.abc import Iterator

import jinja2

from models.library import LibraryEntry
from models.practice_form import FIELDS, text_of
from views import library, times
from views.practice_page import CRITERIA, HEADINGS, criterion, heading

LANGUAGE = "en-GB"
SUBJECT = "Good practice of the NQSW Community of Practice"

# What stands in the title already.
_PARTS = tuple(field for field in FIELDS if field.name != "title")


def name(entry: LibraryEntry, ending: str) -> str:
    """A file name that every system takes."""
    plain = re.sub(r"[^a-z0-9]+", "-", entry.title.casefold()).strip("-")[:60]
    return f"{plain or 'good-practice'}.{ending}"


def web_page(entry: LibraryEntry) -> bytes:
    """The example as a web page; whatever was typed stays text."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("views"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    page = environment.get_template("example.html")
    made = page.render(
        language=LANGUAGE, title=entry.title, about=_about(entry), parts=list(_parts(entry))
    )
    return made.encode()


def word_file(entry: LibraryEntry) -> bytes:
    """The example as a Word file, with headings, a language and a title that readers announce."""
    # The library costs time that most requests need not wait for.
    import docx  # noqa: PLC0415 - as said above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as said above

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.subject = entry.title, SUBJECT
    properties.language, properties.author = LANGUAGE, entry.employer
    style = document.styles["Normal"].element.get_or_add_rPr()
    language = style.makeelement(qn("w:lang"), {qn("w:val"): LANGUAGE})
    style.append(language)
    document.add_heading(entry.title, level=1)
    for line in _about(entry):
        document.add_paragraph(line)
    for label, paragraphs in _parts(entry):
        document.add_heading(label, level=2)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _about(entry: LibraryEntry) -> list[str]:
    return [
        library.from_where(entry),
        (
            f"Version {entry.version}, published {times.local_day(entry.published_at)}; "
            f"to be looked at again by {times.day(entry.review_on)}."
        ),
    ]


def _parts(entry: LibraryEntry) -> Iterator[tuple[str, list[str]]]:
    for field in _PARTS:
        paragraphs = [line for line in _said(entry, field.name).split("\n") if line.strip()]
        if paragraphs:
            yield field.label, paragraphs
    if entry.criteria:
        yield CRITERIA, [criterion(code) for code in entry.criteria]
    if entry.headings:
        yield HEADINGS, [heading(code) for code in entry.headings]


def _said(entry: LibraryEntry, field: str) -> str:
    # A Word file takes no signs that control a printer.
    return re.sub(
        "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", " ", text_of(entry.content, field)
    )

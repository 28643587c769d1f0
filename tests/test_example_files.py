"""An example as a file says everything under headings, in British English, and stays text."""

import io
from datetime import UTC, date, datetime
from uuid import uuid4

import docx

from models.library import LibraryEntry
from views import example_files

ENTRY = LibraryEntry(
    practice_id=uuid4(),
    version=2,
    title="Time <to> think",
    problem="No time",
    body="",
    content={"title": "Time <to> think", "problem": "No time\x0b\n<script>", "what_we_did": "Met"},
    criteria=["C1"],
    headings=["kss:9"],
    employer="Thameside",
    employer_kind="council",
    region="London",
    published_at=datetime(2026, 11, 3, tzinfo=UTC),
    review_on=date(2028, 11, 3),
)


def test_a_web_page_has_a_language_a_title_and_no_script() -> None:
    page = example_files.web_page(ENTRY).decode()

    assert '<html lang="en-GB">' in page
    assert "<title>Time &lt;to&gt; think</title>" in page
    assert "<script>" not in page


def test_a_word_file_has_headings_a_language_and_a_title() -> None:
    read = docx.Document(io.BytesIO(example_files.word_file(ENTRY)))

    styles = [(one.style.name, one.text) for one in read.paragraphs if one.style is not None]
    assert ("Heading 1", "Time <to> think") in styles
    assert ("Heading 2", "Problem") in styles
    assert (read.core_properties.title, read.core_properties.language) == (
        "Time <to> think",
        "en-GB",
    )


def test_a_file_is_named_after_its_example() -> None:
    assert example_files.name(ENTRY, "docx") == "time-to-think.docx"

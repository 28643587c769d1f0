"""The annual report is complete, the same each time, and fit for everybody in each of its forms."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl  # type: ignore[import-untyped]
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from docx.oxml.ns import qn
from typer.testing import Result

from tests.journeys.browsing import ALBUM
from tests.report import years
from tests.report.conftest import FILES, NAME, Files, Shell
from tests.sandbox.browser import chromium, nameless, pale
from tests.site import axe

CHAPTERS = [
    "Summary",
    "Numbers",
    "Method",
    "Findings by criterion",
    "Perspectives compared",
    "What NQSWs said and what changed",
    "Equality, diversity and inclusion",
    "Visits",
    "Issues",
    "Good practice",
    "Action learning",
    "Priorities",
]
# Of a page of A4, in points: nothing is printed beyond.
MARGIN = 45
# The four criteria together; and each month by month, and by region.
CHARTS = 9
# The README shows the page with this heading.
SHOWN = "C1 Programme delivery"


def test_the_same_year_gives_the_same_bytes_wherever_it_is_written(
    files: Files, files_elsewhere: Files
) -> None:
    assert sorted(files) == sorted(FILES)
    assert [name for name in FILES if files[name] != files_elsewhere[name]] == []


def test_all_twelve_chapters_stand_in_their_order(files: Files) -> None:
    found = re.findall(r"<h2 id=\"[a-z]+\"[^>]*>(\d+)\. ([^<]+)</h2>", page(files))

    assert found == [(str(place), name) for place, name in enumerate(CHAPTERS, start=1)]


@pytest.mark.parametrize("chapter", ["visits", "issues", "learning", "perspectives"])
def test_what_is_not_collected_yet_says_so_in_one_sentence(files: Files, chapter: str) -> None:
    section = page(files).partition(f'<h2 id="{chapter}">')[2].partition("<h")[0]

    [sentence] = re.findall(r"<p>([^<]+)</p>", section)
    assert "not collected this year" in sentence
    assert sentence.count(".") == 1


def test_the_title_page_says_where_it_comes_from(files: Files) -> None:
    cover = page(files).partition("<nav")[0]

    assert f"ASYE quality assurance: annual report {years.YEAR}" in cover
    assert "Release 4, April 2026 to March 2027" in cover
    assert len(re.findall(r"<dd>[0-9a-f]{64}</dd>", cover)) == 2


def test_no_employer_is_named_in_any_file(files: Files) -> None:
    for name in FILES:
        assert "Employer 0" not in text_of(files[name], name), name


def test_the_annex_has_each_release_for_england_and_its_regions(files: Files) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files[f"{NAME}-annex.xlsx"]))

    assert book.sheetnames[0] == "Overview"
    assert book["Overview"].max_row == 5
    assert {row[2].value for row in book["Units"].iter_rows(min_row=2)} == {"region"}


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (320, "light")])
async def test_the_page_is_fit_for_everybody(
    files: Files, tmp_path: Path, width: int, scheme: str
) -> None:
    (tmp_path / "report.html").write_bytes(files[f"{NAME}.html"])
    size = {"width": width, "height": 800}
    async with chromium(f"{tmp_path.as_uri()}/", viewport=size, color_scheme=scheme) as shown:
        await shown.goto(f"{tmp_path.as_uri()}/report.html")

        assert [*await axe.violations(shown), *await pale(shown), *await nameless(shown)] == []
        assert await shown.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_stands_alone(files: Files) -> None:
    links = re.findall(r"(?:src|href)=\"([^\"]*)\"", page(files))

    assert [link for link in links if not link.startswith("#")] == []
    assert "<script" not in page(files)


def test_the_pdf_has_tags_a_title_and_a_language(files: Files) -> None:
    reader = pypdf.PdfReader(io.BytesIO(files[f"{NAME}.pdf"]))

    root: Any = reader.root_object
    title = f"ASYE quality assurance: annual report {years.YEAR}"
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert (root["/Lang"], reader.metadata and reader.metadata.title) == ("en-GB", title)


def test_the_tags_of_the_pdf_say_what_heads_what_and_what_charts_show(files: Files) -> None:
    reader = pypdf.PdfReader(io.BytesIO(files[f"{NAME}.pdf"]))
    tags = list(tags_in(reader.root_object["/StructTreeRoot"]))

    kinds = {str(one["/S"]) for one in tags}
    charts = [one for one in tags if one["/S"] == "/Figure"]
    cells = [one for one in tags if one["/S"] == "/TD"]
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/P", "/Figure"} <= kinds
    assert len(charts) == CHARTS
    assert all("% (interval" in str(one["/Alt"]) for one in charts)
    assert all(one["/A"]["/Headers"] for one in cells)


def test_every_font_of_the_pdf_is_in_it(files: Files) -> None:
    reader = pypdf.PdfReader(io.BytesIO(files[f"{NAME}.pdf"]))
    named: Any = [font for page in reader.pages for font in fonts_of(page)]

    assert named
    for font in named:
        described = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/FontFile2" in described or "/FontFile3" in described


def test_no_page_of_the_pdf_is_empty_or_cut_and_each_has_a_foot(files: Files) -> None:
    document = pypdfium2.PdfDocument(files[f"{NAME}.pdf"])

    for number in range(len(document)):
        inked = boxes(document[number])
        width, height = document[number].get_size()
        assert min(left for left, _, _, _ in inked) >= MARGIN, number
        assert max(right for _, _, right, _ in inked) <= width - MARGIN, number
        assert max(top for _, _, _, top in inked) <= height - MARGIN, number
        said = document[number].get_textpage().get_text_range()
        assert f"Page {number + 1} of {len(document)}" in said


def test_no_page_of_the_pdf_ends_with_a_heading_or_the_name_of_a_table(files: Files) -> None:
    document = pypdfium2.PdfDocument(files[f"{NAME}.pdf"])

    for number in range(2, len(document)):
        said = document[number].get_textpage().get_text_range().splitlines()
        told = [line for line in said if not line.startswith(("Page ", "ASYE quality assurance"))]
        assert not re.match(r"(Table )?\d+\. |C\d ", told[-1]), number


def test_no_texts_of_the_pdf_lie_on_each_other(files: Files) -> None:
    document = pypdfium2.PdfDocument(files[f"{NAME}.pdf"])

    for number in range(len(document)):
        lines = boxes(document[number])
        lying = [
            (one, other)
            for place, one in enumerate(lines)
            for other in lines[place + 1 :]
            if overlap(one, other)
        ]
        assert lying == [], number


def test_the_pages_of_the_pdf_show_ink_as_pictures(files: Files) -> None:
    document = pypdfium2.PdfDocument(files[f"{NAME}.pdf"])

    for number in range(len(document)):
        picture = document[number].render(scale=0.5).to_pil().convert("L")
        edges = (picture.crop(box) for box in frame(*picture.size))
        assert sum(picture.histogram()[:128]) > 100, number
        assert all(sum(edge.histogram()[:250]) == 0 for edge in edges), number
        if f"\n{SHOWN}\n" in document[number].get_textpage().get_text_range().replace("\r", ""):
            ALBUM.mkdir(parents=True, exist_ok=True)
            document[number].render(scale=1.2).to_pil().save(ALBUM / "report-page.png")


def test_the_word_file_has_headings_a_language_and_a_title(files: Files) -> None:
    document = word(files)

    first = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert first[1:13] == [f"{place}. {name}" for place, name in enumerate(CHAPTERS, start=1)]
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title.endswith(years.YEAR)
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"


def test_each_table_of_the_word_file_says_its_head_on_each_page(files: Files) -> None:
    tables = word(files).tables

    assert len(tables) > 10
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_each_picture_of_the_word_file_is_described(files: Files) -> None:
    shapes = word(files).inline_shapes

    assert len(shapes) == CHARTS
    for shape in shapes:
        assert "% (interval" in shape._inline.docPr.get("descr")


def test_without_what_draws_a_pdf_the_other_files_are_written(shell: Shell) -> None:
    told = (shell.folder / "lacking").read_text("utf-8")

    assert sorted(shell.files("less")) == sorted(
        name for name in FILES if not name.endswith(".pdf")
    )
    assert told.startswith("The PDF is missing: install Pango")
    assert told.count("\n") == 1


def test_a_year_without_a_release_is_told_in_one_sentence(
    types_here: Callable[..., Result],
) -> None:
    ended = types_here("report", "--year", "2019-20")

    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Nothing was released")


def page(files: Files) -> str:
    return files[f"{NAME}.html"].decode()


def word(files: Files) -> Any:
    return docx.Document(io.BytesIO(files[f"{NAME}.docx"]))


def text_of(content: bytes, name: str) -> str:
    if name.endswith(".html"):
        return content.decode()
    if name.endswith(".pdf"):
        return "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(content)).pages)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(
            archive.read(one).decode() for one in archive.namelist() if one.endswith(".xml")
        )


def tags_in(node: Any) -> Iterator[Any]:
    """Every tag below this one."""
    found = node.get_object()
    if isinstance(found, list):
        for one in found:
            yield from tags_in(one)
    elif isinstance(found, dict):
        if found.get("/Type") == "/StructElem":
            yield found
        if "/K" in found:
            yield from tags_in(found["/K"])


def fonts_of(page: Any) -> list[Any]:
    return [one.get_object() for one in page["/Resources"].get("/Font", {}).values()]


def boxes(page: Any) -> list[tuple[float, float, float, float]]:
    """Where there is text: left, bottom, right, top."""
    text = page.get_textpage()
    return [text.get_rect(number) for number in range(text.count_rects())]


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two lines share more than a hair."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 1 and down > 1


def frame(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """The four edges of a picture of a page."""
    edge = 10
    return [
        (0, 0, width, edge),
        (0, height - edge, width, height),
        (0, 0, edge, height),
        (width - edge, 0, width, height),
    ]

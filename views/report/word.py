"""The annual report as a Word file with headings, table heads, descriptions and a language."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from views import charts
from views.report.pages import LANGUAGE, drawing
from views.report.parts import Bullets, Chart, Grid, Heading, Paragraph, Part, Pictures, Report

# Every office has the one; the other is drawn into pictures.
FONT, DRAWN_FONT = "Arial", "DejaVu Sans"
SIZE, SMALL, SPACE = 10, 8, 2
INK = (0x0B, 0x4F, 0x6C)
COLOURED = ("Title", "Subtitle", "Caption", "Heading 1", "Heading 2", "Heading 3")
# What a page has from margin to margin.
WIDE = 17
# Dots across a picture, so that it is sharp in print; and how wide it stands there.
DOTS, CENTIMETRES = 960, 7.5
CONTENTS = "Contents"
# The first day that an archive can tell.
NO_DAY = (1980, 1, 1, 0, 0, 0)

# The library has no types for the elements that it is made of.
Document = Any
Element = Any


def word_file(report: Report, at: datetime) -> bytes:
    """The whole report; the same report gives the same bytes."""
    # The library costs time that nothing else need wait for.
    import docx  # noqa: PLC0415 - as said above

    document = docx.Document()
    _set_up(document, report, at)
    _cover(document, report)
    for part in report.parts:
        _add(document, part)
    kept = io.BytesIO()
    document.save(kept)
    return _settled(kept.getvalue())


def _set_up(document: Document, report: Report, at: datetime) -> None:
    """Language, font, title and dates; a page number at the foot of each page."""
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415 - see above

    about = document.core_properties
    about.title, about.author, about.subject = report.title, report.author, report.subtitle
    about.language, about.comments = LANGUAGE, ""
    about.created = about.modified = at.astimezone(UTC).replace(tzinfo=None)
    for name in COLOURED:
        style = document.styles[name]
        style.font.name, style.font.color.rgb = FONT, RGBColor(*INK)
        style.element.rPr.rFonts.attrib.pop(_name("w:asciiTheme"), None)
        style.element.rPr.rFonts.attrib.pop(_name("w:hAnsiTheme"), None)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    _child(normal.element.get_or_add_rPr(), "w:lang", {"w:val": LANGUAGE})
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    foot = section.footer.paragraphs[0]
    document.styles["Footer"].font.size = Pt(SMALL)
    foot.add_run(f"{report.title}, page ")
    _child(foot._p, "w:fldSimple", {"w:instr": "PAGE"})  # noqa: SLF001 - the only way


def _cover(document: Document, report: Report) -> None:
    document.add_paragraph(report.author)
    document.add_heading(_printable(report.title), level=0)
    document.add_paragraph(_printable(report.subtitle), style="Subtitle")
    for name, value in report.about:
        line = document.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(value)
    document.add_page_break()
    document.add_heading(CONTENTS, level=1)
    for chapter in report.chapters:
        _link(document.add_paragraph(), chapter)
    document.add_page_break()


def _add(document: Document, part: Part) -> None:
    match part:
        case Heading():
            heading = document.add_heading(_titled(part), level=part.level)
            heading.paragraph_format.page_break_before = part.begins_page
            _mark(heading, part)
        case Paragraph():
            document.add_paragraph(_printable(part.text))
        case Bullets():
            for line in part.lines:
                document.add_paragraph(_printable(line), style="List Bullet")
        case Pictures():
            for chart in part.charts:
                _picture(document, chart)
        case Grid():
            _grid(document, part)


def _grid(document: Document, grid: Grid) -> None:
    """A table whose first row is said again on each page and read as its head."""
    from docx.shared import Cm  # noqa: PLC0415 - see above

    caption = document.add_paragraph(_printable(grid.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(grid.head))
    table.style, table.autofit = "Table Grid", False
    look = table._tbl.tblPr.find(_name("w:tblLook"))  # noqa: SLF001 - the only way
    if look is not None:
        look.set(_name("w:firstRow"), "1")
        look.set(_name("w:firstColumn"), "1")
    _child(table._tbl.tblPr, "w:tblDescription", {"w:val": grid.caption})  # noqa: SLF001 - as above
    widths = [WIDE * share / 100 for share in grid.shares]
    _row(table, grid.head, widths, is_bold=True)
    _child(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", {"w:val": "true"})  # noqa: SLF001
    for row in grid.rows:
        _row(table, row, widths)
    for row in table.rows[:-1] if grid.is_short else table.rows[:2]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    document.add_paragraph()


def _row(
    table: Element, texts: Sequence[str], widths: Sequence[float], *, is_bold: bool = False
) -> None:
    from docx.shared import Cm, Pt  # noqa: PLC0415 - see above

    row = table.add_row()
    # A row stays on one page.
    _child(row._tr.get_or_add_trPr(), "w:cantSplit", {})  # noqa: SLF001 - the only way
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = Pt(SPACE)
        paragraph.paragraph_format.space_after = Pt(SPACE)
        run = paragraph.add_run(_printable(text))
        run.font.size, run.bold = Pt(SMALL), is_bold


def _picture(document: Document, chart: Chart) -> None:
    """The chart as a picture with its words for whoever does not see it."""
    import resvg_py  # noqa: PLC0415 - see above
    from docx.shared import Cm  # noqa: PLC0415 - see above

    made = resvg_py.svg_to_bytes(
        svg_string=str(drawing(chart)), width=DOTS, background="white", font_family=DRAWN_FONT
    )
    shape = document.add_picture(io.BytesIO(bytes(made)), width=Cm(CENTIMETRES))
    shape._inline.docPr.set("descr", charts.in_words(chart.marks))  # noqa: SLF001 - the only way
    shape._inline.docPr.set("title", chart.title)  # noqa: SLF001 - as above
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(chart.title, style="Caption")


def _link(paragraph: Element, heading: Heading) -> None:
    """A line of the contents that leads to its chapter."""
    run = paragraph.add_run(_titled(heading))._r  # noqa: SLF001 - the only way
    link = run.makeelement(_name("w:hyperlink"), {_name("w:anchor"): heading.key})
    run.addprevious(link)
    link.append(run)


def _mark(paragraph: Element, heading: Heading) -> None:
    """Where such a line leads."""
    # Whatever number a mark has, its name is what counts; no other mark has this one.
    number = str(int.from_bytes(heading.key.encode()) % 2**31)
    around = {"w:id": number, "w:name": heading.key}
    _child(paragraph._p, "w:bookmarkStart", around)  # noqa: SLF001 - the only way
    _child(paragraph._p, "w:bookmarkEnd", {"w:id": number})  # noqa: SLF001 - as above


def _titled(heading: Heading) -> str:
    number = f"{heading.number}. " if heading.number else ""
    return _printable(f"{number}{heading.text}")


def _printable(text: str) -> str:
    # A Word file takes no signs that control a printer.
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _child(parent: Element, name: str, values: dict[str, str]) -> None:
    attributes = {_name(one): value for one, value in values.items()}
    parent.append(parent.makeelement(_name(name), attributes))


def _name(short: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415 - see above

    return str(qn(short))


def _settled(content: bytes) -> bytes:
    """The same archive without the hour at which it was written."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            about = zipfile.ZipInfo(name, NO_DAY)
            about.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(about, before.read(name))
    return kept.getvalue()

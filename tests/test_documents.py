"""Text comes out of files of every kind, and a damaged or poisoned one is refused."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]  # only tests write sheets

from models.documents import MOST_TEXT, READERS, text_of
from models.refusals import FileUnreadable

TEXT = "The child lives at 14 Rowan Close."


def docx() -> bytes:
    document = Document()
    document.add_paragraph("First.")
    document.add_table(1, 1).cell(0, 0).text = TEXT
    document.sections[0].header.paragraphs[0].text = "Case number 884213"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def xlsx() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = TEXT
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def pdf() -> bytes:
    stream = f"BT /F1 12 Tf 40 700 Td ({TEXT}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n"
    start = len(content)
    return content + head + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("txt", TEXT.encode()),
        ("md", b"\xef\xbb\xbf# Title\n" + TEXT.encode()),
        ("csv", TEXT.encode("utf-16")),
        ("html", f"<style>p</style><p>{TEXT}</p><script>x()</script>".encode()),
        ("docx", docx()),
        ("xlsx", xlsx()),
        ("pdf", pdf()),
    ],
)
def test_the_text_of_a_file_is_read(kind: str, content: bytes) -> None:
    assert TEXT in text_of(content, kind)


def test_the_header_of_a_document_is_read_as_well() -> None:
    assert "Case number 884213" in text_of(docx(), "docx")


def test_what_a_page_does_not_show_is_left_out() -> None:
    assert "hidden" not in text_of(b"<p>Shown</p><script>hidden</script>", "html")


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx", "pdf"])
@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"PK\x03\x04damaged"])
def test_a_damaged_file_is_refused(kind: str, content: bytes) -> None:
    with pytest.raises(FileUnreadable):
        text_of(content, kind)


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_half_a_file_is_refused_or_read_but_breaks_nothing(kind: str) -> None:
    whole = {"docx": docx, "pdf": pdf, "xlsx": xlsx}[kind]()
    for part in (whole[: len(whole) // 2], whole[len(whole) // 3 :]):
        try:
            assert isinstance(text_of(part, kind), str)
        except FileUnreadable:
            continue


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(FileUnreadable):
        text_of(b"MZ", "exe")


def test_an_archive_that_would_unpack_to_gigabytes_is_refused() -> None:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"0" * 70_000_000)

    with pytest.raises(FileUnreadable):
        text_of(file.getvalue(), "xlsx")


def test_no_more_text_is_given_than_anybody_reads() -> None:
    assert len(text_of(b"a" * (MOST_TEXT + 5), "txt")) == MOST_TEXT


@given(st.binary(max_size=400), st.sampled_from(sorted(READERS)))
def test_whatever_the_bytes_are_there_is_a_text_or_a_refusal(content: bytes, kind: str) -> None:
    try:
        assert isinstance(text_of(content, kind), str)
    except FileUnreadable:
        return

"""Text out of a file's bytes, so that a file is looked through like everything that is typed."""

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from zipfile import BadZipFile, ZipFile

from models.refusals import FileUnreadable

# More text than this is no example of good practice any more; the rest is not looked at.
MOST_TEXT = 200_000
# A small archive can hide gigabytes.
MOST_UNPACKED = 60_000_000
MOST_PAGES = 200
PLAIN = ("txt", "md", "csv")
SILENT = frozenset({"script", "style", "head", "template"})


def text_of(content: bytes, kind: str) -> str:
    """Give the text of a file of this kind (its ending); FileUnreadable if it cannot be read."""
    read = READERS.get(kind.lower().lstrip("."))
    if read is None:
        raise FileUnreadable
    return read(content)[:MOST_TEXT]


def _plain(content: bytes) -> str:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileUnreadable
    try:
        is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        # What older programs on Windows write; every byte means something in it, or nearly.
        return content.decode("cp1252", errors="replace")


class _Page(HTMLParser):
    """Collects what a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silence = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silence += tag in SILENT
        # What a picture or a link says is read aloud, too.
        self.parts += [f" {value} " for name, value in attrs if name in {"alt", "title"} and value]

    def handle_endtag(self, tag: str) -> None:
        self._silence = max(0, self._silence - (tag in SILENT))
        if tag in {"p", "div", "li", "tr", "br", "h1", "h2", "h3", "h4", "td", "th"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silence:
            self.parts.append(data)


def _html(content: bytes) -> str:
    page = _Page()
    page.feed(_plain(content))
    page.close()
    return "".join(page.parts)


def _docx(content: bytes) -> str:
    _refuse_bombs(content)
    # Nothing else needs it, and it takes a while to load.
    from docx import Document  # noqa: PLC0415 - as said above

    try:
        document = Document(io.BytesIO(content))
        # With tables, text boxes and footnotes: every run of text is a `w:t`.
        parts = [document.element.body]
        for section in document.sections:
            parts += [section.header._element, section.footer._element]  # noqa: SLF001 - the only way
        return "\n".join(_paragraphs(part) for part in parts)
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError, AttributeError) as fault:
        raise FileUnreadable from fault


def _paragraphs(element: object) -> str:
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "\n".join(
        "".join(run.text or "" for run in paragraph.iter(f"{word}t"))
        for paragraph in element.iter(f"{word}p")  # type: ignore[attr-defined]  # lxml has no types
    )


def _pdf(content: bytes) -> str:
    # Nothing else needs it, and it takes a while to load.
    from pypdf import PdfReader  # noqa: PLC0415 - as said above
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - as said above

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise FileUnreadable
        text: list[str] = []
        for page in reader.pages[:MOST_PAGES]:
            text.append(page.extract_text())
            if sum(map(len, text)) > MOST_TEXT:
                break
        return "\n".join(text)
    except (
        *(PyPdfError, ValueError, KeyError, TypeError, AttributeError),
        *(OSError, IndexError, RecursionError, ArithmeticError, NotImplementedError),
    ) as fault:
        raise FileUnreadable from fault


TEXT_IN_XML = re.compile(r"<(?:a:t|t|x:t)(?:\s[^>]{0,200})?>([^<]*)</")
PARTS = re.compile(
    r"ppt/(?:slides|notesSlides)/[^/]+\.xml|xl/(?:sharedStrings|worksheets/[^/]+)\.xml"
)


def _slides_or_sheets(content: bytes) -> str:
    """Every text of the slides with their notes, or of the cells."""
    _refuse_bombs(content)
    # Entities are not resolved: only what stands between tags is taken.
    from html import unescape  # noqa: PLC0415 - small, but no other kind needs it

    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = [name for name in archive.namelist() if PARTS.fullmatch(name)]
            found = [TEXT_IN_XML.findall(archive.read(name).decode("utf-8")) for name in parts]
    except (BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as fault:
        raise FileUnreadable from fault
    return "\n".join(unescape(text) for texts in found for text in texts)


ODT_PARTS = ("content.xml", "styles.xml")


def _odt(content: bytes) -> str:
    """Every text of the document, with its headers and footers."""
    _refuse_bombs(content)
    from html import unescape  # noqa: PLC0415 - small, but few kinds need it

    try:
        with ZipFile(io.BytesIO(content)) as archive:
            archive.getinfo(ODT_PARTS[0])
            names = [name for name in ODT_PARTS if name in archive.namelist()]
            found = [archive.read(name).decode("utf-8") for name in names]
    except (BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError) as fault:
        raise FileUnreadable from fault
    lines = (re.sub(r"</text:[ph]>|<text:line-break", "\n\\g<0>", part) for part in found)
    spaced = (re.sub(r"<text:(?:s|tab)\b", " \\g<0>", part) for part in lines)
    return unescape("\n".join(re.sub(r"<[^<>]*>", "", part) for part in spaced))


def _refuse_bombs(content: bytes) -> None:
    """Look into the archive before anything is unpacked."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise FileUnreadable
    except (BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise FileUnreadable from fault


READERS: dict[str, Callable[[bytes], str]] = {
    **dict.fromkeys(PLAIN, _plain),
    **dict.fromkeys(("html", "htm"), _html),
    **dict.fromkeys(("pptx", "xlsx"), _slides_or_sheets),
    "docx": _docx,
    "odt": _odt,
    "pdf": _pdf,
}

"""Files: how Slack describes them, who may open them, and what an app may know of them."""

import mimetypes
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from sandbox.errors import NotOffered
from sandbox.forms import Element, Entry, Values
from sandbox.state import Record, State

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 10

# Slack's own words for some endings, and how it calls them before people.
KINDS = {
    "csv": ("csv", "CSV"),
    "doc": ("doc", "Word Document"),
    "docx": ("docx", "Word Document"),
    "gif": ("gif", "GIF"),
    "html": ("html", "HTML"),
    "jpeg": ("jpg", "JPEG"),
    "jpg": ("jpg", "JPEG"),
    "json": ("json", "JSON"),
    "md": ("markdown", "Markdown (raw)"),
    "odt": ("odt", "OpenDocument Text"),
    "pdf": ("pdf", "PDF"),
    "png": ("png", "PNG"),
    "pptx": ("pptx", "PowerPoint Presentation"),
    "txt": ("text", "Plain Text"),
    "xlsx": ("xlsx", "Excel Spreadsheet"),
    "zip": ("zip", "Zip"),
}
# Not every machine knows these.
MIMETYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown",
    "odt": "application/vnd.oasis.opendocument.text",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def ending(name: str) -> str:
    return PurePath(name).suffix[1:].lower()


def keep(state: State, user_id: str, name: str, content: bytes, **more: Any) -> Record:
    """Keep a file under a new id, or under the one it was promised; answers Slack's file object."""
    file_id = more.pop("id", None) or state.ids.make("F")
    file = described(state, file_id, name, content) | {"user": user_id, **more}
    state.files[file_id] = {"file": file, "content": content}
    state.changed.tell()
    return file


def described(state: State, file_id: str, name: str, content: bytes) -> Record:
    end = ending(name)
    filetype, pretty = KINDS.get(end, (end or "binary", end.upper() or "Binary"))
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    where = f"{state.base_url}/files/{file_id}"
    now = int(state.now().timestamp())
    return {
        "id": file_id,
        "created": now,
        "timestamp": now,
        "name": name,
        "title": name,
        "mimetype": MIMETYPES.get(end, guessed),
        "filetype": filetype,
        "pretty_type": pretty,
        "user_team": state.team_id,
        "editable": False,
        "size": len(content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "url_private": f"{where}/{quote(name)}",
        "url_private_download": f"{where}/download/{quote(name)}",
        "alt_txt": "",
        "channels": [],
        "groups": [],
        "ims": [],
    }


def chosen(state: State, user_id: str, element: Element, wanted: list[Any]) -> list[Record]:
    """The files somebody has put into a field: by id, or as (name, content) from their machine."""
    if len(wanted) > element.get("max_files", MOST_FILES):
        raise NotOffered(f"No more than {element.get('max_files', MOST_FILES)} files fit in here.")
    allowed = [each.lower() for each in element.get("filetypes", [])]
    return [_chosen(state, user_id, each, allowed) for each in wanted]


def _chosen(state: State, user_id: str, wanted: Any, allowed: list[str]) -> Record:
    name = wanted[0] if isinstance(wanted, tuple) else _mine(state, user_id, wanted)["name"]
    # For convenience, as Slack says: it goes by the name alone.
    if allowed and ending(name) not in allowed:
        raise NotOffered(f"{name} is none of these: {', '.join(allowed)}.")
    if not isinstance(wanted, tuple):
        return _mine(state, user_id, wanted)
    if not 0 < len(wanted[1]) <= MOST_BYTES:
        raise NotOffered("A file has between one byte and 10 MB.")
    return keep(state, user_id, name, wanted[1])


def _mine(state: State, user_id: str, file_id: str) -> Record:
    found = state.files.get(file_id)
    if found is None or found["file"]["user"] != user_id:
        raise NotOffered(f"{user_id} has no file {file_id}.")
    return dict(found["file"])


def hand_over(state: State, values: Values) -> None:
    """What the app is told of in a form it may open from now on."""
    for fields in values.values():
        for entry in fields.values():
            for file in _files(entry):
                state.files[file["id"]]["is_handed_over"] = True


def _files(entry: Entry) -> list[Record]:
    return entry["files"] if entry["type"] == "file_input" else []


def app_may_see(state: State, file_id: str) -> bool:
    """Its own files, those handed over in a form, and those shared where it is."""
    found = state.files.get(file_id)
    if found is None:
        return False
    app = state.bot_user_id
    is_given = found["file"].get("user") == app or found.get("is_handed_over", False)
    return is_given or _is_shared(state, app, file_id)


def person_may_see(state: State, user_id: str, file_id: str) -> bool:
    """Her own files, those shared where she is, and the app's pictures that blocks show her."""
    found = state.files.get(file_id)
    if found is None:
        return False
    file = found["file"]
    if file.get("user", state.bot_user_id) == state.bot_user_id and not _places(file):
        return True
    return file.get("user") == user_id or _is_shared(state, user_id, file_id)


def _places(file: Record) -> list[str]:
    return [place for key in ("channels", "groups", "ims") for place in file.get(key, [])]


def _is_shared(state: State, user_id: str, file_id: str) -> bool:
    places = _places(state.files[file_id]["file"])
    return any(user_id in state.channels[place].members for place in places)

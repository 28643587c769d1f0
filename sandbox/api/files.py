"""files.*: the three steps of an upload, and what becomes of a file."""

from typing import Any

from sandbox import files, posting
from sandbox.api.calls import Call
from sandbox.api.places import writable
from sandbox.channels import Channel
from sandbox.errors import ApiError
from sandbox.state import Record, State

MOST_CHANNELS = 100
MOST_ALT_TEXT = 1_000


async def get_upload_url(call: Call) -> dict[str, Any]:
    name, length = call.needed("filename"), call.number("length")
    if length <= 0:
        raise ApiError("missing_argument")
    if len(call.text("alt_txt")) > MOST_ALT_TEXT:
        raise ApiError("invalid_arguments", ["[ERROR] alt_txt is longer than 1000 characters"])
    file_id = call.state.ids.make("F")
    call.state.uploads[file_id] = {
        "id": file_id,
        "name": name,
        "length": length,
        "alt_txt": call.text("alt_txt"),
        "content": None,
    }
    return {"upload_url": f"{call.state.base_url}/upload/{file_id}", "file_id": file_id}


async def complete_upload(call: Call) -> dict[str, Any]:
    state, wanted = call.state, call.arguments.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: files"])
    channels = [writable(state, each) for each in _channels(call)]
    if any(state.bot_user_id not in each.members for each in channels):
        raise ApiError("not_in_channel")
    uploads = [_uploaded(state, each) for each in wanted]
    kept = [_file(state, upload, title) for upload, title in uploads]
    for channel in channels:
        _share(call, channel, kept)
    return {"files": kept}


def _channels(call: Call) -> list[str]:
    names = call.many("channels")
    if call.text("channel_id"):
        names.append(call.text("channel_id"))
    if len(names) > MOST_CHANNELS:
        raise ApiError("too_many_channels")
    return names


def _uploaded(state: State, wanted: Record) -> tuple[Record, str]:
    upload = state.uploads.get(str(wanted.get("id")))
    if upload is None or upload["content"] is None:
        raise ApiError("file_not_found")
    return upload, str(wanted.get("title") or upload["name"])


def _file(state: State, upload: Record, title: str) -> Record:
    del state.uploads[upload["id"]]
    more = {"id": upload["id"], "title": title, "alt_txt": upload["alt_txt"]}
    return files.keep(state, state.bot_user_id, upload["name"], upload["content"], **more)


def _share(call: Call, channel: Channel, kept: list[Record]) -> None:
    text = call.text("initial_comment")
    thread = call.text("thread_ts")
    message = posting.composed(call.state, {"text": text, "files": kept, "thread_ts": thread})
    places = {"private": "groups", "im": "ims"}
    for file in kept:
        file[places.get(channel.kind, "channels")].append(channel.id)
    posting.put(call.state, channel, message)


async def info(call: Call) -> dict[str, Any]:
    return {"file": _known(call)["file"], "comments": []}


def _known(call: Call) -> Record:
    wanted = call.text("file")
    if not files.app_may_see(call.state, wanted):
        raise ApiError("file_not_found")
    return call.state.files[wanted]


async def delete(call: Call) -> dict[str, Any]:
    found = _known(call)
    if found["file"]["user"] != call.state.bot_user_id:
        raise ApiError("cant_delete_file")
    del call.state.files[found["file"]["id"]]
    for channel in call.state.channels.values():
        for message in channel.messages:
            _detach(message, found["file"]["id"])
    call.state.changed.tell()
    return {}


def _detach(message: Record, file_id: str) -> None:
    if "files" in message:
        message["files"] = [each for each in message["files"] if each["id"] != file_id]

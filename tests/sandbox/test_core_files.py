"""Files in forms: chosen by people, handed over when they send, and opened with the token alone."""

import copy
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.errors import NotOffered
from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox.echo import MANIFEST, Echo, asked, form

Json = dict[str, Any]

PAPERS = {"type": "file_input", "filetypes": ["pdf", "docx"], "max_files": 2}
NOTE = ("The plan.pdf", b"%PDF-1.7 words")


@pytest.fixture
async def filled(amira: Member, echo: Echo) -> Member:
    """Amira has put a file into a form and not sent it."""

    @echo.app.shortcut("answer")
    async def opened(ack: Any, shortcut: Json, client: Any) -> None:
        view = form("form", asked("Files", PAPERS))
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)
        await ack()

    @echo.app.view("form")
    async def sent(ack: Any, view: Json) -> None:
        echo.heard += view["state"]["values"]["files"]["given"]["files"]
        await ack()

    await amira.uses_shortcut("Answer the pulse")
    await amira.fills({"Name": "Plan", "Files": [NOTE]})
    return amira


async def opened(address: str, token: str) -> tuple[str, bytes]:
    """The type and content that somebody with this token gets."""
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(address) as answer:
        return answer.content_type, await answer.read()


async def test_a_sent_form_tells_each_files_name_type_and_size(filled: Member, echo: Echo) -> None:
    await filled.submits()

    (file,) = echo.heard
    assert (file["name"], file["filetype"], file["size"]) == ("The plan.pdf", "pdf", 14)
    assert (file["mimetype"], file["user"]) == ("application/pdf", filled.id)


async def test_the_app_opens_what_it_was_sent_with_its_token(
    filled: Member, echo: Echo, workspace: Workspace
) -> None:
    await filled.submits()
    known = (await echo.client.files_info(file=echo.heard[0]["id"]))["file"]

    assert known == echo.heard[0]
    address = known["url_private_download"]
    assert await opened(address, workspace.bot_token) == ("application/pdf", NOTE[1])
    assert (await opened(address, "xoxb-another"))[0] == "text/html"


async def test_without_files_read_nothing_is_opened(
    filled: Member, echo: Echo, workspace: Workspace
) -> None:
    await filled.submits()
    manifest = copy.deepcopy(MANIFEST)
    manifest["oauth_config"]["scopes"]["bot"].remove("files:read")
    workspace.install(manifest)

    with pytest.raises(SlackApiError, match="missing_scope"):
        await echo.client.files_info(file=echo.heard[0]["id"])
    address = echo.heard[0]["url_private_download"]
    assert (await opened(address, workspace.bot_token))[0] == "text/html"
    workspace.refusals.clear()


async def test_a_file_that_was_not_sent_is_nobody_elses(
    filled: Member, echo: Echo, workspace: Workspace
) -> None:
    assert filled.modal is not None
    (kept,) = filled.modal["state"]["values"]["files"]["given"]["files"]

    with pytest.raises(SlackApiError, match="file_not_found"):
        await echo.client.files_info(file=kept["id"])
    address = kept["url_private"]
    assert (await opened(address, workspace.bot_token))[0] == "text/html"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("plan.exe", b"MZ")], "none of these: pdf, docx"),
        ([("a.pdf", b"1"), ("b.pdf", b"2"), ("c.pdf", b"3")], "No more than 2 files"),
        ([("plan.pdf", b"")], "between one byte and 10 MB"),
        (["F0NOBODY"], "no file F0NOBODY"),
    ],
)
async def test_the_field_takes_only_what_fits(filled: Member, files: list[Any], words: str) -> None:
    with pytest.raises(NotOffered, match=words):
        await filled.fills({"Files": files})


async def test_the_app_sends_a_file_into_a_conversation_with_one_person(
    amira: Member, echo: Echo, workspace: Workspace
) -> None:
    where = (await echo.client.conversations_open(users=amira.id))["channel"]["id"]
    await echo.client.files_upload_v2(channel=where, filename="Example.docx", content=b"words")

    assert await amira.sees("Example.docx")
    (file,) = workspace.messages(where)[0]["files"]
    assert file["ims"] == [where]
    assert file["mimetype"].endswith("wordprocessingml.document")


async def test_the_app_cannot_delete_what_somebody_else_has_uploaded(
    filled: Member, echo: Echo
) -> None:
    await filled.submits()

    with pytest.raises(SlackApiError, match="cant_delete_file"):
        await echo.client.files_delete(file=echo.heard[0]["id"])

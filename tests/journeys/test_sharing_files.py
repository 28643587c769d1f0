"""Files of an example: looked through, kept whatever is pressed, and refused with words."""

import asyncio
import io
from typing import Any
from zipfile import ZipFile

import pytest

import views.practice_form
from models.practice import PracticeState
from sandbox import files
from sandbox.people import Member
from services import attachments
from services.work import account
from tests.journeys.stage import Stage
from tests.journeys.test_sharing import STEP_1, STEP_2, STEP_3, written

CLEAN = ("rota.txt", b"A rota with a shift for learning.")
TELLING = ("visit.txt", b"Ring the foster carer on 07700 900123 about it.")


async def at_the_files(member: Member) -> None:
    await member.types("/practice")
    for step in (STEP_1, STEP_2):
        await member.fills(step)
        assert await member.submits() == {}


async def names(stage: Stage, member: Member) -> list[str]:
    (found,) = await written(stage, member)
    async with stage.house.look(account(member.id)) as work:
        return [one.name for one in await attachments.of(work, found.id)]


async def test_what_a_file_gives_away_holds_the_example_back_with_the_name_of_the_file(
    stage: Stage, nqsw: Member
) -> None:
    await at_the_files(nqsw)
    await nqsw.fills({**STEP_3, "Files": [TELLING]})
    assert await nqsw.submits() == {}

    assert await nqsw.sees("It is in the file “visit.txt”.")
    await nqsw.submits()
    assert await nqsw.sees("Not sent yet")
    (held,) = await written(stage, nqsw)
    assert held.state is PracticeState.CHECKING


async def test_a_finding_in_a_file_is_explained_like_any_other(stage: Stage, nqsw: Member) -> None:
    await at_the_files(nqsw)
    await nqsw.fills({**STEP_3, "Files": [TELLING]})
    await nqsw.submits()
    await nqsw.fills({"Why “07700 900123” identifies nobody": "It is a made-up number."})
    await nqsw.submits()

    assert await nqsw.sees("Your example is with the reviewers")
    (found,) = await written(stage, nqsw)
    assert [one["field"] for one in found.explained] == ["files"]


@pytest.mark.parametrize("name", ["broken.docx", "broken.odt", "broken.pdf"])
async def test_a_damaged_file_is_refused_under_its_field_and_the_text_is_kept(
    stage: Stage, nqsw: Member, name: str
) -> None:
    await at_the_files(nqsw)
    await nqsw.fills({**STEP_3, "Files": [(name, b"PK, but no archive")]})

    errors = await nqsw.submits()

    assert "cannot be read" in errors["Files"]
    (found,) = await written(stage, nqsw)
    assert found.content["how_to_copy"] == STEP_3["How to copy it"]


@pytest.mark.parametrize("label", ["Save draft", "Back"])
async def test_a_chosen_file_is_kept_when_somebody_does_not_continue(
    stage: Stage, nqsw: Member, label: str
) -> None:
    await at_the_files(nqsw)
    await nqsw.fills({"Files": [CLEAN]})
    await nqsw.clicks(label)
    if label == "Back":
        await nqsw.sees("Step 2 of 3")
        assert await nqsw.submits() == {}

    assert await nqsw.sees("File: rota.txt")
    assert await names(stage, nqsw) == ["rota.txt"]


async def test_an_unreadable_file_at_a_saved_draft_says_why_and_keeps_the_text(
    stage: Stage, nqsw: Member
) -> None:
    await at_the_files(nqsw)
    await nqsw.fills({**STEP_3, "Files": [("broken.pdf", b"%PDF-nothing")]})
    await nqsw.clicks("Save draft")

    assert await nqsw.sees("“broken.pdf” cannot be read")
    assert await nqsw.sees(STEP_3["How to copy it"])
    assert await names(stage, nqsw) == []


@pytest.mark.parametrize(
    ("file", "told"),
    [(CLEAN, "This is what reviewers will see"), (("a.docx", b"-"), "“a.docx” cannot be read")],
)
async def test_a_file_that_takes_long_comes_after_the_answer(
    stage: Stage, nqsw: Member, file: tuple[str, bytes], told: str
) -> None:
    stage.workspace.files_wait_for = asyncio.Event()
    await at_the_files(nqsw)
    await nqsw.fills({**STEP_3, "Files": [file]})

    assert await nqsw.submits() == {}
    await nqsw.sees("Fetching your file")
    (found,) = await written(stage, nqsw)
    assert found.content["contact"] == STEP_3["Contact"]
    stage.workspace.files_wait_for.set()
    assert await nqsw.sees(told)


async def test_the_same_file_sent_twice_is_kept_once(stage: Stage, nqsw: Member) -> None:
    await at_the_files(nqsw)
    await nqsw.fills({**STEP_3, "Files": [CLEAN]})
    await nqsw.clicks("Save draft")
    await nqsw.sees("File: rota.txt")
    await nqsw.submits()

    assert await nqsw.sees("This is what reviewers will see")
    assert await names(stage, nqsw) == ["rota.txt"]


async def tampered(member: Member, value: Any) -> dict[str, str]:
    """What the form answers when it says of its files what nobody chose."""
    await at_the_files(member)
    await member.fills({**STEP_3, "Files": [CLEAN]})
    assert member.modal is not None
    member.modal["state"]["values"]["files"]["value"]["files"] = value
    return await member.submits()


async def test_a_file_of_another_kind_is_refused_whatever_the_window_allowed(
    stage: Stage, nqsw: Member
) -> None:
    made = stage.workspace
    wrong = _kept(made, nqsw.id, "setup.exe", b"MZ")

    errors = await tampered(nqsw, [wrong])

    assert "of a kind that not everybody can open" in errors["Files"]


async def test_the_file_of_somebody_else_is_not_taken(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    theirs = _kept(stage.workspace, colleague.id, "diary.txt", b"Mine alone.")

    errors = await tampered(nqsw, [theirs])

    assert errors["Files"] == views.practice_form.NOT_FETCHED
    assert await names(stage, nqsw) == []


def _kept(workspace: Any, user_id: str, name: str, content: bytes) -> dict[str, Any]:
    return dict(files.keep(workspace, user_id, name, content))


@pytest.mark.usefixtures("stage")
async def test_words_in_an_open_document_are_found(nqsw: Member) -> None:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("content.xml", "<text:p>Ring 07700 900123.</text:p>")
    await at_the_files(nqsw)
    await nqsw.fills({**STEP_3, "Files": [("visit.odt", file.getvalue())]})
    await nqsw.submits()

    assert await nqsw.sees("It is in the file “visit.odt”.")

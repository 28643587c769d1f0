"""What people write themselves: traces of a person are asked about, everything else is kept."""

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from models.outbox import Receipt
from sandbox.people import Member
from services.work import SYSTEM
from tests.journeys.stage import NQSWS, Stage
from tests.journeys.test_answering import MANAGEABLE, OWN_WORDS, SAVED, chosen, opens_form

TRACES = {
    "name": f"It helped that {NQSWS[3]} sat with me.",
    "e-mail": "Write to kim.doe@example.net about it.",
    "telephone": "Call me on 07700 900123.",
    "postcode": "The visit to SW1A 1AA went well.",
    "NHS number": "Her number is 943 476 5919.",
    "case number": "It was about case number 40231.",
    "date of birth": "The child, born 3 May 2019, is safe.",
}
HOSTILE = {
    "a call to everybody": "<!channel> <!here> <!everyone> @channel",
    "a formula": '=HYPERLINK("http://example.org","free")',
    "a mention": "<@U0123456789> and <#C0123456789> & <http://example.org|this>",
    "emoji": ":tada: \N{PARTY POPPER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}",
    "right to left": "\N{RIGHT-TO-LEFT OVERRIDE}\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628",
    "much": "Every week our team met. " * 48,
    "signs": "*bold* _this_ `code` ~gone~ {{ braces }} %s \\ '; DROP TABLE ballot; --",
    "lines": "One\n\n> Two\n\t• Three",
}


async def test_every_trace_of_a_person_is_asked_about_under_its_field(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)

    for words in TRACES.values():
        await nqsw.fills({MANAGEABLE: "Agree", OWN_WORDS: words})
        errors = await nqsw.submits()

        ((label, asked),) = errors.items()
        assert label.startswith("What")
        assert asked.startswith("This may point to a person: “")
        assert chosen(nqsw, OWN_WORDS) == words


async def test_words_that_are_changed_are_saved(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({OWN_WORDS: TRACES["name"]})
    await nqsw.submits()
    await nqsw.fills({OWN_WORDS: "It helped that a colleague sat with me."})

    errors = await nqsw.submits()

    assert errors == {}
    assert await nqsw.sees(SAVED)


async def test_the_author_may_confirm_that_nobody_is_named(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({OWN_WORDS: TRACES["postcode"]})
    await nqsw.submits()
    await nqsw.fills({"About your own words": ["My words name nobody"]})

    errors = await nqsw.submits()

    assert errors == {}
    assert await nqsw.sees(SAVED)


async def test_nothing_is_stored_about_having_been_asked(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({OWN_WORDS: TRACES["telephone"]})
    before = await _remembered(stage)
    await nqsw.submits()
    await nqsw.fills({"About your own words": ["My words name nobody"]})
    await nqsw.submits()
    assert await nqsw.sees(SAVED)

    assert await _remembered(stage) == before
    await nqsw.closes(everything=True)
    await opens_form(nqsw)
    assert chosen(nqsw, "About your own words") is None


async def _remembered(stage: Stage) -> list[str]:
    async with stage.house.look(SYSTEM) as work:
        notes = await work.session.scalars(select(AuditEntry))
        receipts = await work.session.scalars(select(Receipt))
        return [str(one) for one in (*notes, *receipts)]


async def test_words_come_back_as_they_were_written(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()

    for words in map(str.strip, HOSTILE.values()):
        await opens_form(nqsw)
        await nqsw.fills({OWN_WORDS: words, "About your own words": ["My words name nobody"]})
        assert await nqsw.submits() == {}
        assert await nqsw.sees(SAVED)
        await nqsw.closes(everything=True)
        await opens_form(nqsw)
        assert chosen(nqsw, OWN_WORDS) == words
        await nqsw.closes(everything=True)


async def test_more_than_fits_is_said_before_it_is_sent(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    await opens_form(nqsw)
    await nqsw.fills({OWN_WORDS: "word " * 400})

    errors = await nqsw.submits()

    assert len(errors) == 1
    assert chosen(nqsw, OWN_WORDS) == "word " * 400


@pytest.mark.parametrize("kind", ["a call to everybody", "a mention", "signs", "right to left"])
async def test_a_survey_may_have_any_name_and_calls_nobody(
    stage: Stage, nqsw: Member, coordinator: Member, kind: str
) -> None:
    name = HOSTILE[kind][:24]
    await coordinator.opens_home()
    await coordinator.clicks("Create a survey")
    await coordinator.fills({"Name": name})
    errors = await coordinator.submits()
    assert errors == {}
    assert await coordinator.sees("Saved.")
    await coordinator.closes(everything=True)
    await stage.wave_opens()

    await stage.until(lambda waves: len(waves) == 2)
    await stage.has_done_what_is_due()

    assert len(nqsw.messages()) == 2
    assert not any("<!" in one["text"] or "<@" in one["text"] for one in nqsw.messages())


@pytest.mark.usefixtures("stage")
async def test_whatever_is_typed_after_a_command_gets_its_help(nqsw: Member) -> None:
    for kind in ("a call to everybody", "a formula", "a mention", "emoji"):
        before = len(nqsw.ephemerals())
        await nqsw.types(f"/pulse {HOSTILE[kind]}")

        assert len(nqsw.ephemerals()) == before + 1
        assert "/pulse status says" in nqsw.ephemerals()[-1]["text"]

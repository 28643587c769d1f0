"""What comes may be forged: it is refused kindly, changes nothing, and learns nothing."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

import views.announcement_card as card
import views.announcements
import views.library
import views.library_home as shelf
import views.library_letters
import views.practice_form
import views.review_forms
import views.settings
from handlers.routes import Kind
from models.practice import Practice
from services.work import SYSTEM, House
from tests.doubles import Community
from tests.rights import forms, table, things, traces
from tests.rights.desk import Answer, Desk, opened
from tests.rights.lines import Line
from tests.rights.people import OF_ITS_EMPLOYER, OF_LONDON, Who
from views.announcements import PARTS

REFUSED = {"refused", "foreign"}
MIGHTY = (Who.FOR_ENGLAND, Who.CHAMPION_ELSEWHERE)
NO_IDS = ("not an id", "\N{PARTY POPPER}", "0" * 300, "a:b:c")
NUMBERS = ("", "x", "-1", "7", "\N{SUPERSCRIPT TWO}", "9" * 30, "1e3", "true")
NO_METADATA = (
    "",
    "{}",
    "[]",
    "null",
    "5",
    '"text"',
    "{not json",
    '{"id": 5}',
    '{"id": null}',
    '{"id": {}, "edition": [], "version": {}, "step": "x", "window": 3}',
)


@pytest.fixture
async def desk(house: House, community: Community) -> AsyncIterator[Desk]:
    async with opened(house, community) as desk:
        yield desk


def about_something() -> Iterator[Line]:
    """Every line about an example or an announcement that is named by its id."""
    for lines in table.SUBJECTS.values():
        for line in lines:
            if line.about is not things.nothing and line.name != views.library_letters.TAKE_UP:
                yield line


def forms_of_all() -> Iterator[Line]:
    for lines in table.SUBJECTS.values():
        yield from (line for line in lines if line.kind is Kind.VIEW)


async def changed(desk: Desk, before: Any) -> list[str]:
    after = await traces.everything(desk.house)
    return [name for name in after if after[name] != before[name]]


async def test_an_id_that_is_none_or_of_something_else_is_refused(desk: Desk) -> None:
    example, announcement = await things.IN_REVIEW(desk), await things.SENT(desk)
    before = await traces.everything(desk.house)

    wrong = []
    for line in about_something():
        of_the_other_kind = example if "announcement" in line.name else announcement
        for forged in (*NO_IDS, str(uuid4()), str(of_the_other_kind)):
            for who in MIGHTY:
                answer = await line.tries(desk, who, forged)
                if answer.outcome not in REFUSED:
                    wrong.append(f"{line} {forged!r} {who}: {answer.outcome}")

    assert ("\n".join(map(str, wrong)), await changed(desk, before)) == ("", [])


async def test_a_button_without_a_value_is_refused(desk: Desk) -> None:
    before = await traces.everything(desk.house)

    outcomes = {
        line.name: (await desk.presses(who, line.name, value, callback_id="window")).outcome
        for line in about_something()
        for who in MIGHTY
        for value in (None, "")
        if line.kind is Kind.ACTION and not line.name.startswith(views.practice_form.STEP_TO)
    }

    assert {name: how for name, how in outcomes.items() if how not in REFUSED} == {}
    assert await changed(desk, before) == []


async def test_a_form_that_remembers_nonsense_breaks_nothing(desk: Desk) -> None:
    wrong = []
    before = await traces.everything(desk.house)
    for line in forms_of_all():
        for metadata in NO_METADATA:
            answer = await desk.sends(Who.FOR_ENGLAND, line.name, metadata, forms.FIRST_STEP)
            if answer.outcome not in {*REFUSED, "heard"}:
                wrong.append(f"{line} {metadata!r}: {answer.outcome}")
            if answer.outcome in REFUSED and await changed(desk, before):
                wrong.append(f"{line} {metadata!r} changed something")

    assert "\n".join(wrong) == ""


async def test_a_form_with_the_fields_of_another_breaks_nothing(desk: Desk) -> None:
    strange: list[dict[str, Any]] = [{}, forms.SETTINGS, forms.OPINION, forms.ANNOUNCEMENT]
    wrong = []
    for line in forms_of_all():
        thing = await line.about(desk)
        for values in strange:
            for who in line.who & {Who.AUTHOR, Who.ANNOUNCER, Who.CHAMPION_ELSEWHERE, Who.NQSW}:
                metadata = await _kept(desk, line, thing)
                answer = await desk.sends(who, line.name, metadata, values)
                if answer.outcome not in {*REFUSED, "heard"}:
                    wrong.append(f"{line} {list(values)}: {answer.outcome}")

    assert "\n".join(wrong) == ""


async def _kept(desk: Desk, line: Line, thing: UUID) -> str:
    """What the window of a line remembers when nobody forges it."""
    await line.tries(desk, Who.NOBODY, thing)
    stack = desk.workspace.views[desk.cast[Who.NOBODY]]
    return str(stack[0]["private_metadata"])


def announced() -> Iterator[dict[str, Any]]:
    """What no form offers to a co-ordinator of London."""
    for scope in ("national:England", "region:North West", "employer:Thameside", "x", ":", "²:²"):
        yield {views.announcements.SCOPE: forms.chosen(scope)}
    for part, value in zip(PARTS, ("king", "North West", "Pennine", "1999", "none"), strict=True):
        for one in (value, "", "\N{PARTY POPPER}" * 50):
            yield {part: forms.ticked(one)}
    for field in (views.announcements.WHERE, views.announcements.WHEN, views.announcements.ASKS):
        yield {field: forms.chosen("forged")}
        yield {field: {}}
    for where in ("both", "channel"):
        yield {views.announcements.WHERE: forms.chosen(where)}
    for at in (-1, 0, 10**30, "tomorrow", None, True, [1]):
        later = forms.chosen(views.announcements.LATER)
        yield {
            views.announcements.WHEN: later,
            views.announcements.AT: {"selected_date_time": at},
        }
    texts: list[Any] = [None, {}, [], "text", {"type": "rich_text"}, {"type": "divider"}]
    for text in texts:
        yield {views.announcements.TEXT: {"rich_text_value": text}}


async def test_an_announcement_reaches_no_farther_than_was_offered(desk: Desk) -> None:
    before = await traces.everything(desk.house)

    outcomes = []
    for forged in announced():
        values = {**forms.ANNOUNCEMENT, **forged}
        answer = await desk.sends(Who.FOR_LONDON, views.announcements.FORM, "{}", values)
        outcomes.append((forged, answer.outcome))

    assert [one for one in outcomes if one[1] != "refused"] == []
    assert await changed(desk, before) == []


async def test_a_view_holds_only_what_was_offered(desk: Desk) -> None:
    one = await things.BEING_READ(desk)
    before = await traces.everything(desk.house)

    wrong: list[Any] = []
    fields = [(name, forms.chosen(score)) for name in ("safe", "clear") for score in SCORES]
    fields += [(views.review_forms.PROPOSAL, forms.chosen(text)) for text in ("", "burn", "SHARE")]
    fields += [
        (views.review_forms.WAYS_FIELD, forms.ticked(*w)) for w in ((), ("party",), ("", "x"))
    ]
    for field, forged in fields:
        values = {**forms.OPINION, field: forged}
        kept = forms.kept(one, version=1)
        answer = await desk.sends(
            Who.CHAMPION_ELSEWHERE, views.review_forms.OPINION_FORM, kept, values
        )
        wrong += [] if answer.outcome == "refused" else [(field, forged, answer.outcome)]
    every: list[Any] = [None, [], {"safe": 2}, dict.fromkeys(forms.OPINION, 3), "2222222"]
    for scores in every:
        kept = forms.kept(one, version=1, scores=scores)
        answer = await desk.sends(
            Who.CHAMPION_ELSEWHERE, views.review_forms.WORDS_FORM, kept, forms.CHANGES
        )
        wrong += [] if answer.outcome == "refused" else [("scores", scores, answer.outcome)]

    assert ("\n".join(map(str, wrong)), await changed(desk, before)) == ("", [])


SCORES = ("3", "-1", "", "x", "\N{SUPERSCRIPT TWO}", "9" * 30, "1.5")


async def test_other_choices_that_were_not_offered_are_refused_under_their_field(
    desk: Desk,
) -> None:
    one = await things.PUBLISHED(desk)
    before = await traces.everything(desk.house)
    used = {**forms.USED, views.library.HOW: forms.chosen("miracle")}
    settings = {**forms.SETTINGS, views.settings.WHERE: forms.chosen("nowhere")}

    answers = [
        await desk.sends(Who.NQSW, views.library.USED, str(one), used),
        await desk.sends(Who.NQSW, views.settings.FORM, "", settings),
    ]

    assert [answer.outcome for answer in answers] == ["refused", "refused"]
    assert await changed(desk, before) == []


async def test_an_example_keeps_only_lists_that_were_offered(desk: Desk) -> None:
    one = await things.A_DRAFT(desk)
    strange = {
        **forms.FIRST_STEP,
        "criteria": forms.ticked("C1", "C9", ""),
        "headings": forms.ticked("kss:1", "kss:99", "x"),
        "state": forms.typed("published"),
        "ways": forms.ticked("library"),
        "author_id": forms.typed(str(uuid4())),
    }

    answer = await desk.sends(Who.AUTHOR, views.practice_form.STEP, forms.sheet(one), strange)

    async with desk.house.look(SYSTEM) as work:
        kept = (await work.session.get_one(Practice, one)).content
    assert answer.outcome == "heard"
    assert (kept["criteria"], kept["headings"]) == (["C1"], ["kss:1"])
    assert set(kept) == {*things.CONTENT, "headings"}


async def test_a_number_that_is_none_or_old_decides_nothing(desk: Desk) -> None:
    waits, corrected = await things.AWAITING(desk), await things.CORRECTED(desk)
    reads, draft = await things.BEING_READ(desk), await things.A_DRAFT(desk)
    before = await traces.everything(desk.house)

    wrong = []
    for number in NUMBERS:
        for answer in (
            await desk.presses(Who.FOR_ENGLAND, card.APPROVE, f"{waits}:{number}"),
            await desk.presses(Who.FOR_ENGLAND, card.CORRECTION_APPROVE, f"{corrected}:{number}"),
            await desk.sends(
                Who.FOR_ENGLAND, "announcement.back", forms.decided(waits, number), forms.BACK
            ),
            await desk.sends(
                Who.CHAMPION_ELSEWHERE,
                views.review_forms.OPINION_FORM,
                forms.kept(reads, version=number),
                forms.OPINION,
            ),
            *[
                await desk.sends(
                    Who.AUTHOR,
                    views.practice_form.STEP,
                    json.dumps({"id": str(draft), "edition": edition, "step": 1, "window": "x"}),
                    forms.FIRST_STEP,
                )
                for edition in (number, 10**30, -1, 99, float("inf"), None)
            ],
        ):
            wrong += [] if answer.outcome == "refused" else [(number, answer)]

    assert ("\n".join(map(str, wrong)), await changed(desk, before)) == ("", [])


async def test_the_library_is_looked_through_with_whatever_home_remembers(desk: Desk) -> None:
    strange = (*NO_METADATA, '{"page": 99999999999999, "words": 5, "region": "x"}')
    outcomes = set()
    for metadata in strange:
        for name in (shelf.NEWER, shelf.OLDER, shelf.SAVED, f"{shelf.FILTER}:page"):
            home = {"callback_id": "home", "metadata": metadata}
            action = {"selected_option": {"value": "\N{PARTY POPPER}" * 30}}
            answer = await desk.presses(Who.NQSW, name, "", action=action, **home)
            outcomes.add(answer.outcome)
        outcomes.add((await desk.presses(Who.NQSW, shelf.MORE, metadata)).outcome)

    assert outcomes == {"heard"}


async def test_whoever_may_not_see_a_draft_cannot_tell_that_it_is_there(desk: Desk) -> None:
    drafts = (things.A_DRAFT, things.A_PLAN, things.AWAITING, things.SCHEDULED)

    wrong = []
    for line in about_something():
        if line.about not in drafts:
            continue
        thing = await line.about(desk)
        for who in set(Who) - line.who - OF_LONDON - OF_ITS_EMPLOYER:
            there = told(await line.tries(desk, who, thing), thing)
            unknown = uuid4()
            nowhere = told(await line.tries(desk, who, unknown), unknown)
            if there != nowhere:
                wrong.append(f"{line}: {who} reads {there} or {nowhere}")

    assert "\n".join(wrong) == ""


def told(answer: Answer, about: UUID) -> list[str]:
    """The words that somebody reads."""
    plainly = answer.told.replace("\\", "").replace(str(about), "ID")
    return re.findall(r'"text": "([^"]*)"', plainly)

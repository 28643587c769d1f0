"""Released figures in Slack: what a window, Home and the post say, and in which words."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

import views.release_news
import views.results
import views.results_home
import views.tables
from analysis.change import Verdict
from analysis.intervals import Interval
from analysis.measures import ScoreBand, ShownChange
from analysis.protection import Band, Rounded
from analysis.published import (
    HIDDEN,
    ItemInfo,
    Published,
    ReleaseInfo,
    Row,
    UnitInfo,
    both_ways,
)
from models.person import RoleName
from models.refusals import PageUnknown, UnitHidden
from models.reporting import ENGLAND, Level, Period
from sandbox.rules.messages import check_message
from sandbox.rules.views import check_view
from services import result_windows
from services.work import House, account
from tests.doubles import Community
from tests.site.year import publish
from views import figure_words
from views.release_news import News
from views.results import Place, Shown, mark

RELEASED = ReleaseInfo(
    number=3,
    period=Period.WAVE,
    subject="w3",
    title="Pulse, June",
    starts_on=date(2026, 6, 1),
    ends_on=date(2026, 6, 8),
    released_at=datetime(2026, 6, 12, tzinfo=UTC),
    questionnaire="pulse",
    version=1,
    floor=8,
    link="0" * 64,
)
WHOLE = UnitInfo(ENGLAND, "England", Level.ENGLAND, (), ENGLAND)
KENT = UnitInfo("employer:Kent", "Kent", Level.EMPLOYER, ("South East",), ENGLAND)
CRITERION = ItemInfo("C1", "C1", "In full")
TOLD = Published(
    people=Band(50, 999),
    favourable=Rounded(70),
    mean=Rounded(3.7),
    score=ScoreBand.MIDDLE,
    reckoned=50,
    interval=Interval(0.56, 0.81),
    change=ShownChange(Verdict.ROSE, Interval(0.03, 0.14)),
)


def shown(figure: Published, **more: Any) -> Shown:
    """One criterion of Kent, beside England."""
    rows = [Row(3, KENT, CRITERION, figure), Row(3, WHOLE, CRITERION, TOLD)]
    return replace(Shown(RELEASED, [RELEASED], [KENT, WHOLE], [WHOLE, KENT], KENT, rows), **more)


def question(name: str, interval: Interval | None, verdict: Verdict | None = None) -> Row:
    change = None if verdict is None else ShownChange(verdict, Interval(0.03, 0.1))
    if verdict is Verdict.FELL:
        change = ShownChange(verdict, Interval(-0.1, -0.03))
    figure = HIDDEN if interval is None else replace(TOLD, interval=interval, change=change)
    return Row(3, WHOLE, ItemInfo(name, "C1", f"Question {name}."), figure)


def words(part: Any) -> str:
    return json.dumps(part, ensure_ascii=False)


def test_a_figure_in_a_window_has_its_interval_and_a_change_never_without_one() -> None:
    said = words(views.results.window(shown(TOLD)))

    assert (
        "Kent: 70% agree (95% interval 56% to 81%), average 3.7, score 51 to 74, "
        "50 to 999 people. Rose (by 3 to 14 points) since the time before."
    ) in said


def test_a_hidden_figure_is_a_word_and_a_way_to_ask_why() -> None:
    for view in (views.results.window(shown(HIDDEN)), views.results.questions(shown(HIDDEN))):
        check_view(view, surface="modal")
    said = words(views.results.window(shown(HIDDEN)))

    assert "Kent: Hidden" in said
    assert "Nothing of Kent can be shown in this release." in said
    assert "Why is this hidden?" in words(views.results_home.on_home(shown(HIDDEN)))


def test_the_silent_are_reckoned_with_where_england_says_so() -> None:
    silent = replace(TOLD, bounds=Interval(0.37, 0.76))

    said = words(views.results.window(shown(silent)))

    assert "Had everyone answered, 37% to 76% might agree." in said


@pytest.mark.parametrize(("rate", "has_caution"), [(Rounded(60), True), (Rounded(70), False)])
def test_a_low_response_is_told_with_a_caution(rate: Rounded, has_caution: bool) -> None:
    release = replace(RELEASED, rate=rate)

    said = words(views.results.window(shown(TOLD, release=release)))

    assert ("please read these figures with care" in said) is has_caution


@pytest.mark.parametrize("level", views.results.COUNTED_WITH)
def test_whoever_has_no_figures_of_their_own_place_hears_where_it_is_counted(level: Level) -> None:
    unit = replace(KENT, level=level)

    said = words(views.results.window(shown(TOLD, beside=[unit, WHOLE], own=unit)))

    assert views.results.COUNTED_WITH[level] in said


def test_two_hundred_places_and_long_names_fit_into_one_menu() -> None:
    units = [
        UnitInfo(f"employer:{number}", f"{'Very ' * 40}long {number}", Level.EMPLOYER, ("London",))
        for number in range(230)
    ]

    view = views.results.window(shown(TOLD, units=[WHOLE, KENT, *units]))

    check_view(view, surface="modal")


def test_a_long_place_and_its_cohort_differ_in_the_menu() -> None:
    pool = f"Other employers in {', '.join(['Yorkshire and the Humber'] * 4)}"
    units = [
        UnitInfo("others:1", pool, Level.OTHERS),
        UnitInfo("cohort:1", f"{pool}, 2026-autumn", Level.COHORT),
    ]

    said = words(views.results.window(shown(TOLD, units=[WHOLE, KENT, *units])))

    ends = ["kshire and the Humber", "Humber, 2026-autumn"]
    assert [said.count(f'{end}"') for end in ends] == [1, 1]


def test_home_says_the_same_to_a_slack_without_tables() -> None:
    plain = views.tables.plainly(views.results_home.on_home(shown(TOLD)))

    assert "data_table" not in {block["type"] for block in plain}
    assert "*C1 Programme delivery*\\nKent: 70%; England: 70%" in words(plain)


def test_home_keeps_intervals_for_clear_changes_and_names_the_others_in_one_line() -> None:
    still = replace(TOLD, change=ShownChange(Verdict.NO_CLEAR_CHANGE, Interval(-0.6, 0.6)))

    rose = words(views.results_home.on_home(shown(TOLD)))
    unclear = words(views.results_home.on_home(shown(still)))
    assert f"C1 Programme delivery: {figure_words.change(TOLD.change)}" in rose
    assert "No clear change: C1 Programme delivery" in unclear
    assert "60 points" not in unclear


def test_home_leads_to_what_people_wrote_once_words_are_released() -> None:
    written = replace(RELEASED, number=4, period=Period.WORDS)
    with_words = shown(TOLD, releases=[written, RELEASED])

    assert "words.show" not in words(views.results_home.on_home(shown(TOLD)))
    assert "words.show" in words(views.results_home.on_home(with_words))


def test_a_long_table_becomes_several_paragraphs() -> None:
    table = views.tables.table("Long", ["A", "B"], [["x" * 150, "y" * 150]] * 40)

    plain = views.tables.plainly([table])

    assert len(plain) > 3
    assert all(len(block["text"]["text"]) <= 3000 for block in plain)


HIGH, LOW, EVEN = Interval(0.7, 0.8), Interval(0.2, 0.4), Interval(0.4, 0.6)


def test_one_that_goes_badly_is_told_even_if_three_are_clearer_that_go_well() -> None:
    rows = [question(name, Interval(0.9, 0.95)) for name in "abc"] + [question("d", LOW)]

    assert [row.item.id for row in both_ways(rows, 3)][-1] == "d"


def test_hidden_ones_are_never_told_and_unclear_ones_last() -> None:
    rows = [question("a", None), question("b", EVEN), question("c", LOW)]

    assert [row.item.id for row in both_ways(rows, 3)] == ["c", "b"]


@pytest.mark.parametrize(
    ("row", "heading", "meaning"),
    [
        (question("a", HIGH), "Going well", "something to keep"),
        (question("a", LOW), "Not going well yet", "something to work on together"),
        (question("a", EVEN), "Not clear either way", "It may be more or fewer than half"),
        (question("a", EVEN, Verdict.ROSE), "Going well", "More can say this"),
        (question("a", HIGH, Verdict.FELL), "Not going well yet", "worth asking why"),
    ],
)
def test_the_post_says_what_is_clearest_and_what_it_means(
    row: Row, heading: str, meaning: str
) -> None:
    letter = views.release_news.announcement(news(row))

    told = letter.text[letter.text.index(f"{heading}: Question a: 70% agree.") :]
    assert meaning in told
    assert "With 95% confidence between" in told


def news(*clearest: Row, figure: Published = TOLD) -> News:
    return News(3, "Pulse <June>", Rounded(60), [Row(3, WHOLE, CRITERION, figure)], clearest)


def test_the_post_has_a_chart_and_says_all_of_it_in_words_too() -> None:
    letter = views.release_news.announcement(news(question("a", HIGH)))

    for payload in (letter.payload, letter.fallback):
        assert payload is not None
        check_message({**payload, "channel": "C0COMMUNITY"}, method="chat.postMessage")
    assert "data_visualization" in words(letter.payload)
    assert "data_visualization" not in words(letter.fallback)
    assert "C1 Programme delivery: 70%" in letter.text
    assert "60% of those asked answered. Those who did not answer may see it differently" in (
        letter.text
    )


def test_a_band_has_no_bar() -> None:
    band = replace(TOLD, favourable=Band(40, 69))

    assert "data_visualization" not in words(
        views.release_news.announcement(news(figure=band)).payload
    )


async def test_before_the_first_release_home_says_what_will_come(
    house: House, community: Community
) -> None:
    member = await community.member(RoleName.NQSW, await community.employer("Thameside"))

    async with house.look(account(str(member.slack_id))) as work:
        assert await result_windows.for_home(work) == views.results_home.nothing_yet()


async def test_somebody_of_no_region_sees_england(house: House, community: Community) -> None:
    await publish(house, waves=1)
    member = await community.member(RoleName.NQSW, await community.employer("Nowhere", ""))

    async with house.look(account(str(member.slack_id))) as work:
        said = words(await result_windows.window(work))

    assert "There are no figures nearer to you than England's" in said


async def test_each_asks_for_what_is_theirs_and_is_refused_the_rest_alike(
    house: House, community: Community
) -> None:
    await publish(house, waves=2, employers=("Thameside", "Pennine"))
    member = await community.member(RoleName.NQSW, await community.employer("Thameside"))

    async with house.look(account(str(member.slack_id))) as work:
        own = words(await result_windows.window(work, Place(1, mark("employer:Thameside"))))
        for key in ("employer:Pennine", "employer:Nobody"):
            for asks in (
                result_windows.window,
                result_windows.questions,
                result_windows.why_hidden,
            ):
                with pytest.raises(UnitHidden):
                    await asks(work, Place(2, mark(key)))
        with pytest.raises(PageUnknown):
            await result_windows.window(work, Place(99))
        moved = words(await result_windows.at_another_time(work, Place(2, mark("nothing"))))

    assert '"Thameside"' in own
    assert '"Thameside"' in moved


async def test_whoever_asks_why_is_offered_the_next_wider_place(
    house: House, community: Community
) -> None:
    await publish(house, waves=1)
    member = await community.member(RoleName.NQSW, await community.employer("Thameside"))

    async with house.look(account(str(member.slack_id))) as work:
        said = words(await result_windows.why_hidden(work, Place()))
        of_england = words(await result_windows.why_hidden(work, Place(1, mark(ENGLAND))))

    assert "Look at London instead." in said
    assert "Show London" in said
    assert "instead" not in of_england

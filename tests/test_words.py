"""Comments: who reads them, what is made of them, and how they leave."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

import views.words
import views.words_news
import views.words_release
from analysis.protection import Band, Rounded
from analysis.published import HIDDEN, Published
from models.agenda import Appointment
from models.answer import Comment
from models.audit import AuditEntry
from models.outbox import Message
from models.person import Employer, Person, Reach, RoleName
from models.policy import Channels
from models.refusals import (
    BadInput,
    NotAllowed,
    NoWordsToRelease,
    OwnRedaction,
    WordsMoved,
    WordsUnknown,
)
from models.release import Preparation, Release, Stage
from models.reporting import Period
from models.survey import Survey, Wave, WaveState
from models.tables import Table
from models.words import Redaction, ReleasedQuote, ReleasedTheme, WordsPlan
from services import (
    chain,
    forgetting,
    release_trail,
    released_words,
    words,
    words_desk,
    words_release,
)
from services.words import Redacted
from services.work import SYSTEM, Actor, House, account
from tests.doubles import START, Community, FrozenClock
from views.words_release import ShownTheme

KENT, OTHERS, LEEDS = "employer:Kent", "others:London", "employer:Leeds"
GOOD = Redacted(0, "My supervision was cut short.", ["supervision"])


@dataclass
class Desk:
    """A sealed wave with comments of three units, and analysts in three places."""

    house: House
    community: Community
    wave_id: UUID = field(default_factory=uuid4)
    people: dict[str, Person] = field(default_factory=dict)

    async def is_built(self) -> "Desk":
        employers = {
            name: await self.community.employer(name, region)
            for name, region in (
                ("Kent", "South East"),
                ("Mid", "London"),
                ("Leeds", "North East"),
                ("Exeter", "South West"),
            )
        }
        for who, employer in (("kent", "Kent"), ("mid", "Mid"), ("leeds", "Leeds")):
            self.people[who] = await self._analyst(employers[employer])
        for who in ("one", "two", "three"):
            self.people[who] = await self._analyst(employers["Exeter"])
        self.people["coordinator"] = await self.community.member(
            RoleName.COORDINATOR, employers["Exeter"], Reach.NATIONAL, "England"
        )
        self.people["regional"] = await self.community.member(
            RoleName.ANALYST, employers["Exeter"], Reach.REGION, "South West"
        )
        await self._sealed()
        return self

    async def _analyst(self, employer: Employer) -> Person:
        return await self.community.member(RoleName.ANALYST, employer, Reach.NATIONAL, "England")

    async def _sealed(self) -> None:
        async with self.house.begin(SYSTEM) as work:
            pulse: dict[str, Any] = {
                "title": "Monthly pulse",
                "questionnaire": "pulse",
                "cron": "0 9 * * 2#1",
            }
            work.session.add(Survey(id="pulse", working_days=5, **pulse))
            await work.session.flush()
            wave: dict[str, Any] = {
                "survey_id": "pulse",
                "slot": "one",
                "questionnaire": "pulse",
                "version": 1,
            }
            times: dict[str, Any] = {
                "opens_at": START,
                "closes_at": START,
                "state": WaveState.DESTROYED,
            }
            work.session.add(Wave(id=self.wave_id, items=["O1"], **wave, **times))
        for unit in (KENT, OTHERS, LEEDS):
            await self.say(unit, 12)

    async def say(self, unit: str, count: int, text: str = "Amira was kind to me.") -> None:
        async with self.house.begin(SYSTEM) as work:
            for number in range(count):
                work.session.add(
                    Comment(
                        id=uuid4(),
                        wave_id=self.wave_id,
                        item="O1",
                        version=1,
                        unit=unit,
                        text=f"{text} {number}",
                        may_quote=number % 2 == 0,
                    )
                )

    async def comments(self, *units: str) -> list[UUID]:
        async with self.house.look(SYSTEM) as work:
            query = select(col(Comment.id)).where(col(Comment.unit).in_(units or (KENT,)))
            return list(await work.session.scalars(query.order_by(col(Comment.id))))

    async def sees(self, who: str) -> tuple[int, int]:
        async with self.house.look(self.actor(who)) as work:
            found = await words.queue(work)
            return len(found.to_read), len(found.to_check)

    def actor(self, who: str) -> Actor:
        return account(str(self.people[who].slack_id))

    async def redacts(self, who: str, one: UUID, given: Redacted = GOOD) -> None:
        async with self.house.begin(self.actor(who)) as work:
            await words.redact(work, one, given)

    async def approves(self, who: str, one: UUID, given: Redacted | None = None) -> None:
        async with self.house.begin(self.actor(who)) as work:
            await words.approve(work, one, given or replace(GOOD, edition=1))

    async def agreed(self, ids: Sequence[UUID], given: Redacted = GOOD) -> None:
        for one in ids:
            await self.redacts("one", one, given)
            await self.approves("two", one, replace(given, edition=1))

    async def releases(self) -> None:
        async with self.house.begin(self.actor("one")) as work:
            await words_release.prepare(work, self.wave_id)
        async with self.house.begin(self.actor("two")) as work:
            await words_release.release(work, self.wave_id)

    async def redaction(self, one: UUID) -> Redaction:
        async with self.house.look(SYSTEM) as work:
            return await work.session.get_one(Redaction, one)

    async def posts(self) -> list[Message]:
        """What the community heard of words."""
        async with self.house.look(SYSTEM) as work:
            query = select(Message).where(col(Message.dedupe).like("words:%"))
            return list(await work.session.scalars(query))

    async def count(self, table: type[Table]) -> int:
        async with self.house.look(SYSTEM) as work:
            return await work.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
async def desk(house: House, community: Community) -> Desk:
    return await Desk(house, community).is_built()


@pytest.mark.parametrize(
    ("who", "sees"),
    [("kent", 24), ("mid", 24), ("leeds", 24), ("one", 36)],
)
async def test_an_analyst_reads_what_is_neither_of_their_employer_nor_of_their_region(
    desk: Desk, who: str, sees: int
) -> None:
    assert await desk.sees(who) == (sees, 0)


@pytest.mark.parametrize("who", ["coordinator", "regional"])
async def test_nobody_reads_comments_who_is_no_analyst_for_england(desk: Desk, who: str) -> None:
    with pytest.raises(NotAllowed):
        await desk.sees(who)
    (one, *_) = await desk.comments()
    with pytest.raises(NotAllowed):
        await desk.redacts(who, one)


@pytest.mark.parametrize(("who", "unit"), [("kent", KENT), ("mid", OTHERS), ("leeds", LEEDS)])
async def test_a_comment_of_ones_own_place_is_as_if_it_were_not_there(
    desk: Desk, who: str, unit: str
) -> None:
    (one, *_) = await desk.comments(unit)

    with pytest.raises(WordsUnknown):
        await desk.redacts(who, one)
    await desk.redacts("one", one)
    with pytest.raises(WordsUnknown):
        await desk.approves(who, one)


async def test_whoever_moves_reads_no_more_of_their_new_place(desk: Desk) -> None:
    async with desk.house.begin(SYSTEM) as work:
        person = await work.session.get_one(Person, desk.people["one"].id)
        person.employer_id = desk.people["kent"].employer_id
    (one, *_) = await desk.comments(KENT)

    with pytest.raises(WordsUnknown):
        await desk.redacts("one", one)
    assert await desk.sees("one") == (24, 0)


async def test_comments_of_fewer_than_ten_are_read_by_nobody(desk: Desk) -> None:
    await desk.say("employer:Hull", 9)
    async with desk.house.begin(SYSTEM) as work:
        work.session.add(Employer(id=uuid4(), name="Hull", kind="council", region="North East"))

    assert await desk.sees("one") == (36, 0)


async def test_an_open_wave_shows_no_comment(desk: Desk) -> None:
    async with desk.house.begin(SYSTEM) as work:
        (await work.session.get_one(Wave, desk.wave_id)).state = WaveState.SEALED

    assert await desk.sees("one") == (0, 0)


async def test_each_analyst_has_an_order_of_their_own_that_stays(desk: Desk) -> None:
    orders: dict[str, list[list[UUID]]] = {}
    for who in ("one", "two", "one"):
        async with desk.house.look(desk.actor(who)) as work:
            orders.setdefault(who, []).append([x.id for x in (await words.queue(work)).to_read])

    assert orders["one"][0] == orders["one"][1]
    assert sorted(orders["one"][0]) == sorted(orders["two"][0])
    assert orders["one"][0] != orders["two"][0]


async def test_what_may_show_somebody_is_marked_and_taken_out(desk: Desk) -> None:
    async with desk.house.look(desk.actor("one")) as work:
        sheet = await words.next_to_read(work)

    assert sheet is not None
    shown = str(views.words.reading(sheet))
    assert "⟦Amira⟧ was kind to me." in shown
    assert "[removed] was kind to me." in shown


async def test_a_comment_that_is_left_for_now_comes_again(desk: Desk) -> None:
    seen: list[UUID] = []
    async with desk.house.look(desk.actor("one")) as work:
        for _ in range(37):
            sheet = await words.next_to_read(work, seen[-1] if seen else None)
            assert sheet is not None
            seen.append(sheet.comment.id)

    assert len(set(seen)) == 36
    assert seen[-1] == seen[0]


@pytest.mark.parametrize(
    ("given", "block"),
    [
        (replace(GOOD, text=" "), "text"),
        (replace(GOOD, themes=[]), "themes"),
        (replace(GOOD, themes=["made_up"]), "themes"),
        (replace(GOOD, text="x" * 1201), "text"),
        (replace(GOOD, text="Ring Amira on 07700 900123."), "text"),
    ],
)
async def test_what_is_missing_is_said_under_its_field(
    desk: Desk, given: Redacted, block: str
) -> None:
    (one, *_) = await desk.comments()

    with pytest.raises(BadInput) as refused:
        await desk.redacts("one", one, given)

    assert refused.value.field == block
    assert await desk.count(Redaction) == 0


async def test_what_is_not_for_use_needs_neither_words_nor_themes(desk: Desk) -> None:
    (one, *_) = await desk.comments()

    await desk.redacts("one", one, replace(GOOD, text="", themes=[], is_for_use=False))

    assert not (await desk.redaction(one)).is_for_use


async def test_nobody_agrees_to_their_own_redaction(desk: Desk) -> None:
    (one, *_) = await desk.comments()
    await desk.redacts("one", one)

    with pytest.raises(OwnRedaction):
        await desk.approves("one", one)

    assert await desk.sees("one") == (35, 0)
    assert await desk.sees("two") == (35, 1)


async def test_of_two_who_redact_or_agree_at_once_one_is_told(desk: Desk) -> None:
    (one, *_) = await desk.comments()
    await desk.redacts("one", one)
    with pytest.raises(WordsMoved):
        await desk.redacts("two", one, replace(GOOD, text="Another text."))
    await desk.approves("two", one)
    with pytest.raises(WordsMoved):
        await desk.approves("three", one)

    assert (await desk.redaction(one)).text == GOOD.text
    assert await desk.sees("three") == (35, 0)


async def test_the_second_may_change_the_words(desk: Desk) -> None:
    (one, *_) = await desk.comments()
    await desk.redacts("one", one)

    await desk.approves("two", one, Redacted(1, "It was short.", ["workload"]))

    found = await desk.redaction(one)
    assert (found.text, found.themes, found.step) == ("It was short.", ["workload"], "approved")


async def test_what_is_sent_back_is_done_again_and_an_older_edition_decides_nothing(
    desk: Desk,
) -> None:
    (one, *_) = await desk.comments()
    await desk.redacts("one", one)
    async with desk.house.begin(desk.actor("two")) as work:
        await words.send_back(work, one, 1, "Please take out the number.")
    with pytest.raises(WordsMoved):
        await desk.approves("three", one)

    await desk.redacts("one", one, replace(GOOD, edition=2))
    with pytest.raises(WordsMoved):
        await desk.approves("two", one, replace(GOOD, edition=1))
    await desk.approves("two", one, replace(GOOD, edition=3))

    assert (await desk.redaction(one)).step == "approved"


async def test_work_on_a_comment_leaves_no_note_that_names_it(desk: Desk) -> None:
    ids = await desk.comments()
    await desk.agreed(ids[:2])

    async with desk.house.look(SYSTEM) as work:
        trail = [str(vars(one)) for one in await work.session.scalars(select(AuditEntry))]
    assert [one for one in ids if any(str(one) in entry for entry in trail)] == []


async def test_words_leave_by_two_people_and_the_comments_go(desk: Desk) -> None:
    await desk.agreed(await desk.comments(KENT, OTHERS, LEEDS))
    async with desk.house.begin(desk.actor("one")) as work:
        await words_release.prepare(work, desk.wave_id)
    with pytest.raises(OwnRedaction):
        async with desk.house.begin(desk.actor("one")) as work:
            await words_release.release(work, desk.wave_id)

    async with desk.house.begin(desk.actor("coordinator")) as work:
        await words_release.release(work, desk.wave_id)

    counts = [await desk.count(one) for one in (Comment, Redaction, WordsPlan, Release)]
    assert counts == [0, 0, 0, 1]
    # England, its three regions as one, because two of them are one employer, two employers and
    # a pool; fourteen themes each.
    assert await desk.count(ReleasedTheme) == 5 * 14
    assert await desk.count(ReleasedQuote) == 18
    async with desk.house.look(SYSTEM) as work:
        assert await chain.first_broken(work) is None
        planned = await work.session.scalars(select(col(Appointment.what)))
        assert forgetting.SCRUBBING in set(planned)


async def test_the_community_hears_once_what_people_wrote_about_and_where_to_read_it(
    desk: Desk,
) -> None:
    await desk.agreed(await desk.comments(KENT, OTHERS, LEEDS))
    await desk.releases()

    [post] = await desk.posts()
    text = post.payload["text"]
    assert post.channel == desk.house.policy.channels.community
    assert "In England 20 to 49 people wrote. Written about most: Supervision" in text
    assert "/nqsw words" in text


async def test_without_a_community_channel_words_are_released_in_silence(desk: Desk) -> None:
    await desk.agreed((await desk.comments())[:10])
    policy = replace(desk.house.policy, channels=Channels())
    desk.house = replace(desk.house, policy=policy)
    await desk.releases()

    assert (await desk.posts(), await desk.count(Release)) == ([], 1)


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ((Rounded(40), Rounded(30), Rounded(10, "or_less")), "most: Theme 0 (40%); Theme 1 (30%)."),
        ((Rounded(10, "or_less"),) * 3, "No theme stands out"),
        ((Rounded(20),) * 6, "No theme stands out"),
        ((Band(None, 39),) * 2, "No theme stands out"),
    ],
)
def test_the_post_names_a_handful_of_themes_that_stand_out_and_no_others(
    shares: Sequence[Rounded | Band], told: str
) -> None:
    themes = [a_theme(number, share) for number, share in enumerate(shares)]
    letter = views.words_news.announcement("Comments of April", themes, [])

    assert letter is not None
    assert told in letter.text
    assert "quoted" not in letter.text


def test_of_a_release_that_shows_nobody_anything_the_community_hears_nothing() -> None:
    themes = [ShownTheme("workload", "Workload", HIDDEN)]

    assert views.words_news.announcement("Comments of April", themes, []) is None


def a_theme(number: int, share: Rounded | Band) -> ShownTheme:
    figure = Published(people=Band(20, 49), favourable=share)
    return ShownTheme(f"theme-{number}", f"Theme {number}", figure)


async def test_the_trail_of_words_names_those_who_released_them(desk: Desk) -> None:
    await desk.agreed(await desk.comments(KENT, OTHERS))
    async with desk.house.begin(desk.actor("one")) as work:
        await words_release.prepare(work, desk.wave_id)
    async with desk.house.begin(desk.actor("coordinator")) as work:
        await words_release.release(work, desk.wave_id)
        # The figures of the same wave were asked for and let out by others.
        about: dict[str, Any] = {"period": Period.WAVE, "subject": str(desk.wave_id)}
        others: dict[str, Any] = {"asked_at": work.now, "settled_at": work.now}
        work.session.add(Preparation(id=work.new_id(), stage=Stage.RELEASED, **about, **others))

    async with desk.house.look(SYSTEM) as work:
        (step,) = await release_trail.steps(work)
    assert (step.asked, step.agreed) == ("Analyst", "Co-ordinator")


def test_of_themes_that_all_have_the_same_share_none_is_listed_as_if_it_stood_out() -> None:
    alike = [a_theme(number, Band(None, 39)) for number in range(14)]

    shown = str(views.words_release.themes_of("Kent", alike))

    assert "each theme: under 40%. None stands out." in shown
    assert "Theme 3" not in shown


async def test_whoever_prepared_words_reads_why_there_is_no_button_to_release_them(
    desk: Desk,
) -> None:
    await desk.agreed((await desk.comments())[:10])
    async with desk.house.begin(desk.actor("one")) as work:
        await words_release.prepare(work, desk.wave_id)

    shown = {}
    for who in ("one", "two"):
        async with desk.house.look(desk.actor(who)) as work:
            shown[who] = str(
                views.words_release.preview(await words_release.preview(work, desk.wave_id))
            )
    assert "somebody else has to release them" in shown["one"]
    assert "somebody else has to release them" not in shown["two"]


async def test_while_words_wait_for_a_second_person_nothing_moves(desk: Desk) -> None:
    ids = await desk.comments()
    await desk.agreed(ids[:10])
    await desk.redacts("one", ids[10])
    async with desk.house.begin(desk.actor("two")) as work:
        await words_release.prepare(work, desk.wave_id)

    assert await desk.sees("one") == (0, 0)
    for what in (desk.redacts("one", ids[11]), desk.approves("two", ids[10])):
        with pytest.raises(WordsMoved):
            await what
    async with desk.house.begin(desk.actor("three")) as work:
        await words_release.decline(work, desk.wave_id)
    assert await desk.sees("two") == (36 - 11, 1)


async def test_words_are_prepared_and_released_once(desk: Desk) -> None:
    await desk.agreed((await desk.comments())[:10])
    async with desk.house.begin(desk.actor("one")) as work:
        await words_release.prepare(work, desk.wave_id)
    with pytest.raises(WordsMoved):
        async with desk.house.begin(desk.actor("two")) as work:
            await words_release.prepare(work, desk.wave_id)
    async with desk.house.begin(desk.actor("two")) as work:
        await words_release.release(work, desk.wave_id)
    for act in (words_release.release, words_release.decline):
        with pytest.raises(WordsMoved):
            async with desk.house.begin(desk.actor("two")) as work:
                await act(work, desk.wave_id)
    with pytest.raises(NoWordsToRelease):
        async with desk.house.begin(desk.actor("two")) as work:
            await words_release.prepare(work, desk.wave_id)


async def test_nothing_leaves_that_nobody_agreed_to(desk: Desk) -> None:
    (one, *_) = await desk.comments()
    await desk.redacts("one", one)

    with pytest.raises(NoWordsToRelease):
        async with desk.house.begin(desk.actor("one")) as work:
            await words_release.prepare(work, desk.wave_id)


async def test_only_ticked_words_are_quoted_and_never_for_a_region_of_one_unit(
    desk: Desk,
) -> None:
    await desk.say("employer:Mid", 12)
    ids = await desk.comments(KENT, OTHERS, "employer:Mid")
    for one in ids:
        await desk.redacts("leeds", one, replace(GOOD, text="It was short."))
        await desk.approves("one", one, replace(GOOD, edition=1, text="It was short."))
    await desk.releases()

    async with desk.house.look(SYSTEM) as work:
        places = list(await work.session.scalars(select(col(ReleasedQuote.unit))))
    # Kent and Leeds are alone in their regions, which are shown with London. Every second ticked.
    assert Counter(places) == {"region:London + North East + South East": 18}


async def test_everybody_reads_their_own_unit_and_no_other_employer(desk: Desk) -> None:
    await desk.agreed(await desk.comments(KENT, OTHERS, LEEDS))
    await desk.releases()

    read = {}
    for who in ("kent", "coordinator"):
        async with desk.house.look(desk.actor(who)) as work:
            found = await released_words.newest(work)
            assert found is not None
            read[who] = [unit.name for unit, _ in found.themes]
    assert read == {"kent": ["England", "Kent"], "coordinator": ["England"]}


async def test_the_desk_shows_a_coordinator_releases_and_no_comment(desk: Desk) -> None:
    await desk.agreed((await desk.comments())[:1])

    async with desk.house.look(desk.actor("coordinator")) as work:
        shown = str(await words_desk.desk(work))

    assert "1 of 36 comments are agreed" in shown
    assert "Read the next" not in shown


async def test_comments_are_kept_until_six_months_after_their_year(
    desk: Desk, clock: FrozenClock
) -> None:
    await desk.agreed((await desk.comments())[:2])
    left = []
    for day in (datetime(2027, 9, 30, 12, tzinfo=UTC), datetime(2027, 10, 1, 12, tzinfo=UTC)):
        clock.move_to(day)
        async with desk.house.begin(SYSTEM) as work:
            await words_release.forget_old(work)
        left.append((await desk.count(Comment), await desk.count(Redaction)))

    assert left == [(36, 2), (0, 0)]

"""Words find examples, the best first, and nothing that is typed is ever a command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.search_words import MOST, wanted
from models.shelf import Wish
from services import library, rights, search
from services.work import House, account
from tests.doubles import Community
from tests.shelves import publish

ODD = (
    "",
    "AND",
    "NEAR(a b)",
    '"',
    "'",
    "*",
    "supervision*",
    '" OR title:*',
    "') ; drop table library_entry; --",
    "a & b | !c",
    "x:*",
    "😀",
    "\x00",
    "\ud800",
    "ªº²",
    "日本語",
    "word " * 300,
    "w" * 5000,
    "-title ^problem {a}",
)


async def titles(house: House, who: str, wish: Wish, offset: int = 0) -> list[str]:
    async with house.look(account(who)) as work:
        me = (await rights.me(work)).id
        found = await search.find(work, wish, me, offset, 5)
        return [hit.entry.title for hit in await search.hits(work, found, wish.words)]


async def test_a_title_counts_more_than_a_problem_and_that_more_than_the_rest(
    house: House, community: Community
) -> None:
    [author] = await community.nqsws(1, await community.employer("Thameside"))
    await publish(house, author, title="One", what_we_did="Supervision in groups")
    await publish(house, author, title="Two", problem="No supervision at all")
    await publish(house, author, title="Supervision", problem="Three")

    found = await titles(house, str(author.slack_id), Wish("supervising"))

    assert found == ["Supervision", "Two", "One"]


async def test_examples_with_every_word_come_before_those_with_some(
    house: House, community: Community
) -> None:
    [author] = await community.nqsws(1, await community.employer("Thameside"))
    await publish(house, author, title="Protected time")
    await publish(house, author, title="Something else", what_we_did="protected caseloads")

    found = await titles(house, str(author.slack_id), Wish("protected caseload"))

    assert found == ["Something else", "Protected time"]
    assert await titles(house, str(author.slack_id), Wish("protected caseload"), 1) == found[1:]


async def test_the_last_word_may_be_a_beginning_and_slashes_part_words(
    house: House, community: Community
) -> None:
    [author] = await community.nqsws(1, await community.employer("Thameside"))
    await publish(house, author, title="Peer/group reflection")

    assert await titles(house, str(author.slack_id), Wish("group refl"))
    assert not await titles(house, str(author.slack_id), Wish("gro reflection peers zebra"[18:]))


async def test_words_found_are_marked_and_filters_hold(house: House, community: Community) -> None:
    [author] = await community.nqsws(1, await community.employer("Thameside"))
    await publish(house, author, title="Group <supervision>", criteria=["C1"])
    await publish(house, author, title="Supervision", criteria=["C2"], headings=["kss:10"])

    async with house.look(account(str(author.slack_id))) as work:
        [found] = await search.find(work, Wish("supervise", criterion="C1"), author.id, 0, 5)
        [hit] = await search.hits(work, [found], "supervise")

    assert hit.title == f"Group <{search.FOUND}supervision{search.FOUND_END}>"
    who = str(author.slack_id)
    assert await titles(house, who, Wish("supervision", criterion="C2")) == ["Supervision"]
    assert await titles(house, who, Wish(heading="kss:1")) == []


@pytest.mark.parametrize("typed", ODD)
async def test_odd_words_do_no_harm(house: House, community: Community, typed: str) -> None:
    [author] = await community.nqsws(1, await community.employer("Thameside"))
    await publish(house, author, title="Supervision")

    found = await titles(house, str(author.slack_id), Wish(typed))
    async with house.look(account(str(author.slack_id))) as work:
        near = await library.similar(work, typed, typed)

    assert len(found) <= 1
    assert len(near) <= 1


@given(st.text())
def test_no_sign_ever_leaves_the_words(typed: str) -> None:
    words = wanted(typed).words

    assert len(words) <= MOST
    assert all(word.replace("_", "").isalnum() or word.isprintable() for word in words)
    assert not any(sign in word for word in words for sign in "\"'*:&|!()\\ ")


async def test_similar_examples_share_more_than_one_word(
    house: House, community: Community
) -> None:
    [author] = await community.nqsws(1, await community.employer("Thameside"))
    await publish(house, author, title="Group supervision on Fridays", problem="Feeling alone")
    await publish(house, author, title="Parking", problem="Nowhere to leave a car on Fridays")

    async with house.look(account(str(author.slack_id))) as work:
        near = await library.similar(work, "Supervision in a group", "NQSWs feel alone")

    assert [one.title for one in near] == ["Group supervision on Fridays"]

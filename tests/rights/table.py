"""The table of rights: every action of good practice and announcements, and who may do it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import views.announcement_letters as letters
import views.announcement_lists as lists
import views.announcement_pages as pages
import views.announcements
import views.library
import views.library_home as shelf
import views.library_letters
import views.practice_form as form
import views.practice_lists as practices
import views.releases
import views.review_card as card
import views.review_forms
import views.reviews
import views.settings
import views.visits
from tests.rights import forms, things
from tests.rights.lines import People, button, command, sent, shortcut, within
from tests.rights.people import (
    COORDINATORS,
    EVERYBODY,
    MEMBERS,
    NQSWS,
    OF_ITS_EMPLOYER,
    OF_LONDON,
    SECONDS,
    Who,
)
from tests.rights.results import RESULTS
from tests.rights.words import ANSWERING, WORDS
from views import announcement_card, practice_fields

NOBODY: People = frozenset()
# Slack lets nobody of another workspace in; whatever comes from there is turned away unread.
ANYBODY = EVERYBODY - {Who.EXTERNAL}
CHAMPIONS = frozenset({Who.CHAMPION, Who.CHAMPION_ELSEWHERE, Who.CHAMPION_MOVED})
READERS = CHAMPIONS | {Who.FOR_ENGLAND}
OTHERS = MEMBERS - {Who.AUTHOR}
SEATED = frozenset({Who.CHAMPION_ELSEWHERE, Who.NQSW_ELSEWHERE})
AUTHOR, ANNOUNCER, FOR_ENGLAND = {Who.AUTHOR}, {Who.ANNOUNCER}, {Who.FOR_ENGLAND}
HEARERS = frozenset({Who.AUTHOR, Who.NQSW})


def _step(one: UUID) -> Mapping[str, Any]:
    return {"callback_id": form.STEP, "metadata": forms.sheet(one), "values": forms.FIRST_STEP}


def _home(_one: UUID) -> Mapping[str, Any]:
    return {"callback_id": "home"}


def _opinion(one: UUID) -> str:
    return forms.kept(one, version=1)


def _words(one: UUID) -> str:
    return forms.kept(one, version=1, scores=dict.fromkeys(views.review_forms.TESTS, 2))


RELEASERS = frozenset({Who.FOR_ENGLAND, Who.ANALYST})
RELEASES = (
    button(views.releases.PREPARE, RELEASERS, things.sealed_wave, "wave {id}"),
    button(views.releases.OPEN, RELEASERS, things.ready_figures),
    sent(views.releases.DECIDING, RELEASERS, things.ready_figures, str, forms.RELEASE),
    sent(views.releases.DECIDING, RELEASERS, things.ready_figures, str, forms.NO_RELEASE, "no"),
)
SHARING = (
    command("/practice", MEMBERS),
    command("/practice mine", MEMBERS),
    command("/practice help", ANYBODY),
    shortcut("practice.shortcut", MEMBERS),
    shortcut("practice.from_message", MEMBERS, "We tried walking supervision."),
    button(practices.SHARE, MEMBERS),
    button(practices.MINE, MEMBERS),
    button(practices.CONTINUE, AUTHOR, things.A_DRAFT),
    button(practices.READ, AUTHOR, things.A_DRAFT),
    button(practices.READ, AUTHOR, things.PUBLISHED),
    button(practices.DELETE, AUTHOR, things.A_DRAFT),
    button(practices.WITHDRAW, AUTHOR, things.A_DRAFT),
    button(practices.WITHDRAW, AUTHOR, things.IN_REVIEW),
    button(practices.WITHDRAW, AUTHOR | OF_ITS_EMPLOYER, things.PUBLISHED),
    sent(practices.WITHDRAWAL, AUTHOR, things.A_DRAFT, str, forms.WITHDRAWAL),
    sent(practices.WITHDRAWAL, AUTHOR, things.IN_REVIEW, str, forms.WITHDRAWAL),
    sent(practices.WITHDRAWAL, AUTHOR | OF_ITS_EMPLOYER, things.PUBLISHED, str, forms.WITHDRAWAL),
    sent(form.STEP, AUTHOR, things.A_DRAFT, forms.sheet, forms.FIRST_STEP),
    sent(
        form.STEP,
        MEMBERS,
        things.nothing,
        lambda one: forms.sheet(one, edition=0),
        forms.FIRST_STEP,
        "of a new example",
    ),
    sent(form.SIMILAR, AUTHOR, things.A_DRAFT, forms.sheet, {}),
    sent(form.SEND, AUTHOR, things.A_DRAFT, lambda one: forms.sheet(one, 4), {}),
    within(form.BACK, AUTHOR, things.A_DRAFT, _step),
    within(form.SAVE, AUTHOR, things.A_DRAFT, _step),
    within(f"{form.STEP_TO}:2", AUTHOR, things.A_DRAFT, _step),
    within(practice_fields.REMOVE, AUTHOR, things.A_DRAFT, _step),
    within(practice_fields.TITLE_TYPED, AUTHOR, things.A_DRAFT, _step),
)
REVIEWING = (
    command("/practice queue", READERS | NQSWS),
    command("/practice volunteer", NQSWS),
    within(card.QUEUE, READERS | NQSWS, window=_home),
    within(card.VOLUNTEER, NQSWS, window=_home),
    button(card.READ, NOBODY, things.A_DRAFT),
    button(card.READ, READERS, things.IN_REVIEW),
    button(card.READ, READERS | {Who.NQSW_ELSEWHERE}, things.ASKED_FOR),
    button(card.TAKE, NOBODY, things.A_DRAFT),
    button(card.TAKE, {Who.CHAMPION_ELSEWHERE}, things.IN_REVIEW),
    button(card.TAKE, SEATED, things.ASKED_FOR),
    button(card.CONFLICT, NOBODY, things.A_DRAFT),
    button(card.CONFLICT, CHAMPIONS, things.IN_REVIEW),
    button(card.CONFLICT, CHAMPIONS | {Who.NQSW_ELSEWHERE}, things.ASKED_FOR),
    button(card.DECLINE, NOBODY, things.A_DRAFT),
    button(card.DECLINE, {Who.NQSW_ELSEWHERE}, things.ASKED_FOR),
    within(views.reviews.FILES, NOBODY, things.A_DRAFT),
    within(views.reviews.FILES, READERS, things.IN_REVIEW),
    within(views.reviews.FILES, READERS | {Who.NQSW_ELSEWHERE}, things.ASKED_FOR),
    within(views.reviews.OPINION, NOBODY, things.ASKED_FOR),
    within(views.reviews.OPINION, SEATED, things.BEING_READ),
    sent(views.review_forms.OPINION_FORM, SEATED, things.BEING_READ, _opinion, forms.OPINION),
    sent(views.review_forms.WORDS_FORM, SEATED, things.BEING_READ, _words, forms.CHANGES),
    within(views.reviews.WRITE, SEATED, things.BEING_READ),
    sent(views.review_forms.WRITE_FORM, SEATED, things.BEING_READ, forms.kept, forms.TO_AUTHOR),
)
LIBRARY = (
    command("/practice search rota", MEMBERS),
    *(
        button(name, MEMBERS, things.PUBLISHED)
        for name in (views.library.READ, views.library.SAVE, views.library.UNSAVE)
    ),
    *(button(name, OTHERS, things.PUBLISHED) for name in (views.library.USE, views.library.ASK)),
    sent(views.library.USED, OTHERS, things.PUBLISHED, str, forms.USED),
    *(
        within(name, MEMBERS, things.PUBLISHED)
        for name in (views.library.WORD_FILE, views.library.WEB_PAGE, views.library.FILES)
    ),
    *(
        button(name, NOBODY, things.A_DRAFT)
        for name in (
            views.library.READ,
            views.library.SAVE,
            views.library.UNSAVE,
            views.library.USE,
            views.library.ASK,
        )
    ),
    sent(views.library.USED, NOBODY, things.A_DRAFT, str, forms.USED),
    within(views.library.FILES, NOBODY, things.A_DRAFT),
    button(views.library.CHANGE, AUTHOR, things.PUBLISHED),
    button(views.library.KEEP, AUTHOR | OF_ITS_EMPLOYER, things.PUBLISHED),
    button(views.library.WITHDRAW, AUTHOR | OF_ITS_EMPLOYER, things.PUBLISHED),
    *(
        within(name, MEMBERS, window=_home)
        for name in (
            shelf.OPEN,
            shelf.CLEAR,
            shelf.SAVED,
            shelf.NEWER,
            shelf.OLDER,
            shelf.WORDS,
            f"{shelf.FILTER}:region",
        )
    ),
    # Whoever is not on the roster gets the page that says so.
    within(shelf.BACK, ANYBODY, window=_home),
    button(shelf.MORE, MEMBERS, value='{{"words": "rota"}}'),
    button(views.library_letters.TAKE_UP, FOR_ENGLAND, things.PUBLISHED, "November 2026"),
    button(views.library.ARRANGED, COORDINATORS, things.PUBLISHED, "{id}:event"),
)
ANNOUNCING = (
    command("/announce", COORDINATORS),
    command("/announce list", COORDINATORS),
    command("/announce help", ANYBODY),
    button(views.announcements.CREATE, COORDINATORS),
    button(views.announcements.EDIT, ANNOUNCER, things.A_PLAN),
    sent(
        views.announcements.FORM,
        COORDINATORS,
        things.nothing,
        lambda _one: '{"id": null}',
        forms.ANNOUNCEMENT,
        "a new one",
    ),
    sent(views.announcements.FORM, ANNOUNCER, things.A_PLAN, forms.kept, forms.ANNOUNCEMENT),
    button(pages.TEST, OF_LONDON, things.A_PLAN),
    button(pages.SEND, ANNOUNCER, things.A_PLAN),
    button(pages.DELETE, ANNOUNCER, things.A_PLAN),
    button(announcement_card.APPROVE, SECONDS, things.AWAITING, "{id}:0"),
    button(announcement_card.SEND_BACK, OF_LONDON, things.AWAITING, "{id}:0"),
    sent(lists.RETURN_FORM, SECONDS, things.AWAITING, forms.decided, forms.BACK),
    button(pages.CANCEL, OF_LONDON, things.SCHEDULED),
)
ANNOUNCED = (
    button(letters.OPEN, OF_LONDON, things.A_PLAN),
    button(letters.OPEN, COORDINATORS, things.SENT),
    button(lists.LIST, COORDINATORS),
    button(lists.READ, NOBODY, things.A_PLAN),
    button(lists.READ, HEARERS, things.SENT),
    button(letters.ACKNOWLEDGE, NOBODY, things.A_PLAN),
    # Those who look after it are told that it was addressed to others; nothing is counted.
    button(letters.ACKNOWLEDGE, HEARERS | OF_LONDON, things.SENT),
    button(announcement_card.PAUSE, OF_LONDON, things.SENDING),
    button(announcement_card.CONTINUE, OF_LONDON, things.PAUSED),
    button(announcement_card.STOP, OF_LONDON, things.SENDING),
    button(pages.CORRECT, OF_LONDON, things.SENT),
    sent(views.announcements.CORRECTION, OF_LONDON, things.SENT, forms.kept, forms.CORRECTION),
    button(announcement_card.CORRECTION_APPROVE, SECONDS, things.CORRECTED, "{id}:0"),
    button(announcement_card.CORRECTION_RETURN, OF_LONDON, things.CORRECTED, "{id}:0"),
    sent(lists.CORRECTION_RETURN_FORM, SECONDS, things.CORRECTED, forms.decided, forms.BACK),
    button(pages.REMIND, OF_LONDON, things.SENT),
    within(pages.MISSING, COORDINATORS, things.SENT),
    within(pages.UNREACHED, COORDINATORS, things.SENT),
)
WISHING = (
    command("/nqsw settings", MEMBERS),
    button(views.settings.OPEN, MEMBERS),
    sent(views.settings.FORM, MEMBERS, things.nothing, str, forms.SETTINGS),
)
VISITING = (
    button(views.visits.OPEN, MEMBERS),
    # The browser has followed the link by then, and the pages ask who comes.
    button(views.visits.FOLLOWED, ANYBODY),
)
SUBJECTS = {
    "results": RESULTS,
    "sharing": SHARING,
    "reviewing": REVIEWING,
    "the library": LIBRARY,
    "announcing": ANNOUNCING,
    "what was announced": ANNOUNCED,
    "settings": WISHING,
    "the way to the pages": VISITING,
    "releases": RELEASES,
    "comments": WORDS,
    "answers to a release": ANSWERING,
}

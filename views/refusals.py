"""What we say when we decline, when something broke, and when we were not understood."""

from collections.abc import Sequence
from typing import Any

from models.refusals import (
    AlreadyDone,
    AlreadyOnRoster,
    AlreadyReleased,
    AlreadyReminded,
    AnnouncementHidden,
    AnnouncementNotSent,
    AnnouncementUnknown,
    FileUnreadable,
    KeyLost,
    LinkSpent,
    LinkUnknown,
    NoBallot,
    NobodyToApprove,
    NobodyToAsk,
    NoOpenWave,
    NoPublicAddress,
    NotAllowed,
    NotAsked,
    NothingReleased,
    NotInvited,
    NotOnRoster,
    NotYourMessage,
    NoWordsToRelease,
    OwnAnnouncement,
    OwnExample,
    OwnPreparation,
    OwnRedaction,
    PageUnknown,
    PracticeHidden,
    PracticeUnknown,
    PreparationMoved,
    PreparationUnknown,
    Refusal,
    ReleaseUnknown,
    ResponseClosed,
    ResponseMoved,
    ResponsesMissing,
    ResponseUnknown,
    StaleForm,
    SurveyUnknown,
    TooFewAnswered,
    UnitHidden,
    VisitOver,
    WaveAlreadyOpen,
    WaveNotOpen,
    WaveNotSealed,
    WaveUnknown,
    WordsExposed,
    WordsMoved,
    WordsUnknown,
)
from views import blocks, people
from views.refusal_facts import told
from views.site import sentences

TITLE = "Please note"

UNKNOWN_COMMAND = "I do not know this command. Type `/nqsw help` to see what I can do."
UNKNOWN_BUTTON = (
    "This button is no longer in use. Open my Home tab, or type `/nqsw help`, "
    "to find what you are looking for."
)
UNKNOWN_FORM = (
    "This form is no longer in use, so nothing was saved. Copy what you would like to keep, "
    "then open the form again from my Home tab."
)
UNKNOWN_SHORTCUT = "This shortcut is no longer in use. Type `/nqsw help` to see what I can do."
FROM_ELSEWHERE = (
    "This app belongs to another workspace, so it cannot do this for you. "
    "Please ask the people who run that workspace."
)
KEPT = "What you typed is still in the form behind this message."

# Whoever may not see something cannot tell whether it is there.
NO_ANNOUNCEMENT = (
    "This announcement cannot be found; its draft may have been deleted. "
    "Type `/announce list` to see what there is."
)
NO_EXAMPLE = (
    "This example cannot be found; it may have been withdrawn or deleted. "
    "Type `/practice mine` or `/practice queue` to see what there is."
)

SENTENCES: dict[type[Refusal], str] = {
    AlreadyDone: "This is done already. You need not do anything.",
    NotOnRoster: (
        "Hello. This app is for members of the NQSW Community of Practice, and you are not on "
        "the list of members yet. If you would like to be, press “Ask to be added” (you also find "
        "it with `/pulse`). It tells the co-ordinators, and nobody else."
    ),
    AlreadyOnRoster: (
        "This person is on the roster already. Somebody else has added them meanwhile, "
        "so there is nothing left to do."
    ),
    NotAllowed: (
        "This is for people with another role. If you need it for your work, "
        "please ask a co-ordinator."
    ),
    NotInvited: (
        "This survey asks other people this time. We will message you when there is one for you."
    ),
    NoOpenWave: ("No survey is open for you at the moment. We will message you when there is one."),
    NoBallot: "You have not answered this pulse, so there is nothing to show or delete.",
    NotAsked: (
        "This form does not fit the survey, so nothing was saved. Please open the form again."
    ),
    StaleForm: (
        "You have saved newer answers since you opened this form, and those are kept. "
        "To change them, please open the form again."
    ),
    WaveNotSealed: (
        "The figures of this survey cannot be prepared yet: it has to be closed and sealed first. "
        "That happens by itself within minutes after it closes."
    ),
    TooFewAnswered: (
        "Too few people were asked or answered in this survey for any figure to be shown, so "
        "there is nothing to release of it. A quarter or a year is made without it."
    ),
    AlreadyReleased: (
        "These figures are released already, and released figures never change. "
        "You find them on Home."
    ),
    PreparationMoved: (
        "Somebody else has asked for these figures or decided about them meanwhile. "
        "Home shows where they are."
    ),
    PreparationUnknown: "These figures cannot be found. Home shows what there is to release.",
    OwnPreparation: (
        "You asked for these figures, so somebody else has to release them: an analyst or a "
        "co-ordinator for England."
    ),
    WaveNotOpen: "This survey is not open, so it cannot be closed. Please look at the list again.",
    WaveUnknown: "This survey cannot be found. My Home tab shows which ones are open.",
    SurveyUnknown: "There is no survey of this name. Please look at the list of surveys.",
    WaveAlreadyOpen: (
        "This survey is open already. Please close the open one before you open the next."
    ),
    NobodyToAsk: "Nobody matches this audience. Please choose a wider one, or check the roster.",
    AnnouncementUnknown: NO_ANNOUNCEMENT,
    AnnouncementHidden: NO_ANNOUNCEMENT,
    AnnouncementNotSent: (
        "This is a preview or a test, so there is nothing to acknowledge yet. Nothing was noted."
    ),
    OwnAnnouncement: (
        "You wrote this, so somebody else has to agree to it. "
        "Please ask another co-ordinator to look at it."
    ),
    NobodyToApprove: (
        "This needs more direct messages than one co-ordinator may send alone, and there is no "
        "second co-ordinator who could agree. Choose fewer people, or ask the operator to add a "
        "co-ordinator to the roster."
    ),
    NoPublicAddress: (
        "The results cannot be opened in a browser yet, because the app has no safe web address. "
        "Please ask whoever runs the app to set `PUBLIC_URL`."
    ),
    LinkUnknown: sentences.SPENT[1],
    LinkSpent: sentences.SPENT[1],
    VisitOver: sentences.OVER[1],
    PageUnknown: sentences.UNKNOWN[1],
    NothingReleased: f"{sentences.NOTHING_YET[0]}. {sentences.NOTHING_YET[1]}",
    UnitHidden: sentences.NO_PLACE[1],
    AlreadyReminded: "They have been reminded already. A second reminder is never sent.",
    OwnExample: (
        "This is your own example. Others can ask you about it, and what is counted is how often "
        "others used it."
    ),
    NotYourMessage: (
        "Only whoever wrote a message can share it as good practice. Please ask them to do so, "
        "or type `/practice` to share something of your own."
    ),
    PracticeUnknown: NO_EXAMPLE,
    PracticeHidden: NO_EXAMPLE,
    FileUnreadable: (
        "This file cannot be read: it may be damaged, locked or of another kind. "
        "Please save it again as DOCX, PDF or plain text, and add that."
    ),
    WordsUnknown: (
        "This comment cannot be found; its words may have been released. "
        "Type `/nqsw comments` to see what there is to read."
    ),
    WordsMoved: (
        "Somebody else has dealt with this meanwhile, so nothing was changed. "
        "Type `/nqsw comments` to go on with the next."
    ),
    OwnRedaction: (
        "You worked on these words yourself, so a second person has to agree to them. "
        "Please ask another analyst."
    ),
    NoWordsToRelease: (
        "There are no agreed words of this survey to release, or they are out already. "
        "Type `/nqsw comments` to see how far they are."
    ),
    WordsExposed: (
        "These themes would together tell too much about a small group, so nothing leaves. "
        "Please tell whoever runs the app: with a higher FLOOR_TEXT they would pass."
    ),
    ResponseUnknown: (
        "This answer cannot be found, or it is for the co-ordinators of another place. "
        "My Home tab shows what is yours to do."
    ),
    ResponseClosed: (
        "The time for this is over, so nothing was changed. The next release asks anew."
    ),
    ResponseMoved: (
        "Somebody else has changed this answer meanwhile, so nothing was saved. "
        "Copy what you would like to keep, and open it again from my Home tab."
    ),
    ResponsesMissing: (
        "The last two releases have no “You said, we did” yet, so no survey opens before there "
        "is one. My Home tab shows which."
    ),
    ReleaseUnknown: (
        "Nothing was released under this number or name yet, so there is nothing to give."
    ),
    KeyLost: (
        "The key of this survey cannot be found, so its answers cannot be read. "
        "Please tell whoever runs the app: they can check with `python -m bot doctor`."
    ),
}


def sentence(refusal: Refusal) -> str:
    """What the person reads: what is the matter, and what to do."""
    return told(refusal) or _fixed(refusal)


def way_out(refusal: Refusal) -> list[blocks.Block]:
    """What the person can press beside the sentence, if anything helps."""
    return [people.ask_button()] if isinstance(refusal, NotOnRoster) else []


def with_buttons(text: str, more: Sequence[blocks.Block]) -> list[blocks.Block]:
    """A sentence as a message, with what can be pressed beneath it."""
    return [blocks.section(text), *more]


def apology(reference: str) -> str:
    """Something broke that is not the person's fault."""
    return (
        "Sorry, something went wrong on our side and nothing was saved. Please try again. "
        f"If it happens again, tell a co-ordinator this reference: {reference}."
    )


def notice(text: str, *, behind: str = "", more: Sequence[blocks.Block] = ()) -> dict[str, Any]:
    """A small modal that says one thing; `behind` says what waits underneath."""
    shown = [blocks.section(text), *more]
    if behind:
        shown.append(blocks.quiet(behind))
    return blocks.modal("notice", TITLE, shown)


def _fixed(refusal: Refusal) -> str:
    for kind in type(refusal).__mro__:
        if kind in SENTENCES:
            return SENTENCES[kind]
    return "This cannot be done now. Please open my Home tab and try from there."

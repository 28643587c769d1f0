"""What we decline, as facts; their sentences are in `views.refusals`."""

from datetime import datetime


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """We decline; the class says which rule, the words are elsewhere."""


class AlreadyDone(Refusal):
    """The same request had its effect before."""


class NotOnRoster(Refusal):
    """This account belongs to nobody on the roster."""


class AlreadyOnRoster(Refusal):
    """Somebody else has added this person meanwhile."""


class NotAllowed(Refusal):
    """The actor holds no right for this, here, today."""


class NotInvited(Refusal):
    """No open wave asks this person."""


class NoOpenWave(Refusal):
    """Nothing is open to answer."""


class NoBallot(Refusal):
    """There is nothing in the box to show or delete."""


class NotAsked(Refusal):
    """An answer to a question that the wave does not ask, or one that was not offered."""


class StaleForm(Refusal):
    """A newer answer is in the box already."""


class WaveClosed(Refusal):
    """The wave takes no more answers."""

    def __init__(self, closed_at: datetime | None = None) -> None:
        super().__init__()
        self.closed_at = closed_at


class WaveNotOpen(Refusal):
    """Only an open wave can be closed."""


class WaveUnknown(Refusal):
    """No wave has this id."""


class SurveyUnknown(Refusal):
    """No survey has this id."""


class WaveAlreadyOpen(Refusal):
    """One wave of a survey is open at a time."""


class NobodyToAsk(Refusal):
    """The audience is empty."""


class KeyLost(Refusal):
    """No custody holds the key of this wave."""


class BadInput(Refusal):
    """Something typed cannot be used; says which field and why, in words for the person."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field = field
        self.why = why


class RosterRefused(Refusal):
    """A roster file has bad rows: (line, reason) each; nothing was changed."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        super().__init__(faults)
        self.faults = faults


class PracticeUnknown(Refusal):
    """No example has this id, or it is nobody's business."""


class PracticeMoved(Refusal):
    """The example is in another state by now: which, since when, and by whom (a role)."""

    def __init__(self, state: str, at: datetime | None = None, by: str = "") -> None:
        super().__init__(state)
        self.state, self.at, self.by = state, at, by


class PracticeHidden(NotAllowed):
    """For whoever tries, it is as if there were no such example; the attempt is noted."""


class OwnExample(Refusal):
    """The author neither uses nor asks about their own example."""


class NoSeat(Refusal):
    """This person cannot read this example for a decision; says by which rule."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotYourMessage(Refusal):
    """Somebody else wrote the message that was to be shared."""


class AnnouncementUnknown(Refusal):
    """No announcement has this id."""


class AnnouncementHidden(NotAllowed):
    """For whoever tries, it is as if there were no such announcement; the attempt is noted."""


class AnnouncementMoved(Refusal):
    """The announcement is in another state by now: which, and since when."""

    def __init__(self, state: str, at: datetime | None = None) -> None:
        super().__init__(state)
        self.state, self.at = state, at


class AnnouncementNotSent(Refusal):
    """A preview or a test: there is nothing to acknowledge yet."""


class OwnAnnouncement(NotAllowed):
    """The author cannot be the second who agrees."""


class NobodyToApprove(Refusal):
    """More direct messages than one may send alone, and no second co-ordinator."""


class AlreadyReminded(Refusal):
    """Once is enough."""


class FileUnreadable(Refusal):
    """No text can be read out of this file, so nobody can look through it."""


class WordsUnknown(NotAllowed):
    """No comment that this analyst may see has this id; the attempt is noted."""


class WordsMoved(Refusal):
    """Somebody else has dealt with this comment, or the words of its wave, meanwhile."""


class OwnRedaction(NotAllowed):
    """Whoever redacted or prepared cannot be the second who agrees."""


class NoWordsToRelease(Refusal):
    """Nothing of this wave is agreed to, or it was released."""


class WordsExposed(Refusal):
    """The themes of a wave would together tell too much about a small group."""


class ResponseUnknown(NotAllowed):
    """No answer to a release has this id, or it is not this person's business."""


class ResponseClosed(Refusal):
    """It can no longer be written, changed or judged."""


class ResponseMoved(Refusal):
    """Somebody else has written it meanwhile."""


class ResponsesMissing(Refusal):
    """Two releases have no answer, and the policy opens no wave before there is one."""


class NoPublicAddress(Refusal):
    """Nobody has said under which address people reach the pages, or it is not a safe one."""


class LinkUnknown(Refusal):
    """There is no such link to the pages."""


class LinkSpent(NotAllowed):
    """The link was used, is too old, or is of somebody who may not come in any more."""


class VisitOver(Refusal):
    """Nobody is known by what the browser shows: it never began, has ended, or was ended."""


class PageUnknown(Refusal):
    """There is no such page."""


class NothingReleased(Refusal):
    """There is no release to show yet."""


class UnitHidden(NotAllowed):
    """For whoever asks, it is as if there were no such unit; the attempt is noted."""


class ReleaseUnknown(Refusal):
    """Nothing was released under this number or name."""


class OnlyWords(ReleaseUnknown):
    """A release of words, which go with the figures of their wave: in which release, if any."""

    def __init__(self, number: int, figures: int | None) -> None:
        super().__init__(number, figures)
        self.number, self.figures = number, figures


class WaveNotSealed(Refusal):
    """Only the figures of a sealed wave can be prepared."""


class TooFewAnswered(Refusal):
    """So few people answered a wave that none of its figures could be shown."""


class AlreadyReleased(Refusal):
    """These figures are out, and stand for ever."""


class PreparationMoved(Refusal):
    """Figures are not where they were seen: somebody asked or decided before."""


class PreparationUnknown(Refusal):
    """No figures on their way out have this id."""


class OwnPreparation(Refusal):
    """Nobody releases figures that they asked for themselves."""

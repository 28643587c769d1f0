"""Words to somebody else are looked through; whoever writes them settles what was found."""

from collections.abc import Collection, Mapping, Sequence

from models.refusals import BadInput
from models.screen import Finding
from services import screening
from services.work import Work
from views.practice_fields import key_of
from views.screening import in_few_words


class MayIdentify(BadInput):
    """Words that may show who somebody is; what was found is shown beside its field."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__(found[0].field, in_few_words(found))
        self.found = found


async def require(work: Work, words: Mapping[str, str], settled: Collection[str]) -> int:
    """Look through words by their field, in memory; how many findings were settled.

    MayIdentify unless each finding is among the settled ones, by its key.
    """
    found = await screening.screen(work, {name: text for name, text in words.items() if text})
    once = {key_of(one): one for one in reversed(found)}
    keys = list(dict.fromkeys(map(key_of, found)))
    if left := [once[key] for key in keys if key not in settled]:
        raise MayIdentify(left)
    return len(keys)

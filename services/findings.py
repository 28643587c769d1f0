"""What the identifier screen finds in an example, and what its author has said about it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.practice import Practice
from models.practice_files import FIELD as FILES
from models.practice_form import SCREENED, text_of
from models.refusals import BadInput
from models.screen import Finding
from services import attachments, screening
from services.work import Work
from views.practice_fields import WHY_NEEDED, key_of
from views.practice_form import in_file

SHORTEST_REASON, LONGEST_REASON = 5, 300


async def of(work: Work, practice: Practice, *, with_files: bool = True) -> list[Finding]:
    """What is found and not explained, each excerpt of a field once, in the form's order."""
    texts = {name: text_of(practice.content, name) for name in SCREENED}
    found = await screening.screen(work, {name: text for name, text in texts.items() if text})
    if with_files:
        found += await _in_files(work, practice)
    known = {_key(one) for one in practice.explained}
    once = {key_of(one): one for one in reversed(found)}
    return [replace(once[key]) for key in dict.fromkeys(map(key_of, found)) if key not in known]


async def _in_files(work: Work, practice: Practice) -> list[Finding]:
    """What is found in the files, under the field they are chosen in, with the file's name."""
    files = {str(one): file for one, file in (await attachments.texts(work, practice.id)).items()}
    found = await screening.screen(work, {one: text for one, (_, text) in files.items()})
    return [
        replace(one, field=FILES, advice=in_file(files[one.field][0], one.advice)) for one in found
    ]


def explained(
    practice: Practice, found: Sequence[Finding], reasons: Mapping[str, str]
) -> list[dict[str, str]]:
    """What stands explained after these reasons, by key; BadInput for a reason that is none."""
    kept = list(practice.explained)
    for one in found:
        reason = reasons.get(key_of(one), "").strip()
        if not reason:
            continue
        if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
            raise BadInput(key_of(one), WHY_NEEDED)
        kept.append(
            {"field": one.field, "kind": one.kind, "excerpt": one.excerpt, "reason": reason}
        )
    return kept


def _key(entry: Mapping[str, str]) -> str:
    return key_of(Finding(entry["field"], entry["kind"], entry["excerpt"], 0, 0, ""))

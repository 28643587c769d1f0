"""Published examples for tests, in a word or two."""

from typing import Any
from uuid import UUID

from models.person import Person
from models.practice import Practice, PracticeState
from services import library
from services.work import SYSTEM, House


async def publish(house: House, author: Person, **content: Any) -> UUID:
    """An example as if reviewers had agreed to it; `ways` and `version` are its own."""
    ways, version = content.pop("ways", []), content.pop("version", 1)
    async with house.begin(SYSTEM) as work:
        practice = Practice(
            id=work.new_id(),
            author_id=author.id,
            employer_id=author.employer_id,
            state=PracticeState.PUBLISHED,
            version=version,
            ways=ways,
            content={"title": "An example", "problem": "A problem", **content},
            created_at=work.now,
            changed_at=work.now,
        )
        work.session.add(practice)
        await work.session.flush()
        await library.publish(work, practice)
    return practice.id

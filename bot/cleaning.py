"""Text as every database, file and message can hold it."""

import re
from typing import Any

# PostgreSQL holds no NUL, and nothing that is written or sent holds half of a pair.
_NOWHERE = re.compile("[\x00\ud800-\udfff]")
_INSTEAD = "\N{REPLACEMENT CHARACTER}"


def cleaned(said: Any) -> Any:
    """The same, with a mark for each character that cannot be kept."""
    match said:
        case str():
            return _NOWHERE.sub(_INSTEAD, said)
        case dict():
            return {cleaned(name): cleaned(value) for name, value in said.items()}
        case list():
            return [cleaned(one) for one in said]
        case _:
            return said

"""What the identifier screen says: one sentence for each kind of finding, with what to do."""

ANYTHING = "This may show who somebody is. Please take it out or say it more generally."

ADVICE: dict[str, str] = {}


def advice(kind: str) -> str:
    """What to do about a finding of this kind."""
    return ADVICE.get(kind, ANYTHING)

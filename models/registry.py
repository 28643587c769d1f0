"""Every table, in one import: what migrations and fresh databases are made from."""

from models import (
    agenda,
    announcement,
    answer,
    audit,
    ballot,
    library,
    outbox,
    person,
    practice,
    release,
    response,
    review,
    site,
    survey,
    unit,
    words,
)
from models.tables import Table

SUBJECTS = (
    agenda,
    announcement,
    answer,
    audit,
    ballot,
    library,
    outbox,
    person,
    practice,
    release,
    response,
    review,
    site,
    survey,
    unit,
    words,
)
METADATA = Table.metadata

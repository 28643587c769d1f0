"""Every table, in one import: what migrations and fresh databases are made from."""

from models import agenda, answer, audit, ballot, outbox, person, survey, unit
from models.tables import Table

SUBJECTS = (agenda, answer, audit, ballot, outbox, person, survey, unit)
METADATA = Table.metadata

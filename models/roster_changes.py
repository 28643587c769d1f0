"""What a roster file changes in people, rights and milestones, compared with what is stored."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from models import framework
from models.person import Reach, RoleName, Standing
from models.roster import Fault, Right, Row, Wrong, plain

Values = dict[str, Any]


class KnownEmployer(NamedTuple):
    """An employer that is stored, or about to be."""

    id: UUID
    name: str
    kind: str
    region: str


class KnownPerson(NamedTuple):
    """A person that is stored."""

    id: UUID
    slack_id: str | None
    email: str | None
    employer_id: UUID
    started_on: date | None
    cohort: str
    framework: str
    part_time: bool | None
    left_on: date | None
    standing: Standing


class KnownRole(NamedTuple):
    """A right that is stored, in force or not."""

    id: UUID
    person_id: UUID
    role: RoleName
    reach: Reach
    scope: str
    valid_from: date
    valid_until: date | None

    @property
    def right(self) -> Right:
        return Right(self.role, self.reach, self.scope)

    def is_open(self, today: date) -> bool:
        return self.valid_until is None or self.valid_until > today


class Programme(NamedTuple):
    """What the milestones of a person follow from."""

    framework: str
    started_on: date | None
    part_time: bool

    def dates(self) -> dict[str, date]:
        if not self.framework or self.started_on is None:
            return {}
        return framework.milestone_dates(self.framework, self.started_on, self.part_time)


@dataclass(frozen=True)
class Known:
    """Everything stored that a file may touch."""

    employers: Iterable[KnownEmployer]
    people: Iterable[KnownPerson]
    roles: Mapping[UUID, list[KnownRole]]


@dataclass
class Changes:
    """What is to be written; `programmes` names whose milestones may follow (before, after)."""

    new_employers: list[Values] = field(default_factory=list)
    employers: list[Values] = field(default_factory=list)
    new_people: list[Values] = field(default_factory=list)
    people: list[Values] = field(default_factory=list)
    new_roles: list[Values] = field(default_factory=list)
    roles: list[Values] = field(default_factory=list)
    programmes: dict[UUID, tuple[Programme, Programme]] = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


class Comparison:
    """Goes through the rows of a file and notes what differs from what is known."""

    def __init__(self, known: Known, today: date, new_id: Callable[[], UUID]) -> None:
        self.changes = Changes()
        self._today = today
        self._new_id = new_id
        self._employers = {plain(employer.name): employer for employer in known.employers}
        self._roles = known.roles
        self._by_slack_id = {one.slack_id: one for one in known.people if one.slack_id}
        self._by_email = {one.email: one for one in known.people if one.email}
        self._moved: set[UUID] = set()
        self._seen: dict[UUID, int] = {}

    def employers(self, rows: Iterable[Row]) -> None:
        """Note the employers that are new or different, before their people come."""
        wanted: dict[str, tuple[str, str, str]] = {}
        for row in rows:
            kind = row.employer_type or wanted.get(plain(row.employer), ("", "", ""))[1]
            wanted[plain(row.employer)] = (row.employer, kind, row.region)
        for key, (name, kind, region) in wanted.items():
            before = self._employers.get(key)
            if before is None:
                after = KnownEmployer(self._new_id(), name, kind, region)
                self.changes.new_employers.append(after._asdict())
            else:
                after = before._replace(kind=kind or before.kind, region=region)
                if after != before:
                    self.changes.employers.append(after._asdict())
                    self._moved.add(after.id)
            self._employers[key] = after

    def row(self, row: Row) -> None:
        """Note what one row changes."""
        rights = self._rights(row)
        before = self._whom(row)
        if before is None:
            self._add(row, rights)
        elif before.id in self._seen:
            self._fault(row, Wrong.SAME_PERSON, other=self._seen[before.id])
        else:
            self._seen[before.id] = row.line
            self._change(before, row, rights)

    def _whom(self, row: Row) -> KnownPerson | None:
        account = self._by_slack_id.get(row.slack_id) if row.slack_id else None
        address = self._by_email.get(row.email) if row.email else None
        if account and address and account.id != address.id:
            self._fault(row, Wrong.TWO_PEOPLE)
        return account or address

    def _rights(self, row: Row) -> set[Right]:
        """The rights of a row, with employers in the spelling that we store."""
        rights = set()
        for right in row.rights:
            employer = self._employers.get(plain(right.scope))
            if right.reach is not Reach.EMPLOYER:
                rights.add(right)
            elif employer is None:
                self._fault(row, Wrong.UNKNOWN_EMPLOYER, value=right.scope)
            else:
                rights.add(Right(right.role, right.reach, employer.name))
        return rights

    def _add(self, row: Row, rights: set[Right]) -> None:
        person = KnownPerson(
            id=self._new_id(),
            slack_id=row.slack_id,
            email=row.email,
            employer_id=self._employers[plain(row.employer)].id,
            started_on=row.started_on,
            cohort=row.cohort,
            framework=row.framework or version_for(row.started_on),
            part_time=row.part_time,
            left_on=row.left_on,
            standing=Standing.UNMATCHED,
        )
        self.changes.new_people.append(person._asdict())
        self._start_and_end(person, rights)
        self._follow(person, person, rights)

    def _change(self, before: KnownPerson, row: Row, rights: set[Right]) -> None:
        after = self._as_said(before, row)
        if after != before:
            self.changes.people.append(after._asdict())
            self.changes.changed.add(before.id)
        if after.employer_id in self._moved:
            self.changes.changed.add(before.id)
        if self._start_and_end(after, rights):
            self.changes.changed.add(before.id)
        if before.id in self.changes.changed:
            self._follow(before, after, rights)

    def _as_said(self, before: KnownPerson, row: Row) -> KnownPerson:
        """The person as the row has them; what it does not say stays."""
        after = before._replace(
            slack_id=row.slack_id or before.slack_id,
            email=row.email or before.email,
            employer_id=self._employers[plain(row.employer)].id,
            started_on=row.started_on,
            cohort=row.cohort,
            framework=row.framework or _followed(before, row.started_on),
            part_time=before.part_time if "part_time" in row.silent else row.part_time,
            left_on=before.left_on if "left_on" in row.silent else row.left_on,
        )
        if after.slack_id != before.slack_id:
            # Another account: the directory has to say who that is.
            return after._replace(standing=Standing.UNMATCHED)
        return after

    def _start_and_end(self, person: KnownPerson, rights: set[Right]) -> bool:
        """Start and end rights so that those in force are the ones in the file; whether any did."""
        today, until = self._today, person.left_on
        has_left = until is not None and until <= today
        wanted = set() if has_left else set(rights)
        ended = 0
        for role in self._roles.get(person.id, ()):
            if role.is_open(today):
                end = until if role.right in wanted else max(role.valid_from, until or today)
                wanted.discard(role.right)
                if end != role.valid_until:
                    self.changes.roles.append({"id": role.id, "valid_until": end})
                    ended += 1
        for right in sorted(wanted):
            self._start(person, right)
        return bool(ended or wanted)

    def _start(self, person: KnownPerson, right: Right) -> None:
        for role in self._roles.get(person.id, ()):
            if role.right == right and role.valid_from == self._today:
                self.changes.roles.append({"id": role.id, "valid_until": person.left_on})
                return
        role = KnownRole(self._new_id(), person.id, *right, self._today, person.left_on)
        self.changes.new_roles.append(role._asdict())

    def _follow(self, before: KnownPerson, after: KnownPerson, rights: set[Right]) -> None:
        if any(right.role is RoleName.NQSW for right in rights):
            self.changes.programmes[after.id] = (_programme(before), _programme(after))

    def _fault(self, row: Row, wrong: Wrong, value: str = "", other: int = 0) -> None:
        self.changes.faults.append(Fault(row.line, wrong, value=value, other=other))


def version_for(started_on: date | None) -> str:
    """The version of the framework that holds for a start on this day; none without a day."""
    return framework.load().for_start(started_on).id if started_on else ""


def moved_milestones(
    stored: Mapping[str, date], old: Mapping[str, date], new: Mapping[str, date]
) -> tuple[dict[str, date], set[str]]:
    """What to store and what to remove; a date that a co-ordinator moved stays where it is."""
    store = {
        code: due
        for code, due in new.items()
        if code not in stored or (stored[code] == old.get(code) and stored[code] != due)
    }
    return store, {code for code, due in stored.items() if code not in new and due == old.get(code)}


def _programme(person: KnownPerson) -> Programme:
    return Programme(person.framework, person.started_on, bool(person.part_time))


def _followed(before: KnownPerson, started_on: date | None) -> str:
    """The version stays, unless it followed from a start that has changed."""
    if before.framework and before.framework != version_for(before.started_on):
        return before.framework
    return version_for(started_on)

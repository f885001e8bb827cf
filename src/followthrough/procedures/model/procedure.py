"""One rule of practice as data, in its four kinds, with its source, clock, closing and ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from followthrough.procedures.model.condition import AUTHOR as AUTHOR
from followthrough.procedures.model.condition import Condition, Count, Match, Test, counted, parts_of
from followthrough.procedures.model.errors import ModelError, require
from followthrough.procedures.model.timescale import Timescale, When


class Confidence(StrEnum):
    """How sure we are of a rule or of its number; carried to every output."""

    READ = "read"
    PARTLY = "partly read"
    KNOWN = "known, not opened"
    NEWSLETTER = "newsletter"
    OURS = "our default"


@dataclass(frozen=True, slots=True)
class Source:
    """The document a rule comes from. Every procedure has one."""

    id: str
    title: str
    address: str
    clause: str
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class OnEvent:
    """Triggered by an event."""

    match: Match


@dataclass(frozen=True, slots=True)
class OnSignal:
    """Triggered by a signal of another procedure (a watch)."""

    procedure: str


@dataclass(frozen=True, slots=True)
class OnBreach:
    """Triggered by the breach of another procedure's duty."""

    procedure: str


@dataclass(frozen=True, slots=True)
class OnAge:
    """Triggered by the subject's birthday."""

    years: int


@dataclass(frozen=True, slots=True)
class OnDate:
    """Triggered at a date or instant in an event's data, so long before or after it as `offset` says.

    A date counts from the start of its local day. A date that had passed when the event occurred triggers at the event.
    """

    match: Match
    field: str
    offset: Timescale | None = None
    is_before: bool = False
    setting: str | None = None

    def __post_init__(self) -> None:
        require(
            self.offset is not None or not self.is_before,
            f'A trigger before "{self.field}" must say how long before: "by".',
        )


@dataclass(frozen=True, slots=True)
class OnCalendar:
    """Triggered each year at the start of a day of the calendar."""

    month: int
    day: int

    def __post_init__(self) -> None:
        try:
            date(2001, self.month, self.day)
        except ValueError as error:
            raise ModelError(f"There is no day {self.day} of month {self.month} in every year.") from error

    def on(self, year: int) -> date:
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.day} {date(2001, self.month, self.day):%B}"


Trigger = OnEvent | OnSignal | OnBreach | OnAge | OnDate | OnCalendar


@dataclass(frozen=True, slots=True)
class EachChild:
    """One duty for each child who belongs to the subject's household at the trigger; the key is the child's id."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who: an agency by its word, by a field of the trigger, or (in a ladder) the debtor; with a team or role in it.

    `role_setting` names the setting that the role came from.
    """

    agency: str | None = None
    agency_field: str | None = None
    team: str | None = None
    team_field: str | None = None
    role: str = ""
    is_debtor: bool = False
    role_setting: str | None = None

    def __post_init__(self) -> None:
        ways = [self.agency is not None, self.agency_field is not None, self.is_debtor]
        require(
            sum(ways) == 1,
            'Say whose duty it is in one way: "agency", "agency: {from: field}" or "of: debtor".',
        )


EACH = "each"  # the field name that stands for the key of `for each`


@dataclass(frozen=True, slots=True)
class Limit:
    """One deadline: a timescale after the clock starts, or an instant or date in the trigger's data with an offset.

    `only` is a field test that must pass for this limit to count (deadline by case). The earliest that counts wins.
    `setting` names the setting the timescale came from; `is_default` marks a default of ours.
    """

    within: When | None = None
    at_field: str | None = None
    offset: Timescale | None = None
    is_before: bool = False
    only: tuple[Test, ...] = ()
    setting: str | None = None
    is_default: bool = False

    def __post_init__(self) -> None:
        require(
            (self.within is None) != (self.at_field is None),
            'A limit has either "within" or "at" (a field), not both.',
        )


@dataclass(frozen=True, slots=True)
class Closing:
    """What closes or excuses a duty: a later event that agrees with the trigger on named keys.

    `matching` pairs (field of the closing, field of the trigger); "each" and "author" may stand for a field.
    """

    match: Match
    matching: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: who is told, how long after the deadline."""

    after: Timescale | None
    tell: Party


@dataclass(frozen=True, slots=True)
class Reminder:
    """A word to the debtor before the deadline."""

    before: Timescale


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """What all four kinds share. `subject` is the kind of subject whose history it reads."""

    id: str
    version: int
    title: str
    theme: str
    pack: str
    source: Source
    says: str
    confidence: Confidence
    owner: str
    in_force_from: date
    in_force_to: date | None = None
    subject: str = "child"
    rows: tuple[str, ...] = ()
    is_support: bool = False

    def __post_init__(self) -> None:
        require(bool(self.source.clause), f"{self.id} must say which clause of its source it comes from.")
        require(self.version >= 1, f"{self.id}: versions count from 1.")
        require(
            self.in_force_to is None or self.in_force_from < self.in_force_to,
            f"{self.id} version {self.version} ends before it is in force.",
        )

    def is_in_force(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_to is None or day < self.in_force_to)


@dataclass(frozen=True, kw_only=True)
class Obliging(Procedure):
    """A procedure that makes duties: a debtor owes an action, closed by events, climbing when it stays open."""

    owes: Party
    action: str
    closed_by: tuple[Closing, ...]
    excused_by: tuple[Closing, ...] = ()
    ladder: tuple[Rung, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    deadline_confidence: Confidence = Confidence.OURS

    def __post_init__(self) -> None:
        super().__post_init__()
        require(bool(self.closed_by), f"{self.id} can never be met: say what closes it.")


@dataclass(frozen=True, kw_only=True)
class DutyProcedure(Obliging):
    """When a trigger and conditions, for each, a debtor owes an action within a limit.

    "Before, or within": what was done in the `lookback` before the trigger closes it too.
    """

    when: Trigger
    limits: tuple[Limit, ...]
    condition: Condition | None = None
    each: str | EachChild | None = None  # a list field of the trigger, or the children at home
    lookback: Timescale | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require(bool(self.limits), f"{self.id} needs a deadline.")


@dataclass(frozen=True, kw_only=True)
class StandingProcedure(Obliging):
    """While a state holds, owed every interval: the intervals in turn, the last one over and over.

    With a `condition`, only the occurrences are owed at whose beginning it held.
    """

    state: str
    every: tuple[Timescale, ...]
    where: tuple[Test, ...] = ()
    condition: Condition | None = None
    repeat: Timescale | None = None
    settings: tuple[str | None, ...] = ()  # for each interval the setting that it came from

    def __post_init__(self) -> None:
        super().__post_init__()
        require(bool(self.every), f"{self.id} needs at least one interval.")

    def setting_of(self, interval: Timescale) -> str | None:
        return dict(zip(self.every, self.settings, strict=False)).get(interval)


@dataclass(frozen=True, kw_only=True)
class GateProcedure(Obliging):
    """An event only if something was done before it. The duty falls due at the gated event.

    `closed_by` is what must have been done; `lookback` bounds how long before the event it still counts.
    """

    before: Match
    condition: Condition | None = None
    lookback: Timescale | None = None


@dataclass(frozen=True, kw_only=True)
class WatchProcedure(Procedure):
    """As soon as a pattern holds, a signal.

    Either `pattern` (counts over windows that end at one event, with ages and states at it),
    or `silence` (none of `silence` for `lasting` since the latest of `since`, while `state` holds if one is given).
    """

    pattern: Condition | None = None
    silence: Match | None = None
    lasting: Timescale | None = None
    since: Match | None = None
    condition: Condition | None = None
    meaning: str = ""
    setting: str | None = None
    is_default: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        require(
            (self.pattern is None) != (self.silence is None),
            f"{self.id} needs a pattern or a silence, one of the two.",
        )
        if self.silence is not None:
            require(
                self.lasting is not None and self.since is not None,
                f'{self.id}: a silence needs "for" and "since".',
            )

    @cached_property
    def ends(self) -> tuple[Match, ...]:
        """Which events may be the last of its pattern, or begin its silence."""
        return (self.since,) if self.since is not None else tuple(counted(self.pattern))

    @property
    def is_absence(self) -> bool:
        return self.silence is not None

    @property
    def reads_absence(self) -> bool:
        """Whether knowing more can undo a signal: of a silence, and of a count that begins anew at some event."""
        counts = (part for part in parts_of(self.pattern) if isinstance(part, Count))
        return self.is_absence or any(count.since_last is not None for count in counts)


AnyProcedure = DutyProcedure | StandingProcedure | GateProcedure | WatchProcedure

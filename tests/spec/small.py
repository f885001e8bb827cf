"""A small vocabulary and short ways to write histories, so that a spec test shows only what it is about.

Times are whole hours and days of January 2013 in UTC (equal to London's in winter): `at(3)` is 3 January 09:00.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.engines.plain import assess, gaps
from followthrough.procedures.language import load_rulebook
from followthrough.procedures.model.answer import Answer, Gap
from followthrough.procedures.model.event import POOLED, Event, Known, Subject
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.rulebook import Rulebook

CALENDAR = england_and_wales()
CHILD = Subject("child", "ada")
SIBLING = Subject("child", "ben")
HOME = Subject("household", "home")

VOCABULARY = """
theme: small
agencies: {police: Police, care: Social care, school: School, health: Health}
roles: {manager: Manager, worker: Worker}
kinds:
  trigger:
    title: Something happened
    recorded_by: "page: any"
    data:
      key: {type: key}
      grade: {type: number}
      wanted_by: {type: date}
      due_by: {type: instant}
      who: {type: agency}
      people: {type: list of keys}
  condition: {title: A condition, recorded_by: "page: any", data: {key: {type: key}}}
  closing: {title: It was done, recorded_by: "page: any", data: {key: {type: key}, signal: {type: key}}}
  excuse: {title: It need not be done, recorded_by: "page: any", data: {key: {type: key}}}
  risk.a: {title: A worry, polarity: risk, recorded_by: "page: any"}
  risk.b: {title: Another worry, polarity: risk, recorded_by: "page: any"}
  seen: {title: The child was seen, polarity: protective, recorded_by: "page: any"}
  plan.begun:
    title: A plan begun
    recorded_by: "page: any"
    data: {key: {type: key}, ends_on: {type: date}}
  plan.ended: {title: A plan ended, recorded_by: "page: any", data: {key: {type: key}}}
  share.sent:
    title: Shared
    recorded_by: "page: any"
    conveys: {to: to, items: items}
    data: {to: {type: agency}, items: {type: list of keys}}
  private:
    title: Private
    recorded_by: "page: any"
    data: {faith: {type: text, protected: true}, language: {type: text, support_only: true}}
  home.visited: {title: A home was visited, recorded_by: "page: any", about: household}
  audit: {title: An audit was made, recorded_by: "page: any", about: agency}
  child.born: {title: Born, recorded_by: "page: any", data: {born_on: {type: date}}}
  household.joined: {title: Joined, recorded_by: "page: any", data: {household: {type: key}}}
  household.left: {title: Left, recorded_by: "page: any", data: {household: {type: key}}}
  duty.excused:
    title: Excused
    recorded_by: "page: any"
    data: {duty: {type: key}, reason: {type: text}}
  signal.told:
    title: Told
    recorded_by: "page: any"
    conveys: {to: to, items: items}
    data: {signal: {type: key}, to: {type: agency}, items: {type: list of keys}}
states:
  planned: {title: On a plan, begun_by: [plan.begun], ended_by: [plan.ended], matching: [key], until: ends_on}
"""

_FRAME = """
version: 1
title: A rule
owner: board
source: {id: S, clause: "1"}
says: It says so.
confidence: our default
in_force: {from: 2000-01-01}
"""

DUTY = (
    _FRAME
    + """
deadline_confidence: our default
owes: {agency: care}
action: Do it
closed_by: [{event: closing}]
kind: duty
"""
)


@cache
def rules(*procedures: str, settings: str = "") -> Rulebook:
    """A rulebook of procedures in YAML, in the small vocabulary. The file is named after its id."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write_pack(root, "england", procedures, settings)
        rulebook = load_rulebook(root, packs=("england",))
    _WRITTEN[rulebook.version] = (*([settings] if settings else []), *(_OWN.get(each, each) for each in procedures))
    return rulebook


_OWN: dict[str, str] = {}  # a procedure's text → the part of it that its test is about
_WRITTEN: dict[str, tuple[str, ...]] = {}  # a rulebook's version → those parts of its procedures


def write_pack(root: Path, pack: str, procedures: tuple[str, ...], settings: str = "", extends: str = "null") -> None:
    (root / "vocabulary").mkdir(exist_ok=True)
    (root / "vocabulary" / "small.yaml").write_text(VOCABULARY)
    (root / pack / "theme").mkdir(parents=True, exist_ok=True)
    (root / pack / "pack.yaml").write_text(f"id: {pack}\ntitle: Small\nextends: {extends}\n")
    (root / pack / "sources.yaml").write_text("S: {title: A source, address: here}\n")
    if settings:
        (root / pack / "settings.yaml").write_text(textwrap.dedent(settings))
    for text in procedures:
        identity = next(line.split(":")[1].strip() for line in text.splitlines() if line.startswith("id:"))
        (root / pack / "theme" / f"{identity}.yaml").write_text(text)


def duty(identity: str, text: str, frame: str = DUTY) -> str:
    """A procedure in YAML: the frame with what the test is about on top (a key given again replaces the frame's)."""
    own = textwrap.dedent(text).strip()
    keys = {line.split(":")[0] for line in own.splitlines() if line and not line[0].isspace()}
    kept = [line for line in frame.strip().splitlines() if line.split(":")[0] not in keys]
    whole = "\n".join([f"id: {identity}", *kept, own, ""])
    kind, closing = ([line for line in kept if line.startswith(key)] for key in ("kind:", "closed_by:"))
    _OWN[whole] = "\n".join([f"id: {identity}", *kind, own, *closing])
    return whole


def watch(identity: str, text: str) -> str:
    return duty(identity, text, _FRAME + "kind: watch\nmeaning: It means something.\n")


def at(day: float, hour: float = 9) -> datetime:
    """An hour of a day counted from 1 January 2013 as day 1, in UTC."""
    return datetime(2012, 12, 31, tzinfo=UTC) + timedelta(days=day, hours=hour)


def event(
    identity: str,
    kind: str,
    day: float,
    agency: str = "care",
    *,
    hour: float = 9,
    until: datetime | None = None,
    recorded: datetime | None = None,
    subject: Subject = CHILD,
    known: dict[str, datetime] | None = None,
    corrects: str | None = None,
    retracts: str | None = None,
    **data: object,
) -> Event:
    occurred = at(day, hour)
    recorded = recorded or until or occurred
    return Event(
        identity,
        kind,
        subject,
        agency,
        occurred,
        until or occurred,
        recorded,
        {name: (Known(instant, max(instant, recorded)),) for name, instant in (known or {}).items()},
        data,  # type: ignore[arg-type]
        corrects or retracts,
        retracts is not None,
    )


def history(*events: Event, subject: Subject = CHILD) -> History:
    conveys = {"share.sent": ("to", "items"), "signal.told": ("to", "items")}
    return History(subject, with_derived_knowledge(events, conveys))


@dataclass(frozen=True)
class Asked:
    """A question with its answer, as the language reference prints it (`tools/make_reference.py`)."""

    rulebook: Rulebook
    as_of: datetime
    events: tuple[Event, ...]
    perspective: str
    answer: Answer
    subject: Subject = CHILD

    @property
    def written(self) -> tuple[str, ...]:
        return _WRITTEN.get(self.rulebook.version, ())


ASKED: list[Asked] = []  # what was asked since it was last cleared


class Other(Protocol):
    """An engine that must give what the plain one gives. It raises AssertionError where it does not."""

    def asked(self, asked: Asked) -> None: ...

    def gaps(self, rulebook: Rulebook, as_of: datetime, events: tuple[Event, ...], found: tuple[Gap, ...]) -> None: ...


OTHERS: list[Other] = []  # `tests/spec/conftest.py` puts the set-based engine here


def ask(
    rulebook: Rulebook, as_of: datetime, *events: Event, perspective: str = POOLED, subject: Subject = CHILD
) -> Answer:
    """What the plain engine answers, and every other with it; an example of the language reference."""
    ASKED.append(of_all(rulebook, as_of, *events, perspective=perspective, subject=subject))
    return ASKED[-1].answer


def of_all(
    rulebook: Rulebook, as_of: datetime, *events: Event, perspective: str = POOLED, subject: Subject = CHILD
) -> Asked:
    answer = assess(history(*events, subject=subject), rulebook, CALENDAR, as_of, perspective)
    asked = Asked(rulebook, as_of, events, perspective, answer, subject)
    for other in OTHERS:
        other.asked(asked)
    return asked


def ask_gaps(rulebook: Rulebook, as_of: datetime, *events: Event) -> tuple[Gap, ...]:
    """The sharing gaps, on every engine."""
    found = gaps(history(*events), rulebook, CALENDAR, as_of)
    for other in OTHERS:
        other.gaps(rulebook, as_of, events, found)
    return found

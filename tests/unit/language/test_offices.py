"""The opening hours of named offices, and the packs that a partnership is made of."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from tests.spec.small import duty, write_pack

from followthrough.procedures.language import Fault, load_calendar, load_rulebook, packs_of
from followthrough.procedures.model.event import utc
from followthrough.procedures.model.timescale import parse_timescale

OFFICES = """
triage:
  title: Triage
  open: {monday to thursday: "09:00-17:00", friday: "09:00-16:00"}
  bank_holidays: shut
  changes:
    - {from: 2013-04-01, open: {monday to sunday: "08:00-24:00"}}
"""


def with_offices(root: Path, text: str = OFFICES, *procedures: str) -> Path:
    write_pack(root, "england", procedures)
    (root / "england" / "offices.yaml").write_text(text)
    return root


def test_an_office_has_its_hours_and_their_changes(tmp_path: Path) -> None:
    calendar = load_calendar(with_offices(tmp_path), ("england",))
    triage = calendar.offices["triage"]
    assert triage.hours_on(date(2013, 3, 22), {}) == (time(9), time(16))
    assert triage.hours_on(date(2013, 3, 23), {}) is None
    assert triage.hours_on(date(2013, 4, 6), {}) == (time(8), time(0))
    assert calendar.due(utc(2013, 3, 22, 15), parse_timescale("2 office hours of triage")) == utc(2013, 3, 25, 10)


def test_a_procedure_may_name_it(tmp_path: Path) -> None:
    text = "when: {event: trigger}\nwithin: 2 office hours of triage"
    rulebook = load_rulebook(with_offices(tmp_path, OFFICES, duty("quick", text)), ("england",))
    assert rulebook.by_id["quick"][0].limits[0].within == parse_timescale("2 office hours of triage")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("friday:", "fryday:"), '"fryday" is no day of the week. Did you mean "friday"?'),
        (
            ("09:00-16:00", "9-4"),
            'Write the opening hours like "09:00-17:00"; 24:00 is midnight at the end of the day.',
        ),
        (("09:00-16:00", "16:00-09:00"), "the office 'triage' closes at 09:00:00 before it opens at 16:00:00."),
        (("bank_holidays: shut", "bank_holidays: closed"), '"bank_holidays" is open or shut.'),
        (("from: 2013-04-01", "from: April"), '"April" is no day. Write it as "2013-03-28".'),
        (("triage:", "Triage Team:"), '"Triage Team" is no name for an office: write small letters and hyphens'),
    ],
)
def test_a_fault_in_the_offices(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(Fault) as caught:
        load_calendar(with_offices(tmp_path, OFFICES.replace(*change, 1)), ("england",))
    assert str(caught.value).startswith("england/offices.yaml, line ")
    assert said in str(caught.value)


def test_a_partnership_is_its_pack_with_what_it_extends(tmp_path: Path) -> None:
    write_pack(tmp_path, "england", ())
    write_pack(tmp_path, "northshire", (), extends="england")
    assert packs_of(tmp_path, "northshire") == ("england", "northshire")
    with pytest.raises(ValueError, match=r'"northshir" is no pack in .*\. Did you mean "northshire"\?'):
        packs_of(tmp_path, "northshir")


def test_packs_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    write_pack(tmp_path, "one", (), extends="two")
    write_pack(tmp_path, "two", (), extends="one")
    with pytest.raises(ValueError, match="The packs extend each other in a circle: one → two → one"):
        packs_of(tmp_path, "one")

"""All four kinds of procedure on subjects that are no child: a household, an agency, a review."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from followthrough.procedures.language import load_rulebook
from followthrough.procedures.model.answer import Answer, DutyState, SignalState
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.rulebook import Rulebook
from tests.spec.small import at, duty, event, of_all, watch, write_pack

ABOUT = ("household", "agency", "review")
KINDS = ("asked", "done", "begun", "ended")


@cache
def rules_of(about: str) -> Rulebook:
    """One procedure of each kind about such a subject, in a vocabulary of its own."""
    kinds = "".join(
        f'  {about}.{kind}: {{title: "It was {kind}", recorded_by: "page: any", about: {about}, '
        "data: {key: {type: key}}}\n"
        for kind in KINDS
    )
    state = f"  {about}-open: {{title: Open, begun_by: [{about}.begun], ended_by: [{about}.ended], matching: [key]}}\n"
    closed = f"subject: {about}\nclosed_by: [{{event: {about}.done, matching: {{key: key}}}}]\n"
    procedures = (
        duty("duty", f"{closed}when: {{event: {about}.asked}}\nif: {{state: {about}-open}}\nwithin: 24 clock hours"),
        duty("standing", f"{closed}kind: standing duty\nwhile: {{state: {about}-open}}\nevery: 48 clock hours"),
        duty("gate", f"{closed}kind: gate\nbefore: {{event: {about}.ended}}"),
        watch("watch", f"subject: {about}\nas_soon_as: {{count: {{of: {about}.asked, at_least: 2}}}}"),
        watch("silent", f"subject: {about}\nsilence: {{of: {about}.done, since: {about}.begun, for: 72 clock hours}}"),
        duty("on-signal", f"{closed}when: {{signal: watch}}\nwithin: 24 clock hours"),
        duty("on-breach", f"{closed}when: {{breach: duty}}\nwithin: 24 clock hours"),
    )
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write_pack(root, "england", procedures)
        (root / "vocabulary" / "other.yaml").write_text(f"kinds:\n{kinds}states:\n{state}", encoding="utf-8")
        return load_rulebook(root, packs=("england",))


def of(about: str, identity: str, kind: str, day: float) -> Event:
    return event(identity, f"{about}.{kind}", day, subject=Subject(about, "one"), key="k")


def answered(about: str, as_of: datetime, *events: Event) -> Answer:
    return of_all(rules_of(about), as_of, *events, subject=Subject(about, "one")).answer


def states(answer: Answer, procedure: str) -> list[tuple[str, DutyState]]:
    return [(duty.trigger, duty.state) for duty in answer.duties if duty.procedure == procedure]


@pytest.mark.parametrize("about", ABOUT)
def test_a_duty_with_a_state_in_its_condition(about: str) -> None:
    begun, asked, done = of(about, "b", "begun", 2), of(about, "a", "asked", 3), of(about, "d", "done", 3.5)
    assert states(answered(about, at(4.5), begun, asked), "duty") == [("a", DutyState.BREACHED)]
    assert states(answered(about, at(4.5), begun, asked, done), "duty") == [("a", DutyState.MET)]
    assert states(answered(about, at(4.5), asked), "duty") == []


@pytest.mark.parametrize("about", ABOUT)
def test_a_standing_duty_while_its_state_holds(about: str) -> None:
    begun, done, ended = of(about, "b", "begun", 2), of(about, "d", "done", 3), of(about, "e", "ended", 4)
    found = states(answered(about, at(6), begun, done), "standing")
    assert found == [("b", DutyState.MET), ("d", DutyState.BREACHED)]
    found = states(answered(about, at(6), begun, done, ended), "standing")
    assert found == [("b", DutyState.MET), ("d", DutyState.EXCUSED)]


@pytest.mark.parametrize("about", ABOUT)
def test_a_gate(about: str) -> None:
    done, ended = of(about, "d", "done", 3), of(about, "e", "ended", 4)
    assert states(answered(about, at(5), ended), "gate") == [("e", DutyState.BREACHED)]
    assert states(answered(about, at(5), done, ended), "gate") == [("e", DutyState.MET)]


@pytest.mark.parametrize("about", ABOUT)
def test_watches_and_what_waits_for_them(about: str) -> None:
    one, two, begun = of(about, "a", "asked", 3), of(about, "b", "asked", 4), of(about, "s", "begun", 3)
    found = answered(about, at(7), one, two, begun)
    stand = SignalState.STANDS
    assert [(each.procedure, each.root, each.state) for each in found.signals] == [
        ("watch", "b", stand), ("silent", "s", stand),
    ]  # fmt: skip
    assert states(found, "on-signal") == [("b", DutyState.BREACHED)]
    assert [each.procedure for each in found.duties].count("on-breach") == 2


@pytest.mark.parametrize("about", ABOUT)
def test_a_child_owes_none_of_it(about: str) -> None:
    childs = [event(kind, kind, 3, key="k") for kind in ("trigger", "closing")]
    found = of_all(rules_of(about), at(9), *childs).answer
    assert found.duties == () and found.signals == ()

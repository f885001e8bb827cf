"""Random histories of the small vocabulary, with collisions: few days, few keys, late records, corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from followthrough.procedures.model.event import Event, Known
from followthrough.procedures.model.rulebook import Rulebook
from tests.spec.small import CHILD, HOME, SIBLING, at, duty, event, rules, watch

AGENCIES = ("care", "police", "school")
KINDS = (
    "trigger", "trigger", "condition", "closing", "closing", "excuse", "risk.a", "risk.a", "risk.b",
    "seen", "seen", "plan.begun", "plan.ended", "signal.told",
)  # fmt: skip
SPAN = timedelta(days=24)


def everything() -> Rulebook:
    """A rulebook with every construct of the language that the engine has, chained where they may be."""
    return rules(
        duty(
            "plain-duty",
            """
            when: {event: trigger}
            each: people
            within: {earliest: [72 clock hours, {at: due_by}]}
            closed_by: [{event: closing, matching: {key: key}}]
            excused_by: [{event: excuse, matching: {key: key}}]
            reminders: [{before: 2 clock hours}]
            ladder: [{after: 0 clock minutes, tell: {of: debtor}}, {after: 24 clock hours, tell: {agency: police}}]
            """,
        ),
        duty(
            "conditional-duty",
            """
            when: {event: trigger, whose: [self, household, sibling]}
            if:
              any:
                - all: [{count: {of: condition, within: 5 calendar days}}, {not: {state: planned}}]
                - silence: {of: seen, for: 48 clock hours}
            within: 1 working day
            """,
        ),
        duty("after-breach", "when: {breach: plain-duty}\nwithin: 24 clock hours\nclosed_by: [{event: seen}]"),
        duty(
            "at-a-date",
            """
            when: {event: trigger, at: wanted_by, plus: 12 clock hours}
            each: people
            if: {any: [{not: {state: planned}}, {count: {of: condition}}]}
            within: {earliest: [48 clock hours, {at: due_by}]}
            closed_by: [{event: closing, matching: {key: key}}]
            """,
        ),
        duty(
            "before-a-date",
            "when: {event: trigger, before: wanted_by, by: 2 working days}\nwithin: 1 working day",
        ),
        duty("each-january", "when: {calendar: 12 January}\nif: {state: planned}\nwithin: 1 working day"),
        duty(
            "each-child",
            """
            when: {event: trigger}
            each: {household: children}
            if: {gap: {of: seen, for: 3 calendar days, within: 2 weeks, since: plan.begun}}
            within: 2 calendar days by the court rule
            closed_by: [{event: closing, whose: [self, sibling], matching: {subject: each}}]
            """,
        ),
        duty("on-birthday", "when: {age: 2}\nwithin: 24 clock hours"),
        duty(
            "while-planned",
            """
            kind: standing duty
            while: {state: planned}
            if: {any: [{age: {under: 2}}, {count: {of: trigger, where: {author: [police, care]}}}]}
            every: [24 clock hours, 3 calendar days]
            closed_by: [{event: seen}]
            """,
        ),
        duty(
            "gated",
            "kind: gate\nbefore: {event: plan.begun}\nlookback: 72 clock hours\nclosed_by: [{event: condition}]",
        ),
        watch(
            "pattern",
            """
            as_soon_as:
              all:
                - count: {of: [risk.a, risk.b], at_least: 2, agencies: 2, within: 6 calendar days}
                - age: {under: 2}
            """,
        ),
        watch("silent", "silence: {of: seen, since: [seen, plan.begun], for: 3 calendar days}"),
        duty("on-pattern", "when: {signal: pattern}\nwithin: 48 clock hours\nclosed_by: [{event: closing}]"),
        duty("on-silence", "when: {signal: silent}\nwithin: 24 clock hours\nclosed_by: [{event: seen}]"),
    )


def born() -> tuple[Event, ...]:
    """The scaffold: a child who turns two in the middle of the span, and a household that all join at birth."""
    return (
        event("born", "child.born", 1, born_on=date(2011, 1, 10), known={"police": at(6)}),
        event("joined", "household.joined", 1, household="home"),
        event("joined-too", "household.joined", 1, subject=SIBLING, household="home"),
    )


@st.composite
def one_event(draw: st.DrawFn, identity: str) -> Event:
    kind = draw(st.sampled_from(KINDS))
    day, hour = draw(st.integers(2, 20)), draw(st.sampled_from((0, 9, 17)))
    width = draw(st.sampled_from((0, 0, 0, 6, 24)))
    late = draw(st.sampled_from((0, 0, 1, 30, 100)))
    occurred_to = at(day, hour) + timedelta(hours=width)
    recorded = occurred_to + timedelta(hours=late)
    known = {
        agency: at(day, hour) + timedelta(hours=draw(st.sampled_from((0, 24, 60))) + width)
        for agency in draw(st.sets(st.sampled_from(AGENCIES), max_size=2))
    }
    data: dict[str, object] = {}
    if kind in ("trigger", "closing", "excuse", "condition", "plan.begun", "plan.ended"):
        data["key"] = draw(st.sampled_from(("k1", "k2")))
    if kind == "trigger":
        data["people"] = draw(st.sampled_from((("ada",), ("ada", "ben"))))
        if draw(st.booleans()):
            data["due_by"] = at(day + draw(st.integers(0, 4)), 12)
        if draw(st.booleans()):
            data["wanted_by"] = date(2013, 1, day + draw(st.integers(-1, 6)))
    subject = draw(st.sampled_from((CHILD, CHILD, CHILD, HOME, SIBLING)))
    agency = draw(st.sampled_from(AGENCIES))
    made = event(identity, kind, day, agency, hour=hour, until=occurred_to, recorded=recorded, subject=subject)
    knowledge = {name: (Known(instant, max(instant, recorded)),) for name, instant in known.items()}
    return replace(made, data=data, known=knowledge)


@st.composite
def histories(draw: st.DrawFn, most: int = 7) -> tuple[Event, ...]:
    """Up to `most` events, some of them corrected or taken back, some told to an agency."""
    events = [draw(one_event(f"e{number}")) for number in range(draw(st.integers(0, most)))]
    mended = []
    for number, original in enumerate(events):
        fate = draw(st.sampled_from(("kept", "kept", "kept", "kept", "corrected", "retracted")))
        if fate == "kept":
            continue
        recorded = original.recorded_at + timedelta(hours=draw(st.sampled_from((1, 25, 80))))
        moved = timedelta(hours=draw(st.sampled_from((0, -24, 24))))
        wanted = original.data.get("wanted_by")
        re_dated = {"wanted_by": wanted + timedelta(days=draw(st.sampled_from((0, -3, 3))))} if wanted else {}
        mended.append(
            replace(
                original,
                id=f"m{number}",
                corrects=original.id,
                is_retraction=fate == "retracted",
                occurred_from=original.occurred_from + moved,
                occurred_to=original.occurred_to + moved,
                recorded_at=max(recorded, original.occurred_to + moved),
                data={**original.data, **re_dated},
            )
        )
    told = [
        replace(each, data={"signal": draw(st.sampled_from(["e0", "e1", "e2"])), "to": draw(st.sampled_from(AGENCIES))})
        for each in events
        if each.kind == "signal.told"
    ]
    kept = [each for each in events if each.kind != "signal.told"]
    roots = {each.id for each in (*kept, *told)}
    return (*born(), *kept, *told, *(each for each in mended if each.corrects in roots and each.kind != "signal.told"))

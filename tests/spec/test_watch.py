"""A watch: counts over windows that end at an event, silences, and what becomes of a signal."""

from __future__ import annotations

from datetime import date

from followthrough.procedures.model.answer import Answer, DutyState, SignalState
from followthrough.procedures.model.event import TICK
from tests.spec.small import CHILD, HOME, ask, ask_gaps, at, duty, event, rules, watch

BOTH = rules(
    watch(
        "both-risks",
        """
        as_soon_as:
          all:
            - count: {of: risk.a, within: 10 calendar days}
            - count: {of: risk.b, within: 10 calendar days}
        """,
    )
)


def signals(answer: Answer) -> dict[str, SignalState]:
    return {signal.root: signal.state for signal in answer.signals}


def test_a_pattern_is_a_signal_at_the_event_that_completes_it() -> None:
    (signal,) = ask(BOTH, at(9), event("a", "risk.a", 3), event("b", "risk.b", 5)).signals
    assert (signal.root, signal.true_at, signal.evidence) == ("b", at(5), ("a", "b"))
    assert ask(BOTH, at(9), event("a", "risk.a", 3)).signals == ()


def test_every_event_that_ends_a_qualifying_window_is_a_hit_of_its_own() -> None:
    events = event("a", "risk.a", 3), event("b1", "risk.b", 5), event("b2", "risk.b", 7)
    assert signals(ask(BOTH, at(9), *events)) == {"b1": SignalState.STANDS, "b2": SignalState.STANDS}


def test_what_lies_outside_the_window_does_not_count_and_its_start_does() -> None:
    assert ask(BOTH, at(31), event("a", "risk.a", 3), event("b", "risk.b", 14)).signals == ()
    assert signals(ask(BOTH, at(31), event("a", "risk.a", 3), event("b", "risk.b", 13))) == {"b": SignalState.STANDS}


def test_the_order_in_which_things_became_known_changes_no_identity() -> None:
    early, late = event("a", "risk.a", 3, recorded=at(8)), event("b", "risk.b", 5)
    first, second = (ask(BOTH, at(9), *events).signals for events in ((early, late), (late, early)))
    assert first == second
    assert ask(BOTH, at(7), early, late).signals == ()


def test_a_signal_whose_ground_is_taken_back_is_withdrawn() -> None:
    events = event("a", "risk.a", 3), event("b", "risk.b", 5), event("r", "risk.a", 7, retracts="a")
    assert signals(ask(BOTH, at(6), *events)) == {"b": SignalState.STANDS}
    assert signals(ask(BOTH, at(9), *events)) == {"b": SignalState.WITHDRAWN}


def test_two_events_of_one_agency_are_not_two_agencies() -> None:
    rulebook = rules(watch("two-agencies", "as_soon_as: {count: {of: risk.a, at_least: 2, agencies: 2}}"))
    assert ask(rulebook, at(9), event("a1", "risk.a", 3), event("a2", "risk.a", 4)).signals == ()
    two = ask(rulebook, at(9), event("a1", "risk.a", 3), event("a2", "risk.a", 4, "police"))
    assert signals(two) == {"a2": SignalState.STANDS}


def test_age_is_read_at_the_event_not_today() -> None:
    rulebook = rules(watch("under-two", "as_soon_as: {all: [{count: {of: risk.a}}, {age: {under: 2}}]}"))
    born = event("b", "child.born", 1, born_on=date(2011, 1, 5))
    assert signals(ask(rulebook, at(31), born, event("a", "risk.a", 4))) == {"a": SignalState.STANDS}
    assert ask(rulebook, at(31), born, event("a", "risk.a", 5)).signals == ()
    assert ask(rulebook, at(31), event("a", "risk.a", 4)).signals == ()


def test_a_state_is_read_at_the_event() -> None:
    rulebook = rules(watch("on-plan", "as_soon_as: {all: [{count: {of: risk.a}}, {state: planned}]}"))
    plan = event("p", "plan.begun", 3, key="k"), event("q", "plan.ended", 6, key="k")
    assert signals(ask(rulebook, at(9), *plan, event("a", "risk.a", 4))) == {"a": SignalState.STANDS}
    assert ask(rulebook, at(9), *plan, event("a", "risk.a", 6)).signals == ()
    other = event("p", "plan.begun", 3, key="k"), event("q", "plan.ended", 6, key="another")
    assert signals(ask(rulebook, at(9), *other, event("a", "risk.a", 7))) == {"a": SignalState.STANDS}
    expired = event("p", "plan.begun", 3, key="k", ends_on=date(2013, 1, 5))
    assert signals(ask(rulebook, at(9), expired, event("a", "risk.a", 5))) == {"a": SignalState.STANDS}
    assert ask(rulebook, at(9), expired, event("a", "risk.a", 6)).signals == ()


SILENCE = rules(watch("not-seen", "silence: {of: seen, since: [seen, plan.begun], for: 4 calendar days}"))
LIMIT = at(7, 24) - TICK  # seen on day 3; four calendar days end with day 7


def test_silence_is_a_signal_one_microsecond_after_its_limit() -> None:
    seen = event("s", "seen", 3)
    assert ask(SILENCE, LIMIT, seen).signals == ()
    assert ask(SILENCE, at(4), seen).changes_at == LIMIT + TICK
    (signal,) = ask(SILENCE, LIMIT + TICK, seen).signals
    assert (signal.root, signal.true_at, signal.state) == ("s", LIMIT, SignalState.STANDS)


def test_being_seen_after_the_silence_ends_it_and_knowing_of_an_earlier_sight_withdraws_it() -> None:
    seen = event("s", "seen", 3)
    assert signals(ask(SILENCE, at(10), seen, event("n", "seen", 9)))["s"] is SignalState.ENDED
    withdrawn = ask(SILENCE, at(10), seen, event("n", "seen", 6, recorded=at(9)))
    assert signals(withdrawn)["s"] is SignalState.WITHDRAWN


def test_a_silence_that_was_broken_before_anybody_could_see_it_never_stood() -> None:
    late = event("s", "seen", 3, recorded=at(20)), event("n", "seen", 12)
    assert ask(SILENCE, at(13), *late).signals == ()
    assert "s" not in signals(ask(SILENCE, at(21), *late))


FED = rules(
    watch(
        "both-risks",
        """
        as_soon_as:
          all:
            - count: {of: risk.a, within: 10 calendar days}
            - count: {of: risk.b, within: 10 calendar days}
        """,
    ),
    duty(
        "review-it",
        "when: {signal: both-risks}\nwithin: 24 clock hours\nclosed_by: [{event: closing, matching: {signal: root}}]",
    ),
)


def test_a_signal_obliges_a_debtor_who_knows_its_ground() -> None:
    events = event("a", "risk.a", 3), event("b", "risk.b", 5)
    (found,) = ask(FED, at(5), *events).duties
    assert (found.trigger, found.opened_at, found.due_at, found.because) == ("b", at(5), at(6), ("a", "b"))
    closed = ask(FED, at(9), *events, event("c", "closing", 6, signal="b")).duties[0]
    assert closed.state is DutyState.MET


def test_a_signal_that_only_the_pooled_record_holds_obliges_nobody_until_they_are_told_to_meet() -> None:
    pieces = event("a", "risk.a", 3), event("b", "risk.b", 5, "police")
    answer = ask(FED, at(7), *pieces)
    assert len(answer.signals) == 1
    assert answer.duties == ()
    told = event("x", "signal.told", 7, "police", signal="b", to="care", items=())
    (found,) = ask(FED, at(7), *pieces, told).duties
    assert (found.opened_at, found.due_at) == (at(7), at(8))


def test_a_duty_whose_signal_is_withdrawn_is_excused_while_open_and_stays_breached_after() -> None:
    def state(day: int, taken_back: str) -> tuple[DutyState, object]:
        ground = {"a": event("a", "risk.a", 3), "b": event("b", "risk.b", 5)}
        retraction = event("r", ground[taken_back].kind, day, retracts=taken_back)
        (found,) = ask(FED, at(20), *ground.values(), retraction).duties
        return found.state, found.ended_at

    for taken_back in ("a", "b"):
        assert state(6, taken_back) == (DutyState.EXCUSED, at(6))
        assert state(8, taken_back) == (DutyState.BREACHED, at(8))


def test_the_sharing_gap_says_who_knew_enough_and_when() -> None:
    pieces = event("a", "risk.a", 3), event("b", "risk.b", 5, "police", recorded=at(6), known={"school": at(8)})
    share = event("s", "share.sent", 9, "care", to="school", items=("a",))
    (gap,) = ask_gaps(BOTH, at(20), *pieces, share)
    assert (gap.watch, gap.true_at, gap.pooled_at) == ("both-risks", at(5), at(6))
    assert gap.by_agency == {"care": None, "police": None, "school": at(9)}


def test_one_agencys_perspective_answers_as_if_its_knowledge_were_all() -> None:
    pieces = event("a", "risk.a", 3), event("b", "risk.b", 5, "police")
    assert ask(BOTH, at(9), *pieces, perspective="police").signals == ()
    assert len(ask(BOTH, at(9), *pieces).signals) == 1


def test_a_households_risks_count_for_each_of_its_children() -> None:
    joined = event("j", "household.joined", 1, subject=CHILD, household="home")
    home = event("a", "risk.a", 3, subject=HOME), event("b", "risk.b", 5, subject=HOME)
    assert signals(ask(BOTH, at(9), joined, *home)) == {"b": SignalState.STANDS}
    assert ask(BOTH, at(9), *home).signals == ()


HEARD = rules(
    watch("not-seen", "silence: {of: seen, since: [seen, plan.begun], for: 4 calendar days}"),
    duty("look-for-her", "when: {signal: not-seen}\nwithin: 24 clock hours\nclosed_by: [{event: seen}]"),
)


def test_a_silence_obliges_a_debtor_who_knows_only_an_older_sight() -> None:
    older, newer = event("s1", "seen", 1), event("s2", "seen", 3, "police")
    (found,) = (each for each in ask(HEARD, at(9), older, newer).duties if each.trigger == "s2")
    assert (found.opened_at, found.state) == (LIMIT, DutyState.BREACHED)


def test_a_silence_that_was_over_before_its_debtor_knew_obliges_nobody() -> None:
    nurse = event("s1", "seen", 1, "health"), event("s2", "seen", 12, "health")
    told_later = event("s3", "seen", 20, "health", known={"care": at(20)})
    answer = ask(HEARD, at(30), *nurse, told_later)
    assert signals(answer)["s1"] is SignalState.ENDED
    assert [each.trigger for each in answer.duties] == ["s3"]

"""A condition and its normal form hold at the same events, and from the same instant on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from followthrough.procedures.engines.plain.grounds import Anchor, ground
from followthrough.procedures.engines.plain.reading import Reading
from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.model.condition import Age, All, Any, Condition, Count, Gap, Match, Silence, StateHolds
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.normal import Alternative, normal_form
from followthrough.procedures.model.timescale import parse_timescale
from tests.generative.histories import SPAN, everything, histories
from tests.spec.small import CALENDAR, at, history

VOCABULARY = everything().vocabulary
FEW_DAYS, WEEK = parse_timescale("2 calendar days"), parse_timescale("1 week")
PARTS: list[Condition] = [
    Age(under=2),
    Age(at_least=2),
    StateHolds("planned"),
    StateHolds("planned", negated=True),
    Count(Match(("condition",))),
    Count(Match(("risk.a", "risk.b")), at_least=2, agencies=2, within=WEEK),  # type: ignore[arg-type]
    Silence(Match(("seen",)), FEW_DAYS),  # type: ignore[arg-type]
    Gap(Match(("seen",)), FEW_DAYS, WEEK),  # type: ignore[arg-type]
]
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from(PARTS),
    lambda inner: st.builds(
        lambda word, parts: word(tuple(parts)), st.sampled_from((All, Any)), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def written_out(alternatives: frozenset[Alternative]) -> Condition:
    return Any(tuple(All((*each.positive, *each.absent)) for each in alternatives))


@given(histories(), CONDITIONS, st.sampled_from((None, "care")))
def test_the_normal_form_holds_when_the_condition_holds(
    events: tuple[Event, ...], condition: Condition, debtor: str | None
) -> None:
    sight = Sight(Reading(history(*events), VOCABULARY, CALENDAR), at(1) + SPAN)
    for seen in sight.seen(Match(("trigger", "seen"))):
        plain = ground(condition, Anchor.of(seen), sight, debtor)
        normal = ground(written_out(normal_form(condition)), Anchor.of(seen), sight, debtor)
        assert (plain is None) == (normal is None)
        assert plain is None or normal is None or plain.ready_at == normal.ready_at


def test_what_is_asked_twice_is_asked_once() -> None:
    age, planned, silent = PARTS[0], PARTS[3], PARTS[6]
    assert normal_form(All((age, Any((planned, silent)), age))) == {
        Alternative(frozenset({age}), frozenset({planned})),  # type: ignore[arg-type]
        Alternative(frozenset({age}), frozenset({silent})),  # type: ignore[arg-type]
    }

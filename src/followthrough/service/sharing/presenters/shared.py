"""What was shared, and how did it go from hand to hand?"""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from followthrough.procedures.calendars import in_words
from followthrough.service.design.components import Row
from followthrough.service.design.dates import in_short
from followthrough.service.ledger.models import Event as Recorded
from followthrough.service.sharing.models import Asks, Basis, Leg, Share
from followthrough.service.sharing.presenters import choices
from followthrough.service.sharing.presenters.telling import Telling, when_of
from followthrough.service.sharing.presenters.words import (
    interpreter_words,
    quoted,
)


def rows(tell: Telling, carried: Sequence[Recorded]) -> list[Row]:
    share = tell.share
    family = "Yes" if share.family_told else f"No. {share.why_not_told}"
    lines = [choices.entry_line(each, tell.rules, tell.calendar) for each in carried if each.pk != share.items[0]]
    found = [
        Row("About", choices.child_line(share.child.name, share.child.born_on, share.age_note)),
        Row("What was asked for", choices.ASKS_WORDS[Asks(share.asks)]),
        Row("When", _when(share, tell)),
        Row("Recorded as", choices.kind_title(share.kind, tell.rules)),
        Row("The family knows", family),
        Row("Why it may be shared", Basis(share.lawful_basis).label),
        Row("Language", interpreter_words(share.language, share.interpreter_needed)),
    ]
    if share.spoke_to:
        found.append(Row("The sender spoke to", share.spoke_to))
    if lines:
        found.append(Row("Shared as well", values=tuple(lines)))
    return found


def fact_page(share: Share) -> str:
    """Where what was shared is answered, for a fact with a page of its own."""
    if share.kind == "vulnerable-child.form":
        return reverse("police:attendance", args=[share.child_id, share.items[0]])
    if share.kind.startswith(("bail.", "order.made", "order.extended", "order.ended")):
        return reverse("orders:overview", args=[share.child_id])
    if share.kind.startswith("strategy."):
        return reverse("strategy:discussion", args=[share.child_id, share.items[0]])
    return reverse("strategy:overview", args=[share.child_id]) if share.kind == "harm.judged" else ""


def chain(legs: Sequence[Leg], tell: Telling) -> list[str]:
    """How it went from hand to hand, one sentence for each time that it was passed on."""
    by_id = {leg.pk: leg for leg in legs}
    found = []
    for leg in legs:
        before = by_id.get(leg.passed_on_from_id or "")
        step = next((each for each in before.steps if each["step"] == "redirected"), None) if before else None
        if before and step:
            said = f"{before.team} passed it on to {leg.team}: {quoted(step.get('reason', ''))}"
            found.append(f"{said} ({tell.name(step['by'])}, {in_short(when_of(step))})")
    return found


def _when(share: Share, tell: Telling) -> str:
    first, last = tell.calendar.local(share.occurred_from), tell.calendar.local(share.occurred_to)
    if first == last:
        return in_words(first)
    return f"{first:%A} {first.day} {first:%B} {first.year}, time not known"

"""Why, in words: from an answer back to events, sums and clauses; and why a procedure did not apply."""

from __future__ import annotations

from followthrough.procedures.explain.duties import explain_duty
from followthrough.procedures.explain.nouns import Evidence, Explanation, NotApplied
from followthrough.procedures.explain.signals import explain_signal
from followthrough.procedures.explain.unapplied import not_applied
from followthrough.procedures.explain.words import occurred_words, party_words

__all__ = [
    "Evidence",
    "Explanation",
    "NotApplied",
    "explain_duty",
    "explain_signal",
    "not_applied",
    "occurred_words",
    "party_words",
]

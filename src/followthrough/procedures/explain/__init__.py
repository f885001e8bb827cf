"""Why, in words: from an answer back to events, sums and clauses; and why a procedure did not apply."""

from __future__ import annotations

from followthrough.procedures.explain.as_html import as_html
from followthrough.procedures.explain.as_json import as_json
from followthrough.procedures.explain.as_text import as_text
from followthrough.procedures.explain.duties import explain_duty
from followthrough.procedures.explain.nouns import Evidence, Explanation, NotApplied
from followthrough.procedures.explain.parts import Part, parts
from followthrough.procedures.explain.signals import explain_signal
from followthrough.procedures.explain.unapplied import not_applied
from followthrough.procedures.explain.words import occurred_words, party_words

__all__ = [
    "Evidence",
    "Explanation",
    "NotApplied",
    "Part",
    "as_html",
    "as_json",
    "as_text",
    "explain_duty",
    "explain_signal",
    "not_applied",
    "occurred_words",
    "parts",
    "party_words",
]

"""As what may a practitioner record what happened? The vocabulary says which kinds the page offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import EventKind, FieldType, Polarity, Vocabulary
from followthrough.service.children.models import Child
from followthrough.service.children.queries import household_of
from followthrough.service.sharing.outgoing import CONCERN
from followthrough.service.sharing.projecting import KINDS

PAGE = "page: Share information"
SCHOOL = "school"  # a kind of agency; the rulebook gives a school times of its own
# Other pages and intakes record these as a rule, and a person who shares may have seen them too.
ALSO = ("da.incident", "child.seen")
# The one question that a kind asks besides what happened. It may stay empty.
QUESTION = {
    CONCERN: "category",
    "injury.seen": "site",
    "alcohol.misuse": "seen_as",
    "neglect.seen": "sign",
    "child.not-seen": "expected",
    "da.incident": "incident",
    "child.seen": "place",
}
_FIELD_PREFIX = "detail_"


def recorded(vocabulary: Vocabulary) -> list[str]:
    """Every step of a share, and what a practitioner can say that they saw."""
    return [*KINDS, *(kind.id for kind in offered(vocabulary))]


def offered(vocabulary: Vocabulary) -> list[EventKind]:
    """A concern first, then what worries, then the rest."""
    found = [
        kind
        for kind in vocabulary.kinds.values()
        if (kind.recorded_by == PAGE and kind.polarity is Polarity.RISK) or kind.id in ALSO
    ]
    return sorted(found, key=lambda kind: (kind.id != CONCERN, kind.polarity is not Polarity.RISK, kind.title))


def field_name(kind: str) -> str:
    """The form's field for the question of a kind."""
    return _FIELD_PREFIX + kind.replace(".", "_").replace("-", "_")


def subject_for(kind: EventKind, child: Child) -> Subject | None:
    """The child, or for a kind that is about a household the child's own; None where no household is known."""
    if kind.about != "household":
        return Subject("child", child.pk)
    home = household_of(child)
    return Subject("household", home.pk) if home else None


def data_of(kind: EventKind, child: Child, words: str, detail: Mapping[str, Any]) -> dict[str, Any]:
    """The typed data of the event. The words go where the kind has a field for them."""
    data = {name: value for name, value in detail.items() if name in kind.fields and value not in ("", None)}
    if "words" in kind.fields:
        data["words"] = words
    present = kind.fields.get("children_present")
    if present is not None and present.type is FieldType.KEYS:
        data["children_present"] = (child.pk,)
    return data


def concern_category(kind: str) -> str:
    """What a concern is about, where the exact kind cannot be recorded because no household is known."""
    for start, category in (("da.", "domestic abuse"), ("alcohol.", "alcohol")):
        if kind.startswith(start):
            return category
    return "other"

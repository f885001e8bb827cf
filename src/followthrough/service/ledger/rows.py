"""Rows of many subjects read together: one question for each kind of subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from followthrough.procedures.model.event import Subject
from followthrough.service.ledger.models import Duty, Event, Signal

R = TypeVar("R", Event, Duty, Signal)


def by_subject(model: type[R], subjects: Iterable[Subject]) -> defaultdict[Subject, list[R]]:
    """Those that stand under each subject's own name."""
    by_kind = defaultdict[str, list[str]](list)
    for each in subjects:
        by_kind[each.kind].append(each.id)
    found = defaultdict[Subject, list[R]](list)
    for kind, ids in sorted(by_kind.items()):
        for row in model._default_manager.filter(subject_kind=kind, subject_id__in=ids):
            found[Subject(kind, row.subject_id)].append(row)
    return found

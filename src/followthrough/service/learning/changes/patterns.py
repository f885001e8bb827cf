"""Which kinds of new rule are made in a form? Each with what it asks and how it is written in the rulebook's language.

The reader of the files checks what comes out, so a pattern can ask for nothing that a file could not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from followthrough.service.learning.changes.wording import quoted

Said = Mapping[str, Any]
SEEN: Final = "child.seen"


@dataclass(frozen=True)
class Pattern:
    """`fields` are what the form asks, in order; `labels` what it calls them here, where it says otherwise elsewhere.
    `lines` are those between who the rule is for and what follows when it is not done.
    """

    id: str
    title: str
    kind: str
    fields: tuple[str, ...]
    lines: Callable[[Said], Sequence[str]]
    labels: Mapping[str, str] = field(default_factory=dict)
    is_of_child: bool = True  # only what happens to a child may begin it


def _owes(said: Said) -> str:
    return f"owes: {{agency: {said['agency'] or '{from: author}'}, role: {said['role']}}}"


def _after(said: Said) -> list[str]:
    return [
        f"when: {{event: {said['event']}}}",
        _owes(said),
        f"action: {quoted(said['action'])}",
        f"within: {quoted(said['value'])}",
    ]


def _owed(said: Said) -> list[str]:
    return [*_after(said), f"closed_by: [{{event: {said['closed_by']}}}]"]


def _interval(said: Said) -> list[str]:
    return [
        f"while: {{state: {said['state']}}}",
        _owes(said),
        f"action: {quoted(said['action'])}",
        f"every: {quoted(said['value'])}",
        f"closed_by: [{{event: {said['closed_by']}}}]",
    ]


def _notice(said: Said) -> list[str]:
    """Shared with the agency, and carrying the very entry that it is about."""
    shared = f"{{event: share.sent, where: {{recipient_agency: {said['to']}}}, matching: {{items: root}}}}"
    return [*_after(said), f"closed_by: [{shared}]"]


def _second_look(said: Said) -> list[str]:
    return [
        f"before: {{event: {said['event']}}}",
        f"lookback: {quoted(said['value'])}",
        _owes(said),
        f"action: {quoted(said['action'])}",
        f"closed_by: [{{event: {said['closed_by']}}}]",
    ]


def _visit(said: Said) -> list[str]:
    return _owed({**said, "action": "See the child", "closed_by": SEEN})


_WHO = ("agency", "role")
PATTERNS: Final = (
    Pattern(
        "owed",
        "Something is owed after something has happened",
        "duty",
        ("title", "event", *_WHO, "action", "value", "closed_by"),
        _owed,
        is_of_child=False,
    ),
    Pattern(
        "notice",
        "Another agency is told after something has happened",
        "duty",
        ("title", "event", *_WHO, "to", "action", "value"),
        _notice,
        {"agency": "Which agency tells?"},
    ),
    Pattern(
        "visit",
        "A child is seen after something has happened",
        "duty",
        ("title", "event", *_WHO, "value"),
        _visit,
        {"agency": "Which agency sees the child?"},
    ),
    Pattern(
        "interval",
        "Something is done again and again while something goes on",
        "standing duty",
        ("title", "state", *_WHO, "action", "value", "closed_by"),
        _interval,
        {"value": "How often?"},
        is_of_child=False,
    ),
    Pattern(
        "second-look",
        "Something comes before something else",
        "gate",
        ("title", "event", *_WHO, "action", "closed_by", "value"),
        _second_look,
        {
            "event": "Before what happens?",
            "agency": "Which agency does it?",
            "action": "What do they do first?",
            "value": "Done how long before, at most?",
        },
    ),
)
BY_ID: Final = {each.id: each for each in PATTERNS}

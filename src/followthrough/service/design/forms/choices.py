"""What can one option of radios, checkboxes or a select say besides its label?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One option. `reveals` names the field that opens under it; `divider` is a word ("or") above it."""

    value: str
    label: str
    hint: str = ""
    reveals: str = ""
    divider: str = ""


def split_choices(choices: Any) -> tuple[Any, dict[str, Choice]]:
    """Django's own (value, label) pairs, and beside them what else each option says."""
    if not isinstance(choices, Iterable) or isinstance(choices, str):
        return choices, {}  # a callable or an iterator class: Django asks it later
    items = list(choices)
    extras = {item.value: item for item in items if isinstance(item, Choice)}
    return [(i.value, i.label) if isinstance(i, Choice) else i for i in items], extras

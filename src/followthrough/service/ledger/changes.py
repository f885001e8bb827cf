"""What did an assessment change? Identifiers only."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of duties that opened, were closed or became breached, and of signals that came to stand or ceased to.

    `rewritten` is every row whose values changed in any way.
    """

    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    breached: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    lowered: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()

    def __add__(self, other: Changes) -> Changes:
        return Changes(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def __bool__(self) -> bool:
        return bool(self.rewritten)

    def as_detail(self) -> dict[str, list[str]]:
        """For the audit, without what is empty."""
        return {each.name: list(getattr(self, each.name)) for each in fields(self) if getattr(self, each.name)}

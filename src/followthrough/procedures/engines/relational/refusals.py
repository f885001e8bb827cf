"""What the set-based engine cannot do yet, said clearly: never silently wrong."""

from __future__ import annotations


class NotCompiled(NotImplementedError):
    """A construct that this engine does not compile."""

    def __init__(self, construct: str) -> None:
        super().__init__(
            f"The set-based engine cannot work out {construct}. Use the plain engine for this rulebook: --engine plain."
        )

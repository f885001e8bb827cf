"""A share was about another child than it seemed: two records that were taken for one child's are parted."""

from __future__ import annotations

from collections.abc import Collection

from followthrough.service.core.viewer import as_part
from followthrough.service.sharing.models import Share


@as_part("sharing")
def move_shares(*, references: Collection[str], child_id: str) -> None:
    """`merging` has asked a person, and has placed their events."""
    Share.objects.filter(reference__in=list(references)).update(child=child_id)

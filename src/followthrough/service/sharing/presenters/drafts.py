"""What has been begun and not sent?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followthrough.service.design.dates import When, when_short
from followthrough.service.sharing.models import Draft


@dataclass(frozen=True)
class DraftRow:
    id: str
    about: str
    kept: When


def draft_rows(drafts: Iterable[Draft]) -> list[DraftRow]:
    """The name is what its writer entered, or a child whom they may see."""
    return [DraftRow(each.pk, each.data.get("name") or "a child", when_short(each.updated_at)) for each in drafts]

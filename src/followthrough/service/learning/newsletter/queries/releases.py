"""Which issues are out?"""

from __future__ import annotations

from collections.abc import Sequence

from followthrough.service.access.policies import NotVisible
from followthrough.service.learning.newsletter.models import Release


def releases() -> Sequence[Release]:
    """The latest first, each with the issue that corrects it."""
    return list(Release.objects.select_related("corrects").prefetch_related("corrected_by"))


def release(number: int) -> Release:
    found = Release.objects.select_related("corrects").prefetch_related("corrected_by").filter(pk=number).first()
    if found is None:
        raise NotVisible()
    return found

"""Somebody says that they have read a version."""

from __future__ import annotations

from django.db import transaction

from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.chapters.models import Reading, Version
from followthrough.service.learning.chapters.policies import CannotWrite


@transaction.atomic
def read(*, version: Version, by: Viewer) -> Reading:
    """Safe to repeat: the first time stands."""
    if version.approved_at is None:
        raise CannotWrite("This is a draft. It can be read, and counts when it is approved.")
    found, _ = Reading.objects.get_or_create(
        version=version, practitioner_id=by.practitioner_id, defaults={"at": clock.now()}
    )
    return found

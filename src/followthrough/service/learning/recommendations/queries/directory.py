"""Who is a member of the partnership?"""

from __future__ import annotations

from django.db.models import QuerySet

from followthrough.service.access.policies import BOARD
from followthrough.service.agencies.models import Agency


def members() -> QuerySet[Agency]:
    """Who is asked where all are: every agency with a team here, but not the Board itself, nor an organisation that
    was entered only to be written to.
    """
    return Agency.objects.exclude(pk=BOARD).filter(teams__isnull=False, teams__outside=None).distinct()

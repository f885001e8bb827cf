"""Who is a member of the partnership, and who can see to what an agency does?"""

from __future__ import annotations

from django.db.models import QuerySet

from followthrough.service.access.policies import BOARD
from followthrough.service.agencies.models import Agency
from followthrough.service.agencies.queries import holders


def members() -> QuerySet[Agency]:
    """Who is asked where all are: every agency with a team here, but not the Board itself, nor an organisation that
    was entered only to be written to.
    """
    return Agency.objects.exclude(pk=BOARD).filter(teams__isnull=False, teams__outside=None).distinct()


def colleagues(agency: str, team: str = "") -> dict[str, str]:
    """Names by id, in order: who works there now, of one team where that is asked."""
    found = holders(agency, team).order_by("practitioner__name", "practitioner")
    return dict(found.values_list("practitioner", "practitioner__name"))

"""Who looks after an agency's list, and by when does it have to be here each day?"""

from __future__ import annotations

from datetime import time

from followthrough.service.access.policies import Refused
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.agencies.queries import people_in
from followthrough.service.caseload import policies
from followthrough.service.caseload.models import CaseList
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, as_part


@as_part("caseload")
def list_of(agency: str) -> CaseList | None:
    found = CaseList.objects.select_related("team__agency", "owner", "agency")
    return found.filter(agency=agency).first()


@as_part("caseload")
def set_up(*, team: Team, owner: Practitioner, due_by: time | None, by: Viewer) -> CaseList:
    """The owner sits in the team: the duty that a missing list makes is the team's, and the owner is told by name."""
    policies.check_may_set_up(by)
    if team.agency_id != by.agency:
        raise Refused("A list is looked after by a team of your own agency.")
    if not people_in(team).filter(pk=owner.pk).exists():
        raise Refused(f"{owner.name} does not sit in {team.title}. Choose somebody who does.")
    made, _ = CaseList.objects.update_or_create(
        agency=team.agency,
        defaults={"team": team, "owner": owner, "due_by": due_by},
        create_defaults={"team": team, "owner": owner, "due_by": due_by, "waits_from": clock.now()},
    )
    detail = {"team": team.key, "owner": owner.pk, "due_by": due_by.isoformat() if due_by else ""}
    audit.record("list.set-up", by=by, detail=detail)
    return made

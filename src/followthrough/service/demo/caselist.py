"""What does social care's own case system say of the children of the stories? Every name and number is invented.

The list is brought by hand, so that a visitor whose clock leaps over days is not told that it is missing.
"""

from __future__ import annotations

from datetime import timedelta

from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.caseload import setting_up, taking
from followthrough.service.caseload.models import Came
from followthrough.service.children.numbers import set_number
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting

HEAD = (
    "Case number,Child name,Date of birth,Allocated worker,Worker telephone,Worker team,Legal status,Plan,Review date"
)
ROWS = (
    "SC-20417,Callum Reeve,,Ines Doyle,01632 960141,Front Door,CIN,Child in need plan,18/04/2013",
    "SC-20533,Adam Frost,,Ines Doyle,01632 960141,Front Door,CP,Child protection plan,09/04/2013",
    "SC-20688,Rosie Dunne,14/09/2004,Lena Hart,01632 960144,County Triage Team,None,,",
    "SC-20691,Toby Marsh,03/02/2008,Lena Hart,01632 960144,County Triage Team,CIN,Child in need plan,22/04/2013",
    "SC-20702,Amelia Stone,,Ines Doyle,01632 960141,Front Door,Early help,Family plan,",
)
KNOWN = {"child-two": "SC-20417"}


def bring() -> None:
    manager, owner = (Practitioner.objects.get(username=each) for each in ("martin.oakes", "ines.doyle"))
    team = Team.objects.select_related("agency").get(agency="social-care", slug="front-door")
    by = viewer_of(manager)
    with acting(by):
        held = setting_up.set_up(team=team, owner=owner, due_by=None, by=by)
        for child, number in KNOWN.items():
            set_number(child_id=child, scheme="case", value=number, agency="social-care", by=by)
    raw = "\n".join((HEAD, *ROWS, "")).encode()
    as_of = clock.now() - timedelta(hours=11, minutes=30)
    taking.take_in(held=held, raw=raw, as_of=as_of, came_by=Came.UPLOAD, by=by)

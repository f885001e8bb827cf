"""Lists of a case system, and how a test brings one."""

from __future__ import annotations

from datetime import datetime

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.caseload import taking
from followthrough.service.caseload.models import Case, Delivery
from followthrough.service.caseload.setting_up import list_of
from followthrough.service.core import clock
from integration.agencies import making
from integration.sharing.world import World

HEAD = "Case number,Child name,DOB,NHS number,Social worker,Telephone,Team,Legal status,Plan,Review date"
JONAS = "SC-1001,Jonas Weber,04/05/2009,,Ada Frost,01632 960150,Children in Care,C2,Care plan,15/04/2013"
MILA = "SC-1002,Mila Weber,07/06/2011,999 123 4543,Ada Frost,01632 960150,Children in Care,CP,Protection plan,"


def rows(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode()


def take(*lines: str, as_of: datetime | None = None, agency: str = "social-care") -> Delivery | None:
    held = list_of(agency)
    assert held is not None
    return taking.take_in(held=held, raw=rows(*lines), as_of=as_of or clock.now(), came_by="folder")


def case(number: str = "SC-1001") -> Case:
    return Case.objects.get(number=number)


def involve(world: World, agency: str, team: str, child: str = "") -> None:
    subject = Subject("child", child or world.child.pk)
    access.involve(agency=agency, team=team, subject=subject, reason="works with him", by=making.SETUP)

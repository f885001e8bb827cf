"""The triage manager brings the agencies together, or says why not."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access import actions as access
from followthrough.service.access.models import Relationship
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import on_duty
from followthrough.service.core import audit, clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.models import Asks
from followthrough.service.sharing.outgoing import Outgoing
from followthrough.service.triage.models import Alert, State

TOLD = "signal.told"
BROUGHT = "brings agencies together about the child"
# The same to each, and nothing of what anybody holds.
INVITED = (
    "Come to a meeting about this child, please. Children’s social care calls you and says when. "
    "Look now at what your own agency knows of the child and the family, and bring it."
)
WHY_NOT_TOLD = "The agencies meet first. They agree there who tells the family."


class SettledAlready(Exception):
    """Somebody has brought them together or left it; or it is no longer so."""


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (TOLD,)


@transaction.atomic
def bring_together(*, alert_id: str, by: Viewer) -> Subject:
    """Each agency that holds a part, and the manager's own, is told to meet about the child: not why, and not what any
    of them holds. Another agency has it as a share of its own, which names no third: so it stands on their home page,
    and its receipt has a clock. Whoever has to act on such a pattern owes it from now on. The manager may open the
    record. Raises SettledAlready, or CannotSend, in words.
    """
    alert = _locked(alert_id)
    subject = Subject(alert.subject_kind, alert.subject_id)
    access.involve(
        agency=by.agency,
        team=_team(by),
        subject=subject,
        relationship=Relationship.TOOK_DUTY,
        reason=BROUGHT,
        by=by,
    )
    teams = list(agencies.teams())
    for agency in dict.fromkeys((by.agency, *alert.agencies)):
        told, team = _told(alert, agency, subject, by), _team_there(agency, teams)
        if agency == by.agency or team is None:
            record([told], by=by)
        else:
            sharing.send(outgoing=_invitation(told, team), by=by, facts=[told])
    _settle(alert, State.BROUGHT, "", by)
    return subject


@transaction.atomic
def leave(*, alert_id: str, reason: str, by: Viewer) -> None:
    """No meeting, and why. More that comes to it raises it again. Raises SettledAlready."""
    _settle(_locked(alert_id), State.LEFT, reason, by)


def _locked(alert_id: str) -> Alert:
    alert = Alert.objects.select_for_update().filter(pk=alert_id, state=State.APART).first()
    if alert is None:
        raise SettledAlready
    return alert


def _told(alert: Alert, agency: str, subject: Subject, by: Viewer) -> NewEvent:
    data = {"signal": alert.roots[-1], "recipient_agency": agency, "by": by.practitioner_id}
    return NewEvent(id=new_id(), kind=TOLD, subject=subject, occurred_from=clock.now(), data=data)


def _invitation(told: NewEvent, team: Team) -> Outgoing:
    return Outgoing(
        key=str(told.id),
        child_id=told.subject.id,
        asks=Asks.INFORMATION,
        kind=told.kind,
        words=INVITED,
        occurred_from=told.occurred_from,
        occurred_to=told.occurred_from,
        recipients=(team.key,),
        family_told=False,
        why_not_told=WHY_NOT_TOLD,
    )


def _team_there(agency: str, teams: Iterable[Team]) -> Team | None:
    """The one that is asked now. None for an agency that has no team."""
    own = sorted((each for each in teams if each.agency_id == agency), key=lambda each: not each.is_default)
    return on_duty(own, clock.now()) or next(iter(own), None)


def _settle(alert: Alert, state: State, reason: str, by: Viewer) -> None:
    settled = {"state": state, "settled_at": clock.now(), "settled_by": by.practitioner_id, "reason": reason}
    Alert.objects.filter(pk=alert.pk).update(**settled)
    subject = Subject(alert.subject_kind, alert.subject_id)
    audit.record("alert.settled", by=by, subject=subject, detail={"alert": alert.pk, "state": state.value})


def _team(by: Viewer) -> str:
    key = settings.FOLLOWTHROUGH_TRIAGE if settings.FOLLOWTHROUGH_TRIAGE in by.teams else by.teams[0]
    return key.partition("/")[2]

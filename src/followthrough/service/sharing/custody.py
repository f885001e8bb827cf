"""What becomes of a concern about a child whose record its sender cannot see? It goes on as about a new child, and the
team that holds the record is told of it, without a word to the sender.

So nobody learns from a share that there is such a child, and no concern is lost.
"""

from __future__ import annotations

from django.conf import settings

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies import ringing
from followthrough.service.agencies.models import Team
from followthrough.service.attachments import actions as attachments
from followthrough.service.children import queries as children
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.sharing.models import Share
from followthrough.service.sharing.outgoing import Outgoing

BY = Viewer.system("custodian")
ARRIVED = "custody.concern-arrived"


def tell(share: Share, outgoing: Outgoing, by: Viewer) -> None:
    """Of every closed record with this name (and day of birth, where it is known) that the sender may not find."""
    about = outgoing.new_child
    if about is None:
        return
    hidden = children.hidden_namesakes(by, about.name, about.born_on)
    keeper = custodian() if hidden else None
    for child_id in hidden:
        concern = _concern(share, Subject("child", child_id), keeper, by)
        record([concern], by=BY)
        attachments.copy(share=share.pk, event=concern.id or "", subject=concern.subject, of=by, by=BY)


def custodian() -> Team | None:
    """Of the teams that hold closed records, the one that is there now."""
    every = list(Team.objects.select_related("agency"))
    keys = settings.FOLLOWTHROUGH_CUSTODIANS
    found = [team for team in every if team.key in keys]
    open_now = [
        t for t in found if ringing.opens_next(t, [o for o in every if o.agency_id == t.agency_id], clock.now()) is None
    ]
    return next(iter([*open_now, *found]), None)


def _concern(share: Share, child: Subject, keeper: Team | None, by: Viewer) -> NewEvent:
    held_by = {"custodian_agency": keeper.agency_id, "custodian_team": keeper.slug} if keeper else {}
    return NewEvent(
        id=new_id(),
        kind=ARRIVED,
        subject=child,
        agency=by.agency,
        occurred_from=share.occurred_from,
        occurred_to=share.occurred_to,
        data={"concern": share.reference, "words": share.words, **held_by},
        text=share.words,
        stated_known={keeper.agency_id: clock.now()} if keeper else None,
    )

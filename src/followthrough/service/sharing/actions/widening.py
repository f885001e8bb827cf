"""Another team gets the same share: nobody has it yet, or the team that was chosen is not there at this hour."""

from __future__ import annotations

from django.db import transaction

from followthrough.service.access.policies import can_see_child
from followthrough.service.agencies import queries as agencies
from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing import queries
from followthrough.service.sharing.actions.sending import (
    add_leg,
    check_is_new_to,
    check_may_have,
    check_opens_nothing,
    sent_step,
)
from followthrough.service.sharing.actions.writing import lock, write
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.outgoing import CannotSend
from followthrough.service.sharing.policies import CannotDo, check_can_follow


@transaction.atomic
def widen(*, leg_id: str, team: str, by: Viewer) -> Leg:
    """Returns the new leg, which has clocks of its own. What is due of the first team stays due.

    `leg_id` is the part that has not been answered, and that gave the reason. A second press finds the team there.
    """
    leg = lock(leg_id)
    share = leg.share
    check_can_follow(by, share)
    agency, _, slug = team.partition("/")
    to = agencies.teams(agency).filter(slug=slug).first()
    if to is None:
        raise CannotDo("Choose the team that should have it as well.")
    if to.key == share.teams[0]:
        raise CannotDo("That is the team that sent it. Choose another one.")
    if share.legs.filter(team=to, passed_on_from=None).exists():
        raise CannotDo(f"{to} was sent this before. Choose another team, or begin a new share.")
    check_is_new_to(share, to)
    try:
        check_opens_nothing([to], not can_see_child(by, share.child_id), by)
        check_may_have([each for each in queries.carried(share) if each.pk != share.items[0]], to)
    except CannotSend as error:
        raise CannotDo(str(error)) from error
    new = add_leg(share, to, by)
    write(share, [sent_step(share, new)], by=by)
    return new

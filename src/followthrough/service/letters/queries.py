"""Which letters may this viewer see, and what stands in them? Row-level security answers; the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from followthrough.service.agencies.models import Team
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Carried, Letter, Outbox
from followthrough.service.letters import policies

MOST = 100
BAD = (Letter.State.BOUNCED, Letter.State.FAILED)


def letters(viewer: Viewer, *, only: str = "") -> list[Letter]:
    """`only` is one state; "bad" is what did not arrive and nobody has mended."""
    found = _of_viewer(viewer, Letter.objects.all()).order_by("-written_at", "pk")
    if only == "bad":
        found = found.filter(state__in=BAD, mended_at=None)
    elif only:
        found = found.filter(state=only)
    return list(found[:MOST])


def counts(viewer: Viewer) -> dict[str, int]:
    """By state, under "bad" what did not arrive and waits for somebody, and what somebody has passed on."""
    rows = list(_of_viewer(viewer, Letter.objects.all()).values_list("state", "mended_at"))
    found = {state: sum(each == state for each, _ in rows) for state in Letter.State.values}
    bad = sum(state in BAD and mended is None for state, mended in rows)
    mended = sum(mended is not None for _, mended in rows)
    return found | {"bad": bad + len(lost(viewer)), "mended": mended}


def lost(viewer: Viewer) -> list[Outbox]:
    """Notices that found nobody in the directory, and that nobody has mended."""
    found = Outbox.objects.filter(state=Outbox.State.FAILED, mended_at=None).order_by("-written_at")
    return [each for each in found[:MOST] if policies.sees_team(viewer, *whose(each))]


def notices(letters: Iterable[Letter]) -> dict[str, list[Outbox]]:
    """By letter, the notices in it that the viewer may see."""
    held = Carried.objects.filter(letter__in=list(letters)).select_related("notice").order_by("notice__written_at")
    found: dict[str, list[Outbox]] = defaultdict(list)
    for each in held:
        found[each.letter_id].append(each.notice)
    return found


def item(viewer: Viewer, identity: str) -> Letter | Outbox | None:
    letter = _of_viewer(viewer, Letter.objects.filter(pk=identity)).first()
    return letter or next((each for each in Outbox.objects.filter(pk=identity, state=Outbox.State.FAILED)), None)


def whose(item: Letter | Outbox) -> tuple[str, str]:
    """Agency and team that it was for, or that answer for the address."""
    if isinstance(item, Letter):
        return item.agency, item.team
    agency, team, *_ = (item.owner or item.to).split("/")
    return agency, team


def teams_to_bound(viewer: Viewer) -> list[Team]:
    if not policies.is_manager(viewer):
        return []
    found = Team.objects.filter(agency=viewer.agency).select_related("agency", "alert_bounds")
    return [team for team in found if team.key in viewer.teams]


def _of_viewer(viewer: Viewer, found: QuerySet[Letter]) -> QuerySet[Letter]:
    own = [key.partition("/")[2] for key in viewer.teams if key.startswith(f"{viewer.agency}/")]
    mine = Q(person=viewer.practitioner_id)
    if policies.is_manager(viewer):
        return found.filter(mine | Q(agency=viewer.agency))
    return found.filter(mine | Q(agency=viewer.agency, team__in=own))

"""Two people approve a version, and neither wrote any of it. With the second it holds from its day and stays."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from followthrough.service.access.policies import BOARD
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import audit, clock
from followthrough.service.core.managing import LEAD
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.design.dates import LONDON
from followthrough.service.learning.chapters.actions.writing import BOARDS
from followthrough.service.learning.chapters.models import EVERYBODY, Approval, Version
from followthrough.service.learning.chapters.policies import NEEDED, Changed, check_can_approve, check_can_write
from followthrough.service.learning.chapters.queries.holding import digest
from followthrough.service.learning.recommendations import actions as recommendations
from followthrough.service.learning.recommendations.queries import members
from followthrough.service.ledger import outbox


@transaction.atomic
def approve(*, version: Version, read: str, by: Viewer) -> Version:
    """`read` is the digest of what the approver has read. A day that is over by then is moved to today: nothing held
    before it was approved. Raises CannotWrite; Changed for a draft that was written again meanwhile.
    """
    check_can_write(by)
    found = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    check_can_approve(by, found)
    if digest(found) != read:
        raise Changed("The draft was changed after you read it. Read it again, then approve it.")
    Approval.objects.create(version=found, by_id=by.practitioner_id, at=clock.now())
    audit.record(
        "chapter.approved", by=by, subject=BOARDS, detail={"chapter": found.chapter_id, "version": found.number}
    )
    if found.approvals.count() >= NEEDED:
        found.approved_at = clock.now()
        found.from_on = max(found.from_on, found.approved_at.astimezone(LONDON).date())
        found.save(update_fields=["approved_at", "from_on"])
        _carry(found, by)
        _tell(found)
    return found


def _tell(version: Version) -> None:
    """Those who must read it, in the next digest: of a whole agency its safeguarding leads, who tell their people."""
    for to in sorted(_addresses(version.must_read)):
        outbox.enqueue(
            key=f"chapter:{version.pk}:{to}",
            to=to,
            sentence="There is a new version of how we work together that you, or people of your agency, must read. "
            "Open it to see what is new, from which day, and whom it is for.",
            reference=f"Policy, version {version.number}",
            link=reverse("chapters:version", args=[version.chapter_id, version.number]),
            matter=f"chapter:{version.pk}",
            is_urgent=False,
        )


def _addresses(must_read: Iterable[str]) -> set[str]:
    everywhere = {BOARD, *members().values_list("pk", flat=True)}
    found: set[str] = set()
    for key in must_read:
        kind, _, which = key.partition(":")
        if key == EVERYBODY:
            found |= {outbox.address_of(agency, role=LEAD) for agency in everywhere}
        elif kind == "agency":
            found.add(outbox.address_of(which, role=LEAD))
        elif kind == "team":
            agency, _, team = which.partition("/")
            found.add(outbox.address_of(agency, team))
        elif kind == "role":
            held = {agency for agency, _, role in agencies.roles_held() if role == which}
            found |= {outbox.address_of(agency, role=which) for agency in held}
    return found


@as_part("chapters")
def _carry(version: Version, by: Viewer) -> None:
    """Beside each that it answers, whether or not its second approver may read that one."""
    address = reverse("chapters:version", args=[version.chapter_id, version.number])
    for each in version.answers.all():
        recommendations.carry(key=each.key, title=str(version), address=address, by=by)

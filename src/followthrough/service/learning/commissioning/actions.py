"""What people do with a case example: write it, change it, release it as a second person, answer it.

What a clock rests on is an event of the child: that the example went to the commissioner, and that the commissioner
said what will change. Neither the one who releases it for the Board nor the commissioner learns which child it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access.policies import check_can_see_child
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.learning.commissioning import policies
from followthrough.service.learning.commissioning.models import CaseExample, Origin
from followthrough.service.learning.commissioning.policies import CannotCommission
from followthrough.service.learning.commissioning.queries import examples as queries
from followthrough.service.learning.newsletter.disclosure import without_unseen
from followthrough.service.ledger.actions import NewEvent, record


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (queries.SENT, queries.REPLIED)


@transaction.atomic
def write(
    *, child_id: str, gap: str, tier: int, title: str, words: Mapping[str, str], commissioner: str, by: Viewer
) -> CaseExample:
    """Another of a gap whose example is released corrects that one. Raises NotVisible for a child whom the viewer may
    not see.
    """
    check_can_see_child(by, child_id)
    last = Origin.objects.filter(child_id=child_id, gap=gap).select_related("example").order_by("-number").first()
    if last is not None and last.example.released_at is None:
        raise CannotCommission("An example of this gap is written already.")
    made = CaseExample(
        tier=tier,
        title=without_unseen(title),
        words=_seen(words),
        commissioner=commissioner,
        written_by=by.practitioner_id,
        written_at=clock.now(),
        corrects=last.example if last else None,
    )
    # First, for an example is entered by whoever may see its origin.
    Origin.objects.create(example_id=made.pk, child_id=child_id, gap=gap, number=last.number + 1 if last else 1)
    made.save(force_insert=True)
    audit.record("case-example.written", by=by, subject=Subject("child", child_id), detail={"example": made.key})
    return made


@transaction.atomic
def change(
    *, example: CaseExample, tier: int, title: str, words: Mapping[str, str], stays_because: str, by: Viewer
) -> CaseExample:
    held = _locked(example)
    policies.check_can_change(by, held)
    held.tier, held.title, held.words = tier, without_unseen(title), _seen(words)
    held.stays_because = without_unseen(stays_because)
    held.save(update_fields=["tier", "title", "words", "stays_because"])
    audit.record("case-example.changed", by=by, detail={"example": held.key})
    return held


@transaction.atomic
def release(*, example: CaseExample, read: str, by: Viewer) -> CaseExample:
    """`read` is the digest of what the second person has read. Raises CannotCommission for words that were changed
    meanwhile, and while something in them gives the child away.
    """
    held = _locked(example)
    policies.check_can_release(by, held)
    if queries.digest(held) != read:
        raise CannotCommission("It was changed after you read it. Read it again, then release it.")
    _check_disclosure(held)
    held.released_by, held.released_at = by.practitioner_id, clock.now()
    held.save(update_fields=["released_by", "released_at"])
    origin = _origin(held)
    whole = "\n\n".join([held.title, *held.words.values()])
    _happened(queries.SENT, origin, by, recipient_agency=held.commissioner, words=whole)
    return held


@transaction.atomic
def reply(*, example: CaseExample, words: str, by: Viewer) -> CaseExample:
    held = _locked(example)
    policies.check_can_reply(by, held)
    held.reply, held.replied_by, held.replied_at = words, by.practitioner_id, clock.now()
    held.save(update_fields=["reply", "replied_by", "replied_at"])
    _happened(queries.REPLIED, _origin(held), by, words=words, by=by.practitioner_id)
    return held


def _seen(words: Mapping[str, str]) -> dict[str, str]:
    return {part: without_unseen(said) for part, said in words.items()}


def _locked(example: CaseExample) -> CaseExample:
    """As it is now, not as a page read it. What the database lets nobody change here is read: the policy says why."""
    found = CaseExample.objects.filter(pk=example.pk)
    return found.select_for_update().first() or found.get()


@as_part("commissioning")
def _check_disclosure(example: CaseExample) -> None:
    """Whoever releases it may not know the names that are looked for: the service looks, and tells none of them."""
    found = queries.hits(Viewer.system("commissioning"), example)
    if queries.forbidden(found):
        raise CannotCommission("A name or a place stands in it. Who wrote it takes it out first.")
    if found and not example.stays_because:
        raise CannotCommission("Something in it could give the child away. Who wrote it says why it stays.")


@as_part("commissioning")
def _origin(example: CaseExample) -> Origin:
    return Origin.objects.get(example=example)


def _happened(kind: str, origin: Origin, viewer: Viewer, **said: type_of_value) -> None:
    new = NewEvent(
        kind=kind,
        subject=Subject("child", origin.child_id),
        occurred_from=clock.now(),
        data={"gap": origin.gap, **said},
    )
    record([new], by=viewer)

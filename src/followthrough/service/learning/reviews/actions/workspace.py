"""What a panel writes beside the chronology under review: episodes, comments on entries, what a death panel decided."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access.policies import CHILD
from followthrough.service.chronology.queries import chronicle
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.reviews.models import REVIEW, Comment, DeathReview, Episode, Review, Reviewed
from followthrough.service.learning.reviews.policies import check_can_write
from followthrough.service.ledger.actions import NewEvent, record

DIED, ANALYSED = "child.died", "child-death.analysed"


@transaction.atomic
def gather(*, child: Reviewed, title: str, words: str, events: Sequence[str], by: Viewer) -> Episode:
    """`events` are entries of the child, by their first versions."""
    check_can_write(by, child.review)
    made = Episode.objects.create(
        child=child,
        title=title,
        words=words,
        events=list(events),
        written_by=by.practitioner_id,
        written_at=clock.now(),
    )
    audit.record("episode.gathered", by=by, subject=Subject(REVIEW, child.review_id), detail={"episode": made.pk})
    return made


@transaction.atomic
def take_apart(*, episode: Episode, by: Viewer) -> None:
    """The entries stand as they were."""
    check_can_write(by, episode.child.review)
    subject = Subject(REVIEW, episode.child.review_id)
    audit.record("episode.taken-apart", by=by, subject=subject, detail={"episode": episode.pk})
    episode.delete()


@transaction.atomic
def comment(*, child: Reviewed, event_id: str, words: str, evidence: str, by: Viewer) -> Comment:
    """In the name of the writer’s agency."""
    check_can_write(by, child.review)
    made = Comment.objects.create(
        child=child, event_id=event_id, agency=by.agency, words=words, evidence=evidence,
        written_by=by.practitioner_id, written_at=clock.now(),
    )  # fmt: skip
    audit.record("entry.commented", by=by, subject=Subject(REVIEW, child.review_id), detail={"event": event_id})
    return made


@transaction.atomic
def decide_on_death(
    *, review: Review, reference: str, decision: str, factors: str, learning: str, deaths: dict[str, str],
    abuse_suspected: bool, by: Viewer,
) -> DeathReview:  # fmt: skip
    """`deaths` are the references of deaths on the children’s records, by child: the analysis is recorded there once,
    and whether abuse is suspected starts the clock that the law asks for. Written again, what is new puts it right.
    """
    check_can_write(by, review)
    said = {"reference": reference, "decision": decision, "factors": factors, "learning": learning}
    written = {"written_by": by.practitioner_id, "written_at": clock.now()}
    made, _ = DeathReview.objects.update_or_create(review=review, defaults={**said, **written})
    told: dict[str, type_of_value] = {"abuse_suspected": abuse_suspected, "words": decision}
    analysed = [_analysed(child, {"death": death, **told}, by) for child, death in deaths.items()]
    if new := [each for each in analysed if each is not None]:
        record(new, by=by)
    audit.record("death.decided", by=by, subject=Subject(REVIEW, review.pk))
    return made


def _analysed(child: str, said: dict[str, type_of_value], by: Viewer) -> NewEvent | None:
    """None where the record says the same already."""
    subject = Subject(CHILD, child)
    known = next(
        (
            each
            for each in chronicle(by, subject).entries
            if each.event.kind == ANALYSED and each.event.data.get("death") == said["death"] and not each.is_taken_back
        ),
        None,
    )
    if known is None:
        return NewEvent(kind=ANALYSED, subject=subject, occurred_from=clock.now(), data=said)
    if all(known.event.data.get(name) == value for name, value in said.items()):
        return None
    return NewEvent(
        kind=ANALYSED, subject=subject, occurred_from=known.event.occurred_from, data=said, corrects=known.root
    )

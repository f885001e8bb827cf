"""A letter did not arrive, or a notice found nobody: who has to mend it? A person, by a duty of the agency it was for.

The duty is about the agency and not about a child: what failed is an address. Whoever sees the letter sees what it was
about, if they may.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Letter, Outbox

BY: Final = Viewer.system("outbox")
FAILED: Final = "delivery.failed"
PASSED_ON: Final = "message.passed-on"
NOBODY: Final = "nobody is in the directory for it"


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the outbox reports of itself, and what a person says of a letter that did not arrive."""
    return (FAILED, PASSED_ON)


def make_duty_of_letter(letter: Letter) -> None:
    """Not of a letter that told of a failure: that duty stands already, and there would be no end."""
    with as_assessor():
        notices = list(Outbox.objects.filter(carried__letter=letter).select_related("duty"))
    if notices and all(_is_about_a_failure(each) for each in notices):
        return
    _record(letter.pk, letter.agency, letter.team, letter.channel, letter.last_error)


def make_duty_of_notice(notice: Outbox) -> None:
    if _is_about_a_failure(notice):
        return
    agency, team, *_ = (notice.owner or notice.to).split("/")
    _record(notice.pk, agency, team, "", NOBODY)


def _is_about_a_failure(notice: Outbox) -> bool:
    with as_assessor():
        return notice.duty is not None and Event.objects.filter(pk=notice.duty.trigger, kind=FAILED).exists()


def _record(message: str, agency: str, team: str, channel: str, reason: str) -> None:
    said = {
        "message": message,
        "recipient_agency": agency,
        "recipient_team": team,
        "channel": channel,
        "reason": reason,
    }
    event = NewEvent(
        kind=FAILED,
        subject=Subject("agency", agency),
        occurred_from=clock.now(),
        agency=agency,
        data={name: value for name, value in said.items() if value},
    )
    record([event], by=BY)


@transaction.atomic
def pass_on(*, message: str, agency: str, means: str, by: Viewer) -> None:
    """A person has told its reader by another way, which closes the duty. `message` is a letter, or a notice."""
    now = clock.now()
    event = NewEvent(
        kind=PASSED_ON,
        subject=Subject("agency", agency),
        occurred_from=now,
        agency=by.agency,
        data={"message": message, "means": means, "by": by.practitioner_id},
    )
    record([event], by=by)
    with as_assessor():
        for model in (Letter, Outbox):
            model.objects.filter(pk=message, mended_at=None).update(mended_at=now)
    audit.record("letter.passed-on", by=by, subject=Subject("agency", agency), detail={"letter": message})

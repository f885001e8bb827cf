"""What goes to whom, and what is said of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from followthrough.service.access import redacting
from followthrough.service.access.redacting import Recipient, redact


@dataclass
class Note:
    id: str = "n"
    agency: str = "hospital"
    record_class: str = "narrative"
    handling: str = "share within the partnership"
    recorded_at: datetime = datetime(2013, 3, 5, tzinfo=UTC)


SCHOOL, POLICE, FAMILY = Recipient("school"), Recipient("police", is_police=True), Recipient(is_family=True)
HOSPITAL = Recipient("hospital")


@pytest.mark.parametrize(
    "note, recipient, why",
    [
        (Note(), SCHOOL, ""),
        (Note(handling="professionals only"), SCHOOL, ""),
        (Note(handling="professionals only"), FAMILY, redacting.NOT_FOR_FAMILY),
        (Note(), FAMILY, redacting.NOT_FOR_FAMILY),
        (Note(handling="may be told to the family"), FAMILY, ""),
        (
            Note(record_class="therapeutic-notes", handling="may be told to the family"),
            FAMILY,
            redacting.NOT_FOR_FAMILY,
        ),
        (Note(handling="police restricted"), SCHOOL, redacting.POLICE_ONLY),
        (Note(handling="police restricted"), POLICE, ""),
        (Note(handling="police restricted"), HOSPITAL, ""),
        (Note(record_class="health-detail"), SCHOOL, redacting.OTHERS_CLASS),
        (Note(record_class="health-detail"), HOSPITAL, ""),
        (Note(record_class="placement-address"), HOSPITAL, redacting.PLACEMENT),
        (Note(record_class="placement-address"), Recipient("hospital", has_asked_where=True), ""),
        (Note(record_class="placement-address"), Recipient("school", has_asked_where=True), redacting.OTHERS_CLASS),
    ],
)
def test_a_record_goes_by_its_class_and_its_label(note: Note, recipient: Recipient, why: str) -> None:
    assert redacting.why_not(note, recipient) == why


def test_where_it_comes_from_and_its_label_travel_along() -> None:
    found = redact([Note(), Note("m", handling="police restricted")], SCHOOL)
    (part,) = found.parts
    assert (part.agency, part.handling, part.recorded_at) == ("hospital", Note.handling, Note.recorded_at)
    assert found.withheld == (("m", redacting.POLICE_ONLY),)

"""Tell a person what became of their own account: a way of signing in that was added or taken off, a new password, a
kind of browser that was not used before. So that whoever did not do it themselves rings somebody.

A letter as all others are: a sentence and a link to one's own sessions, and no word of any record.
"""

from __future__ import annotations

import hashlib
import re

from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.ids import new_id
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import outbox

NOT_YOU = "If this was not you, ring an administrator of your agency now."
NEW_BROWSER = "Somebody signed in to your account with a kind of browser that you have not used here before."
NEW_PASSWORD = "The password of your account was changed."
FACTORS = {
    "totp": ("An app for codes was added to your account.", "The app for codes was taken off your account."),
    "webauthn": ("A passkey was added to your account.", "A passkey was taken off your account."),
    "recovery_codes": (
        "Recovery codes were made for your account.",
        "The recovery codes of your account are gone.",
    ),
}


def tell(person: Practitioner, sentence: str) -> None:
    """At once, to the person's own address. Who has no seat yet is just being entered, and nobody could mend it."""
    with acting(Viewer.system("sign-in")):
        _tell(person, sentence)


def _tell(person: Practitioner, sentence: str) -> None:
    seat = person.memberships.filter(to_at=None).select_related("team").order_by("id").first()
    if seat is None or not person.email:
        return
    outbox.enqueue(
        key=f"account:{new_id()}",
        to=person.email,
        owner=f"{person.agency_id}/{seat.team.slug}",
        sentence=f"{sentence} {NOT_YOU}",
        reference="Your account",
        link="/sign-in/sessions/",
    )


def kind_of_browser(header: str) -> str:
    """Without its numbers, which change every month; as a digest, because more is not needed."""
    return hashlib.sha256(re.sub(r"[\d._]+", "", header).encode()).hexdigest()[:16] if header else ""


def is_unknown(person: Practitioner, browser: str) -> bool:
    """Whether none of the person's own sign-ins was made with it. Of the very first one nothing can be said."""
    before = AuditRow.objects.filter(action="sign-in", viewer=person.pk, detail__has_key="browser")
    return bool(browser) and before.exists() and not before.filter(detail__browser=browser).exists()

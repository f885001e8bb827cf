"""Tell a person what became of their own account: a way of signing in that was added or taken off, a new password, a
kind of browser that was not used before, wrong tries. So that whoever did not do it themselves rings somebody.

A letter as all others are: a sentence and a link to one's own sessions, and no word of any record.
"""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

from django.db.models import Q, QuerySet

from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import first_seat
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import outbox

NOT_YOU = "If this was not you, ring an administrator of your agency now."
NEW_BROWSER = "Somebody signed in to your account with a kind of browser that you have not used here before."
OTHER_BROWSER = "Your session was ended, because another kind of browser used it than had signed in."
NEW_PASSWORD = "The password of your account was changed."
TRIES = "Somebody tried to sign in to your account, with wrong passwords or codes."
AFTER_TRIES = "Somebody signed in to your account after several wrong passwords or codes."
LONG_UNUSED = "Somebody signed in to your account, which nobody had used for four weeks."
SEVERAL = 5  # wrong tries: fewer are slips of the fingers
LONG = timedelta(weeks=4)
OF_LATE = timedelta(hours=1)
FACTORS = {
    "totp": ("An app for codes was added to your account.", "The app for codes was taken off your account."),
    "webauthn": ("A passkey was added to your account.", "A passkey was taken off your account."),
    "recovery_codes": (
        "Recovery codes were made for your account.",
        "The recovery codes of your account are gone.",
    ),
}


def tell(person: Practitioner, sentence: str, key: str = "") -> None:
    """At once, to the person's own address, and once for a key. Who has no seat yet is just being entered, and nobody
    could mend it.
    """
    with acting(Viewer.system("sign-in")):
        _tell(person, sentence, key or new_id())


def tell_of_signing_in(person: Practitioner, browser: str) -> None:
    """Before the sign-in is written down: what about it is unlike the person's others, if anything."""
    last = _signed_in(person).order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return
    if is_unknown(person, browser):
        tell(person, NEW_BROWSER)
    if _wrong_tries(person).filter(at__gt=last).count() >= SEVERAL:
        tell(person, AFTER_TRIES)
    if clock.now() - last > LONG:
        tell(person, LONG_UNUSED)


def tell_of_tries() -> int:
    """Whom somebody tries to be, once a day each. Not by the page where they try: how long its answer takes would tell
    who has an account. Returns how many were told.
    """
    now = clock.now()
    tried = AuditRow.objects.filter(_WRONG, at__gt=now - OF_LATE).values_list("subject_id", "viewer")
    people = {subject or viewer for subject, viewer in tried}
    told = 0
    for person in Practitioner.objects.filter(pk__in=people, is_active=True):
        if _wrong_tries(person).filter(at__gt=now - OF_LATE).count() >= SEVERAL:
            tell(person, TRIES, f"tries:{person.pk}:{now:%Y-%m-%d}")
            told += 1
    return told


def _tell(person: Practitioner, sentence: str, key: str) -> None:
    seat = first_seat(person)
    if seat is None or not person.email:
        return
    outbox.enqueue(
        key=f"account:{key}",
        to=person.email,
        owner=seat.team.key,
        sentence=f"{sentence} {NOT_YOU}",
        reference="Your account",
        link="/sign-in/sessions/",
    )


def kind_of_browser(header: str) -> str:
    """Without its numbers, which change every month; as a digest, because more is not needed."""
    return hashlib.sha256(re.sub(r"[\d._]+", "", header).encode()).hexdigest()[:16] if header else ""


def is_unknown(person: Practitioner, browser: str) -> bool:
    """Whether none of the person's own sign-ins was made with it. Of the very first one nothing can be said."""
    before = _signed_in(person).filter(detail__has_key="browser")
    return bool(browser) and before.exists() and not before.filter(detail__browser=browser).exists()


_WRONG = Q(action="sign-in", outcome__in=["failed", "blocked"])


def _signed_in(person: Practitioner) -> QuerySet[AuditRow]:
    return AuditRow.objects.filter(action="sign-in", viewer=person.pk, outcome="done")


def _wrong_tries(person: Practitioner) -> QuerySet[AuditRow]:
    """Passwords are tried by nobody yet, and so are written down about the person; codes by the person."""
    whose = Q(subject_kind="practitioner", subject_id=person.pk) | Q(viewer=person.pk)
    return AuditRow.objects.filter(_WRONG, whose)

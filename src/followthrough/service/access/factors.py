"""Has somebody a second factor: a passkey, or an app that makes codes? Outside the demo nobody gets further without.

Recovery codes are none: they stand in for a factor that was lost. A provider of an agency may have asked for one
itself, and says so; then ours is not needed.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from followthrough.service.agencies.models import Practitioner

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where somebody without one may go: to set one up, or to sign out.
OPEN_PAGES = {
    "again",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
_SHOWN = "second_factor"


def accept(request: HttpRequest) -> None:
    """A second factor was shown in this session, ours or a provider's."""
    request.session[_SHOWN] = True


def forget(request: HttpRequest) -> None:
    request.session.pop(_SHOWN, None)


def is_missing(request: HttpRequest) -> bool:
    """Asked of the database until there is one, and then no more in this session."""
    if not settings.FOLLOWTHROUGH_NEEDS_SECOND_FACTOR or request.session.get(_SHOWN):
        return False
    if has_one(str(request.user.pk)):
        accept(request)
        return False
    return True


def has_one(practitioner_id: str) -> bool:
    return bool(Authenticator.objects.filter(user=practitioner_id, type__in=FACTORS).exists())


def can_remove(authenticator: Authenticator) -> bool:
    """Not the last one, where one is needed."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS).exclude(pk=authenticator.pk)
    return not settings.FOLLOWTHROUGH_NEEDS_SECOND_FACTOR or authenticator.type not in FACTORS or others.exists()


def remove_all(practitioner: Practitioner) -> None:
    """Whoever lost theirs sets up new ones at the next sign-in."""
    Authenticator.objects.filter(user=practitioner.pk).delete()

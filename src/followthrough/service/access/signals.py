"""What is done when somebody has signed in, has shown a factor, or failed to? It is written down."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_used
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import factors, guessing, passkeys, sessions, stepup, telling
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer, acting


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Practitioner, **_: Any) -> None:
    stepup.prove(request)
    sessions.begin(request, user)
    viewer, browser = viewer_of(user), telling.kind_of_browser(request.headers.get("User-Agent", ""))
    with acting(viewer):
        telling.tell_of_signing_in(user, browser)
        audit.record("sign-in", by=viewer, detail={"browser": browser} if browser else {})


@receiver(authenticator_used)
def factor_shown(
    request: HttpRequest, user: Practitioner, authenticator: Authenticator, reauthenticated: bool, **_: Any
) -> None:
    passkeys.check(authenticator)
    guessing.forget_failures(user.username)
    factors.accept(request)
    if reauthenticated:
        stepup.prove(request)
        audit.record("step-up", by=viewer_of(user), detail={"factor": authenticator.type})


@receiver(authentication_failed)
def factor_failed(request: HttpRequest, user: Practitioner, authenticator: Authenticator, **_: Any) -> None:
    guessing.remember_failure(user.username, guessing.address_of(request))
    detail = {"factor": authenticator.type}
    audit.record("sign-in", by=viewer_of(user), outcome="failed", detail=detail)


@receiver(pre_save, sender=Authenticator)
def factor_about_to_be_added(instance: Authenticator, **_: Any) -> None:
    if instance._state.adding:
        passkeys.seal(instance)


@receiver(post_save, sender=Authenticator)
def factor_added(instance: Authenticator, created: bool, **_: Any) -> None:
    """By the row itself: django-allauth tells of it after the transaction, when it could go unwritten."""
    if created:
        _tell_audit("factor.added", instance)
        telling.tell(instance.user, telling.FACTORS[instance.type][0])


@receiver(post_delete, sender=Authenticator)
def factor_removed(instance: Authenticator, **_: Any) -> None:
    _tell_audit("factor.removed", instance)
    telling.tell(instance.user, telling.FACTORS[instance.type][1])
    if context.request:
        factors.forget(context.request)


def _tell_audit(action: str, authenticator: Authenticator) -> None:
    by = getattr(context.request, "viewer", None) or Viewer.system("sign-in")
    subject = Subject("practitioner", str(authenticator.user_id))
    audit.record(action, by=by, subject=subject, detail={"factor": authenticator.type})

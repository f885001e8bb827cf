"""Who is it that an agency's provider vouches for? Only somebody whom an administrator entered, by issuer and subject.

An e-mail address links nobody: whoever can have one made at a provider would become its owner here. The link is made
once, by the person, who comes from their invitation. A provider vouches for the people of its own agency alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from followthrough.procedures.model.event import Subject
from followthrough.service.access import factors, invitations, stepup
from followthrough.service.access.models import Identity
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer

NOBODY = (
    "You showed who you are, but nobody has entered you here. Ask the person in your agency who looks after "
    "Followthrough to enter you. They will send you a letter with a link."
)
OTHER_AGENCY = "This way in is for another agency’s people. Use your own agency’s."
TOO_OLD = "Your agency’s page did not ask you again who you are. Use a code, a passkey or your password."
FAILED = "Your agency’s page could not tell us who you are. Try again, or use your username and password."


@dataclass(frozen=True)
class Provider:
    key: str
    agency: str
    title: str
    issuer: str
    second_factor: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where its page is, as a person reads it in the address."""
        return urlsplit(self.issuer).netloc

    def proves_second_factor(self, claims: Mapping[str, Any]) -> bool:
        methods = claims.get("amr") or []
        said = {claims.get("acr"), *(methods if isinstance(methods, list) else [methods])}
        return bool(said & set(self.second_factor))


def providers(agency: str = "") -> list[Provider]:
    return [
        Provider(
            each["key"], each["agency"], each["title"], each["issuer"].rstrip("/"), tuple(each.get("second_factor", []))
        )
        for each in settings.FOLLOWTHROUGH_PROVIDERS
        if not agency or each["agency"] == agency
    ]


def provider(key: str) -> Provider:
    return next(each for each in providers() if each.key == key)


def of_practitioner(practitioner: Practitioner) -> list[Provider]:
    """Where the person can show again who they are."""
    issuers = set(Identity.objects.filter(practitioner=practitioner.pk).values_list("issuer", flat=True))
    return [each for each in providers(practitioner.agency_id) if each.issuer in issuers]


def come_in(request: HttpRequest, key: str, claims: Mapping[str, Any], back_to: str | None) -> HttpResponse:
    """What follows when a provider has said who somebody is."""
    source = provider(key)
    if str(claims.get("iss", "")).rstrip("/") != source.issuer or not claims.get("sub"):
        return refuse(request, source.key, FAILED)
    person = _known(source, str(claims["sub"])) or _linked(request, source, str(claims["sub"]))
    if person is None or not person.is_active:
        return refuse(request, source.key, NOBODY)
    if person.agency_id != source.agency:
        return refuse(request, source.key, OTHER_AGENCY, person)
    if request.user == person:
        return _prove_again(request, source, claims, person, back_to)
    answer: HttpResponse = perform_login(request, person, redirect_url=back_to)
    if source.proves_second_factor(claims):
        factors.accept(request)
    return answer


def refuse(request: HttpRequest, key: str, words: str, person: Practitioner | None = None) -> HttpResponse:
    subject = Subject("practitioner", person.pk) if person else None
    system = Viewer.system("sign-in")
    audit.record_apart("sign-in", by=system, subject=subject, detail={"provider": key}, outcome="refused")
    return render(request, "access/refused.html", {"words": words}, status=403)


def _known(source: Provider, subject: str) -> Practitioner | None:
    found = Identity.objects.select_related("practitioner").filter(issuer=source.issuer, subject=subject).first()
    return found.practitioner if found else None


def _linked(request: HttpRequest, source: Provider, subject: str) -> Practitioner | None:
    """Of the person who has just come from their invitation, if it is one of this agency."""
    person = invitations.remembered(request)
    if person is None or person.agency_id != source.agency:
        return None
    invitations.forget(request)
    Identity.objects.create(practitioner=person, issuer=source.issuer, subject=subject, at=clock.now())
    audit.record("identity.linked", by=viewer_of(person), detail={"provider": source.key})
    return person


def _prove_again(
    request: HttpRequest, source: Provider, claims: Mapping[str, Any], person: Practitioner, back_to: str | None
) -> HttpResponse:
    """Only where the provider says that it has asked just now, and did not remember."""
    age = clock.real_now().timestamp() - float(claims.get("auth_time") or 0)
    if age > stepup.FRESH.total_seconds():
        return refuse(request, source.key, TOO_OLD, person)
    stepup.prove(request)
    audit.record("step-up", by=viewer_of(person), detail={"provider": source.key})
    return redirect(back_to or settings.LOGIN_REDIRECT_URL)

"""Signing in and out; showing again who one is; and what was typed when a session had ended."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from followthrough.procedures.model.event import Subject
from followthrough.service.access import (
    factors,
    guessing,
    identities,
    invitations,
    keeping,
    presenters,
    routes,
    sessions,
    stepup,
    telling,
)
from followthrough.service.access.forms import AgainForm, NewPasswordForm, PasswordForm, SignInForm
from followthrough.service.access.guessing import SWITCHED_OFF, TOO_MANY
from followthrough.service.access.routes import classed
from followthrough.service.access.stepup import needs_step_up, needs_step_up_to_send
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import in_short, time_in_words

WRONG = "The username or the password is not right"
FROM_AN_ALERT = "/now/"  # somebody with a phone, on whatever line there is
OLD_LINK = "This link was used, or is older than three days. Ask whoever sent it for a new one."
WRONG_AGAIN = "This is not your password"


@classed("public")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and request.method != "POST":
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        return _page(request, SignInForm(initial={"next": request.GET.get("next", "")}))
    form = SignInForm(request.POST)
    return _try_to_sign_in(request, form) if form.is_valid() else _page(request, form)


@classed("public")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    viewer: Viewer | None = request.viewer  # type: ignore[attr-defined]
    if viewer:
        audit.record("sign-out", by=viewer)
    sessions.leave(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@classed("public")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, practitioner_id: str, token: str) -> HttpResponse:
    """Whom an administrator entered chooses how to sign in, and is in."""
    person = invitations.invited(practitioner_id, token)
    if person is None:
        return render(request, "access/refused.html", {"words": OLD_LINK}, status=403)
    invitations.remember(request, practitioner_id, token)
    form = PasswordForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid():
        person.set_password(form.cleaned_data["password"])
        person.save(update_fields=["password"])
        audit.record("password.changed", by=viewer_of(person))
        telling.tell(person, telling.NEW_PASSWORD)
        invitations.forget(request)
        answer: HttpResponse = perform_login(request, person, redirect_url=settings.LOGIN_REDIRECT_URL)
        return answer
    own = identities.providers(person.agency_id)
    return render(request, "access/join.html", {"form": form, "person": person, "providers": own})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Is it still the person who signed in? Asked before what is grave."""
    form = AgainForm(request.POST if request.method == "POST" else None, initial={"next": request.GET.get("next", "")})
    status = 200
    if form.is_bound and form.is_valid():
        said = _check_again(request, form.cleaned_data["password"])
        if said is None:
            return HttpResponseRedirect(_safe(request, form.cleaned_data["next"]))
        form.add_error(None if said == TOO_MANY else "password", said)
        status = 429 if said == TOO_MANY else 200
    context = {
        "form": form,
        "next": form["next"].value(),
        "has_password": _person(request).has_usable_password(),
        "providers": identities.of_practitioner(_person(request)),
        "types": set(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True)),
    }
    return render(request, "access/again.html", context, status=status)


def _check_again(request: HttpRequest, password: str) -> str | None:
    """What is wrong; None when it is the person."""
    viewer, address = routes.viewer_of(request), guessing.address_of(request)
    if guessing.is_blocked(viewer.username, address):
        audit.record_apart("step-up", by=viewer, outcome="blocked")
        return TOO_MANY
    if not _person(request).check_password(password):
        guessing.remember_failure(viewer.username, address)
        audit.record("step-up", by=viewer, outcome="failed")
        return WRONG_AGAIN
    guessing.forget_failures(viewer.username)
    stepup.prove(request)
    audit.record("step-up", by=viewer)
    return None


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """Words that were sent too late: to be sent again, or thrown away."""
    viewer = routes.viewer_of(request)
    if request.method == "POST":
        keeping.forget(viewer.practitioner_id, request.POST.get(keeping.KEPT, ""))
    found = keeping.kept_for(viewer)
    if not found:
        return redirect(settings.LOGIN_REDIRECT_URL)
    each = [(one, in_short(one.at)) for one in found]
    return render(request, "access/kept.html", {"found": each, "kept_field": keeping.KEPT})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: HttpRequest) -> JsonResponse:
    """For the form of the page `of`: what is typed is kept; and what was typed before, when the page is opened again.
    Mistakes are kept as they are.
    """
    viewer, page = routes.viewer_of(request), request.GET.get("of", "")
    if not page.startswith("/") or not url_has_allowed_host_and_scheme(page, None):
        return JsonResponse({"error": "Say in “of” which page it is: /children/…"}, status=400)
    if request.method == "POST":
        found: keeping.Kept | None = keeping.keep_typed(request, viewer.practitioner_id, page)
    else:
        found = keeping.typed_on(viewer, page)
    told = {"id": found.id, "kept": time_in_words(found.at), "fields": found.fields} if found else {}
    return JsonResponse(told)


@classed("signed-in")
@needs_step_up_to_send
@require_http_methods(["GET", "HEAD", "POST"])
def sessions_open(request: HttpRequest) -> HttpResponse:
    """The person's own sessions; each can be ended, or all others at once, by who has just shown who they are."""
    viewer, key = routes.viewer_of(request), request.session.session_key
    if request.method == "POST":
        wanted = request.POST.get("session", "")
        for each in sessions.open_sessions(viewer.practitioner_id).exclude(key=key):
            if wanted in ("others", presenters.name_of(each)):
                sessions.end(session=each, by=viewer, why="by the person")
        messages.success(request, "The session is ended." if wanted != "others" else "All other sessions are ended.")
        return redirect("access:sessions")
    found = presenters.session_rows(sessions.open_sessions(viewer.practitioner_id), key or "")
    return render(request, "access/sessions.html", {"found": found})


@classed("signed-in")
@needs_step_up
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    kind = NewPasswordForm if person.has_usable_password() else PasswordForm
    form = kind(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid() and _knows_password(request, form):
        person.set_password(form.cleaned_data["password"])
        person.save(update_fields=["password"])
        sessions.end_all(
            practitioner=person, by=routes.viewer_of(request), why="password", but=request.session.session_key
        )
        sessions.move(request, person)
        audit.record("password.changed", by=routes.viewer_of(request))
        telling.tell(person, telling.NEW_PASSWORD)
        messages.success(request, "Your password is changed. All your other sessions are ended.")
        return redirect("mfa_index")
    return render(request, "access/new_password.html", {"form": form})


def _knows_password(request: HttpRequest, form: PasswordForm) -> bool:
    """Whoever has none comes in otherwise, and has just shown it."""
    if "current_password" not in form.cleaned_data:
        return True
    said = _check_again(request, form.cleaned_data["current_password"])
    if said is not None:
        form.add_error("current_password", said)
    return said is None


def _person(request: HttpRequest) -> Practitioner:
    assert isinstance(request.user, Practitioner)
    return request.user


def _try_to_sign_in(request: HttpRequest, form: SignInForm) -> HttpResponse:
    username, address = form.cleaned_data["username"], guessing.address_of(request)
    if guessing.is_blocked(username, address):
        _remember_refusal(username, "blocked")
        form.add_error(None, TOO_MANY)
        return _page(request, form, status=429)
    # One reckoning of a password, whoever is meant: how long an answer takes tells nobody who has an account.
    password, off = form.cleaned_data["password"], _switched_off(username)
    practitioner = None if off else authenticate(request, username=username, password=password)
    if off and off.check_password(password):
        _remember_refusal(username, "switched off")
        form.add_error(None, SWITCHED_OFF)
        return _page(request, form)
    if not isinstance(practitioner, Practitioner):
        guessing.remember_failure(username, address)
        _remember_refusal(username, "failed")
        form.add_error(None, WRONG)
        return _page(request, form)
    if not factors.has_one(practitioner.pk):
        guessing.forget_failures(username)
    answer: HttpResponse = perform_login(request, practitioner, redirect_url=_safe(request, form.cleaned_data["next"]))
    return answer


def _page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "providers": identities.providers(), "is_old": _is_old_browser(request)}
    if str(form["next"].value() or "").startswith(FROM_AN_ALERT):
        context["frame"] = "design/small.html"
    return render(request, "access/sign_in.html", context, status=status)


def _is_old_browser(request: HttpRequest) -> bool:
    """Whether it leaves out what every browser since 2023 says over TLS, and so may not keep our content policy."""
    return request.is_secure() and "Sec-Fetch-Site" not in request.headers


def _safe(request: HttpRequest, address: str) -> str:
    """Only a place on this site."""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure())
    return address if is_ours else settings.LOGIN_REDIRECT_URL


def _switched_off(username: str) -> Practitioner | None:
    """That they are is told only to whoever knows the password."""
    return Practitioner.objects.filter(username__iexact=username, is_active=False).first()


def _remember_refusal(username: str, outcome: str) -> None:
    """Apart, since nothing else of this request may last; a name that nobody has is not kept."""
    known = Practitioner.objects.filter(username__iexact=username).first()
    subject = Subject("practitioner", known.pk) if known else None
    audit.record_apart("sign-in", by=Viewer.system("sign-in"), subject=subject, outcome=outcome)

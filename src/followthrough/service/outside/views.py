"""Behind a link: a code is asked for and entered, then one share is read and answered. Nothing is said before the code.

What is opened is kept in the session for half an hour, so that no address in it leads anywhere.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from followthrough.procedures.model.event import Subject
from followthrough.service.access import guessing
from followthrough.service.access.routes import classed
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.actions import CannotRecord
from followthrough.service.outside import opening, people, presenters, queries
from followthrough.service.outside.forms import CodeForm, NameForm
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.forms import ANSWERS
from followthrough.service.sharing.policies import CannotDo, answers

OPEN_FOR: Final = timedelta(minutes=30)
KEY: Final = "opened_link"
WRONG: Final = (
    "That did not open anything. The link or the code may be wrong, too old, or used. Ask for a new code, "
    "or ring the number in the letter that brought you here"
)
# What somebody without an account can say: the same actions as everybody's, by the same rules.
OFFERED: Final = ("act", "ask")


@classed("public")
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """One page for every link, right or wrong: first a code is asked for, then it is entered."""
    form, has_asked = CodeForm(), False
    if request.method == "POST" and "code" not in request.POST:
        opening.ask(token, guessing.address_of(request))
        has_asked = True
    elif request.method == "POST":
        form, has_asked = CodeForm(request.POST), True
        if form.is_valid():
            link = opening.try_code(token, form.cleaned_data["code"], guessing.address_of(request))
            if link is not None:
                request.session.cycle_key()
                until = clock.real_now() + OPEN_FOR
                request.session[KEY] = {"link": link.pk, "until": until.isoformat(), "person": ""}
                return redirect("outside:read")
            form.add_error("code", WRONG)
    return render(request, "outside/start.html", {"form": form, "has_asked": has_asked})


@classed("public")
@never_cache
@require_http_methods(["GET", "HEAD"])
def read(request: HttpRequest) -> HttpResponse:
    found = _behind(request)
    return _page(request, found) if found else _over(request)


@classed("public")
@never_cache
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Somebody says who they are, and that they have it."""
    found = _behind(request)
    if found is None:
        return _over(request)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    person = people.named(outside=found.outside, name=form.cleaned_data["name"].strip())
    request.session[KEY] = {**request.session[KEY], "person": person.pk}
    found = _behind(request)
    assert found is not None
    return _do(request, found, "receive", {}, form)


@classed("public")
@never_cache
@require_POST
def answer(request: HttpRequest, name: str) -> HttpResponse:
    """What was done, or a question, in the name that was said."""
    found = _behind(request)
    if found is None:
        return _over(request)
    form = ANSWERS[name](request.POST, prefix=name)
    if not request.session[KEY]["person"] or not form.is_valid():
        return _page(request, found, form)
    return _do(request, found, name, form.cleaned, form)


def _do(request: HttpRequest, found: queries.Behind, name: str, said: dict[str, Any], form: Any) -> HttpResponse:
    try:
        with acting(found.viewer):
            getattr(sharing, name)(leg_id=found.leg.pk, by=found.viewer, **said)
    except (CannotDo, CannotRecord) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form)
    messages.success(request, presenters.DONE[name])
    return redirect("outside:read")


def _page(request: HttpRequest, found: queries.Behind, failed: Any = None) -> HttpResponse:
    share, viewer = found.share, found.viewer
    with acting(viewer):
        about = Subject("child", share.child_id)
        audit.record("share.read", by=viewer, subject=about, detail={"share": share.reference, "by": "link"})
        held = request.session[KEY]
        name = agencies.names({held["person"]}).get(held["person"], "") if held["person"] else ""
        offered = [each for each in answers(viewer, found.leg) if each in OFFERED and each in ANSWERS] if name else []
        forms = [
            (each, failed if failed is not None and failed.prefix == each else ANSWERS[each](prefix=each))
            for each in offered
        ]
        page = presenters.page(found, list(agencies.teams()), name, clock.now())
    names = failed if isinstance(failed, NameForm) else NameForm(initial={"name": name})
    return render(request, "outside/read.html", {"page": page, "form": names, "failed": failed, "forms": forms})


def _behind(request: HttpRequest) -> queries.Behind | None:
    held = request.session.get(KEY)
    if not held or datetime.fromisoformat(held["until"]) < clock.real_now():
        request.session.pop(KEY, None)
        return None
    return queries.behind(held["link"], held["person"])


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "outside/over.html", status=403)

"""What a person can say of a duty: not ours, wrong, excused; and what is answered to that. One form each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.forms import Form
from followthrough.service.ledger.actions import Recorded
from followthrough.service.ledger.models import Duty
from followthrough.service.worklist import actions, disputes, forms, policies
from followthrough.service.worklist.desks import Desks
from followthrough.service.worklist.presenters import duty as duty_page
from followthrough.service.worklist.views.opening import open_duty


@dataclass(frozen=True)
class Saying:
    """One thing to say: its page, its form, who may, and what becomes of it."""

    name: str
    form: type[Form]
    check: Callable[[Viewer, Duty], None]
    say: Callable[..., Recorded]


NOT_OURS = Saying("not_ours", forms.NotOursForm, policies.check_can_dispute, actions.say_not_ours)
WRONG = Saying("wrong", forms.WrongForm, policies.check_can_dispute, actions.say_wrong)
EXCUSE = Saying("excuse", forms.ExcuseForm, policies.check_can_excuse, actions.excuse)
CONSIDER = Saying("consider", forms.ConsiderForm, policies.check_can_consider, actions.consider)


def _check_can_settle(viewer: Viewer, duty: Duty) -> None:
    policies.check_can_settle(viewer, Desks(viewer), duty)


ANSWER = Saying("answer_it", forms.AnswerForm, _check_can_settle, actions.answer)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def not_ours(request: HttpRequest, duty_id: str) -> HttpResponse:
    return _say(request, duty_id, NOT_OURS)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest, duty_id: str) -> HttpResponse:
    return _say(request, duty_id, WRONG)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def excuse(request: HttpRequest, duty_id: str) -> HttpResponse:
    return _say(request, duty_id, EXCUSE)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, duty_id: str) -> HttpResponse:
    return _say(request, duty_id, ANSWER)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def consider(request: HttpRequest, duty_id: str) -> HttpResponse:
    return _say(request, duty_id, CONSIDER)


def _say(request: HttpRequest, duty_id: str, saying: Saying) -> HttpResponse:
    viewer = viewer_of(request)
    found = open_duty(viewer, Desks(viewer), duty_id)
    try:
        saying.check(viewer, found)
    except policies.CannotAnswer as refusal:
        messages.error(request, f"{refusal} Nothing was changed.")
        return redirect("worklist:duty", duty_id)
    form = saying.form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        recorded = saying.say(duty=found, by=viewer, **said)
        messages.success(request, duty_page.said_words(saying.name, found, said, recorded))
        return redirect("worklist:duty", duty_id)
    context = {
        "form": form,
        "duty": found,
        "rows": duty_page.said_rows(found, disputes.behind([found]), viewer),
        "back_href": reverse("worklist:duty", args=[duty_id]),
    }
    return render(request, f"worklist/{saying.name}.html", context)

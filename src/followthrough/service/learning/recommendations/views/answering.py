"""The pages of whoever was asked: say what you will do, show what you did."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from followthrough.service.access.routes import classed
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import posted
from followthrough.service.learning.recommendations import actions, policies
from followthrough.service.learning.recommendations.forms import AcceptForm, ShowForm
from followthrough.service.learning.recommendations.policies import CannotAnswer
from followthrough.service.learning.recommendations.views.opening import form_page, of_own, opened
from followthrough.service.sharing.doing import is_written


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, recommendation_key: str) -> HttpResponse:
    held = opened(request, recommendation_key)
    of = of_own(held)
    policies.check_can_accept(held.viewer, of)
    plan = of.plan
    initial = {"action": plan.action, "owner": plan.owner, "measure": plan.measure} if plan else {}
    form = AcceptForm(posted(request), today=held.now.astimezone(LONDON).date(), initial=initial)
    words = "Written down. The Board sees it, and you show what you did by the day that you named."
    given: dict[str, Any] = {"recommendation": held.recommendation, "of": of, "by": held.viewer}
    if is_written(request, form, lambda said: actions.accept(**given, **said), words, CannotAnswer):
        return redirect("recommendations:recommendation", recommendation_key)
    return form_page(request, held, form, heading="Say what you will do", submit="Accept it")


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, recommendation_key: str) -> HttpResponse:
    held = opened(request, recommendation_key)
    of = of_own(held)
    policies.check_can_show(held.viewer, of)
    form = ShowForm(posted(request))
    given: dict[str, Any] = {"recommendation": held.recommendation, "of": of, "by": held.viewer}
    words = "Written down. The Board says whether it is enough, and later tests whether it works."
    if is_written(request, form, lambda said: actions.show(**given, **said), words, CannotAnswer):
        return redirect("recommendations:recommendation", recommendation_key)
    return form_page(request, held, form, heading="Show what you did", submit="Show it")

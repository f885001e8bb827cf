"""The pages of whoever was asked: say what you will do, show what you did."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import posted
from followthrough.service.learning.recommendations import actions, policies
from followthrough.service.learning.recommendations.forms import AcceptForm, ShowForm
from followthrough.service.learning.recommendations.policies import CannotAnswer
from followthrough.service.learning.recommendations.queries import colleagues
from followthrough.service.learning.recommendations.queries.progress import Progress, Step
from followthrough.service.learning.recommendations.views.opening import form_page, of_own, opened
from followthrough.service.sharing.doing import is_written


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, recommendation_key: str) -> HttpResponse:
    held = opened(request, recommendation_key)
    of = of_own(held)
    policies.check_can_accept(held.viewer, of)
    step = _step(request, of)
    known = step.plan if step else None
    initial = {"action": known.action, "owner": known.owner, "measure": known.measure} if known else {}
    form = AcceptForm(
        posted(request),
        today=held.now.astimezone(LONDON).date(),
        initial=initial,
        people=colleagues(of.agency, of.team),
    )
    words = "Written down. The Board sees it, and you show what you did by the day that you named."
    given: dict[str, Any] = {"recommendation": held.recommendation, "of": of, "by": held.viewer}
    given |= {"step": step.key} if step else {}
    if is_written(request, form, lambda said: actions.accept(**given, **said), words, CannotAnswer):
        return redirect("recommendations:recommendation", recommendation_key)
    heading = "Change what you will do" if step else "Say what you will do"
    return form_page(request, held, form, heading=heading, submit="Change it" if step else "Accept it", of=of)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, recommendation_key: str) -> HttpResponse:
    held = opened(request, recommendation_key)
    of = of_own(held)
    policies.check_can_show(held.viewer, of)
    shows = [each.key for each in of.unshown if len(of.unshown) == 1]
    steps = [(each.key, each.plan.action) for each in of.steps]
    form = ShowForm(posted(request), steps=steps, initial={"steps": shows})
    given: dict[str, Any] = {"recommendation": held.recommendation, "of": of, "by": held.viewer}
    words = "Written down. The Board says whether it is enough, and later tests whether it works."
    if is_written(request, form, lambda said: actions.show(**given, **said), words, CannotAnswer):
        return redirect("recommendations:recommendation", recommendation_key)
    return form_page(request, held, form, heading="Show what you did", submit="Show it")


def _step(request: HttpRequest, of: Progress) -> Step | None:
    """`?step=` names the action that is changed; without it another is added."""
    key = request.GET.get("step", "")
    found = of.step(key) if key else None
    if key and found is None:
        raise NotVisible()
    return found

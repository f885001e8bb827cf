"""The pages of the Board about one agency: is it enough, does it work, count duties before and after, close it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from followthrough.service.access.routes import classed
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.forms import Form, posted
from followthrough.service.design.quarters import quarter_of
from followthrough.service.learning.recommendations import actions, policies
from followthrough.service.learning.recommendations.forms import ASK_BACK, FigureForm, LookForm, ResultForm, TestForm
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.recommendations.policies import CannotAnswer
from followthrough.service.learning.recommendations.queries import figures
from followthrough.service.learning.recommendations.queries.held import Held
from followthrough.service.learning.recommendations.queries.progress import Progress
from followthrough.service.learning.recommendations.views.opening import form_page, of_agency, opened
from followthrough.service.sharing.doing import is_written

Check = Callable[[Viewer, Recommendation, Progress], None]


def _looking(request: HttpRequest, key: str, agency: str, check: Check) -> tuple[Held, Progress, dict[str, Any]]:
    """With what every action is given. Whoever does not see the review reads no other agency’s part."""
    held = opened(request, key)
    of = of_agency(held, agency)
    check(held.viewer, held.recommendation, of)
    return held, of, {"recommendation": held.recommendation, "of": of, "by": held.viewer}


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, recommendation_key: str, agency_key: str) -> HttpResponse:
    held, of, given = _looking(request, recommendation_key, agency_key, policies.check_can_ask_back)
    form = LookForm(posted(request), can_confirm=of.is_new)

    def write(said: dict[str, Any]) -> object:
        act = actions.ask_back if said["answer"] == ASK_BACK else actions.confirm
        return act(words=said["words"], **given)

    if is_written(request, form, write, "Written down. The agency sees what you said.", CannotAnswer):
        return redirect("recommendations:recommendation", recommendation_key)
    return _form(request, held, of, form, heading="Is it enough?", submit="Say it")


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def test(request: HttpRequest, recommendation_key: str, agency_key: str) -> HttpResponse:
    held, of, given = _looking(request, recommendation_key, agency_key, policies.check_can_test)
    form = TestForm(posted(request))
    if is_written(request, form, lambda said: actions.test(**given, **_named(said)), _tested(form), CannotAnswer):
        return redirect("recommendations:recommendation", recommendation_key)
    return _form(request, held, of, form, heading="Does it work?", submit="Write down the test")


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, recommendation_key: str, agency_key: str) -> HttpResponse:
    """The quarters stand in the address, so that a figure can be looked at again; it is counted anew when kept."""
    held, of, given = _looking(request, recommendation_key, agency_key, policies.check_can_test)
    asked = FigureForm(
        request.GET if "procedure" in request.GET else None,
        procedures=figures.procedures_of(of.agency),
        quarters=figures.quarters(held.now),
        initial=_before_and_after(of, held.now),
    )
    if not asked.is_bound or not asked.is_valid():
        return _form(request, held, of, asked, "count", heading="Count duties before and after", submit="Count")
    procedure = asked.cleaned_data["procedure"]
    title = dict(asked.fields["procedure"].choices)[procedure]  # type: ignore[attr-defined]
    found = figures.met(of.agency, procedure, asked.spans)
    data = f"Duties under “{title}”. " + ". ".join(each.words for each in found) + "."
    form = ResultForm(posted(request))
    if is_written(
        request,
        form,
        lambda said: actions.test(**given, **said, how="duties met", data=data),
        _tested(form),
        CannotAnswer,
    ):
        return redirect("recommendations:recommendation", recommendation_key)
    more = {"figure_title": title, "figures": [each.words for each in found]}
    return _form(request, held, of, form, heading="Does it work?", submit="Write down the test", **more)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, recommendation_key: str, agency_key: str) -> HttpResponse:
    held, of, given = _looking(request, recommendation_key, agency_key, policies.check_can_close)
    if request.method == "POST":
        actions.close(**given)
        messages.success(request, "Closed. Its test stays there to be read.")
        return redirect("recommendations:recommendation", recommendation_key)
    return _form(request, held, of, Form(), heading="Close it?", submit="Close it")


def _before_and_after(of: Progress, now: datetime) -> dict[str, str]:
    """The quarter before it was asked; and the last that is over, where it began after something was done."""
    last = quarter_of(now).before
    found = {"before": quarter_of(of.asked_at).before.key}
    return found | ({"after": last.key} if of.shown_at and last.since > of.shown_at else {})


def _tested(form: Form) -> str:
    works = getattr(form, "data", {}).get("result") == "it works"
    return (
        "Written down. It can be closed now."
        if works
        else "Written down. It is open again: the agency says what it will do instead."
    )


def _named(said: dict[str, Any]) -> dict[str, Any]:
    """As the action calls them: a form has data of its own."""
    return {"data" if name == "rests_on" else name: value for name, value in said.items()}


def _form(
    request: HttpRequest, held: Held, of: Progress, form: Form, template: str = "form", **more: Any
) -> HttpResponse:
    return form_page(request, held, form, template, about=held.title_of(of), of=of, **more)

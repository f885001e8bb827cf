"""The serious incidents of a child: what comes before a review. One page shows them; each step has its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed
from followthrough.service.agencies.queries import agencies
from followthrough.service.design.components import Row
from followthrough.service.design.forms import Form, posted
from followthrough.service.learning.reviews import actions, criteria, policies
from followthrough.service.learning.reviews.actions.incidents import AGREED, NOTIFIED
from followthrough.service.learning.reviews.forms import incidents as forms
from followthrough.service.learning.reviews.presenters import incidents as presenters
from followthrough.service.learning.reviews.queries.incidents import Incident, Incidents, incidents_of
from followthrough.service.sharing.doing import is_written

_NO_CRITERIA = "We keep no criteria for the day of this incident. Ask the Board’s manager which held then."


@classed("child")
@require_safe
def overview(request: HttpRequest, child_id: str) -> HttpResponse:
    held = incidents_of(request, child_id)
    may_see_to = policies.can_see_to_incident(held.viewer)
    context = {"child": held.child, "parts": presenters.parts_of(held), "may_see_to": may_see_to}
    return render(request, "reviews/incidents.html", context)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def put_forward(request: HttpRequest, child_id: str) -> HttpResponse:
    """Anybody who works with the child, in a school as well."""
    held = incidents_of(request, child_id)
    form = forms.PutForwardForm(posted(request))
    told = "Put forward. The Board’s office has it now, and decides. You see here what it decides."
    given: dict[str, Any] = {"child_id": held.child.pk, "death": held.death, "by": held.viewer}
    if is_written(request, form, lambda said: actions.put_forward(**given, **said), told):
        return redirect("incidents:overview", held.child.pk)
    lead = (
        "The Board decides whether agencies look together at what happened. If a child is in danger, share that first."
    )
    if held.death:
        lead = "It goes to the Board as the case of the child’s death. " + lead
    return _form(request, held, form, "Put this case forward for review", "Put it forward", lead=lead)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def harm(request: HttpRequest, child_id: str) -> HttpResponse:
    """Serious harm that nobody has put forward yet."""
    held = incidents_of(request, child_id)
    policies.check_can_see_to_incident(held.viewer)
    return _harm(request, held, "")


@dataclass(frozen=True)
class Step:
    """`make` builds the form; `write` records what was said in it."""

    heading: str
    submit: str
    told: str
    make: Callable[[Any, Incidents, Incident], Form]
    write: Callable[[dict[str, Any], Incidents, Incident, Form], object]
    may: Callable[[Incidents, Incident], None]
    lead: str = ""


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, child_id: str, incident_key: str, step: str) -> HttpResponse:
    held = incidents_of(request, child_id)
    incident = held.incident(incident_key)
    if incident is None or (step not in STEPS and step != "harm"):
        raise NotVisible()
    if step == "harm":
        policies.check_can_see_to_incident(held.viewer)
        return _harm(request, held, incident.key)
    asked = STEPS[step]
    asked.may(held, incident)
    form = asked.make(posted(request), held, incident)
    if is_written(request, form, lambda said: asked.write(said, held, incident, form), asked.told):
        return redirect("incidents:overview", held.child.pk)
    rows = _criteria_rows(form) if isinstance(form, forms.DecideForm) else ()
    return _form(request, held, form, asked.heading, asked.submit, lead=asked.lead, rows=rows)


def _harm(request: HttpRequest, held: Incidents, incident: str) -> HttpResponse:
    form = forms.HarmForm(posted(request))

    def write(said: dict[str, Any]) -> object:
        data = {**said, "agencies_worry": said["agencies_worry"] == forms.YES}
        return actions.know_harm(child_id=held.child.pk, said=data, incident=incident, by=held.viewer)

    if is_written(request, form, write, "Recorded. What the law asks next stands below, each with its time."):
        return redirect("incidents:overview", held.child.pk)
    lead = "A child died or was badly harmed, and abuse or neglect is known or suspected. The clocks run from here."
    return _form(request, held, form, "Record serious harm", "Record it", lead=lead)


def _sees_to(held: Incidents, incident: Incident) -> None:
    policies.check_can_see_to_incident(held.viewer)


def _keeps(held: Incidents, incident: Incident) -> None:
    policies.check_can_keep(held.viewer)


def _decides(held: Incidents, incident: Incident) -> None:
    policies.check_can_keep(held.viewer)
    if incident.decision is not None:
        raise policies.CannotReview("This was decided already. A decision that has to change is put right as an entry.")
    if criteria.in_force(incident.happened_on) is None:
        raise policies.CannotReview(_NO_CRITERIA)


def _was_asked(held: Incidents, incident: Incident) -> None:
    policies.check_can_answer_for_agency(held.viewer)
    if incident.asked.get(held.viewer.agency, True) is not None:
        raise policies.CannotReview("Your agency was not asked for a summary, or has sent it.")


def _going_on(held: Incidents) -> list[tuple[str, str]]:
    found = policies.visible_reviews(held.viewer).filter(ended_at=None).exclude(children__child_id=held.child.pk)
    return [(each.pk, str(each)) for each in found]


def _choices() -> list[tuple[str, str]]:
    return [(each.pk, each.title) for each in agencies()]


def _criteria_of(incident: Incident) -> criteria.Criteria:
    found = criteria.in_force(incident.happened_on)
    assert found is not None
    return found


def _criteria_rows(form: forms.DecideForm) -> tuple[Row, ...]:
    held = form.criteria
    return (Row("Criteria in force then", held.title), Row("Where they stand", held.source, href=held.address))


def _noted(kind: str) -> Callable[[dict[str, Any], Incidents, Incident, Form], object]:
    def write(said: dict[str, Any], held: Incidents, incident: Incident, form: Form) -> object:
        return actions.note(kind=kind, child_id=held.child.pk, incident=incident.key, said=said, by=held.viewer)

    return write


def _decide(said: dict[str, Any], held: Incidents, incident: Incident, form: Form) -> object:
    assert isinstance(form, forms.DecideForm)
    return actions.decide(
        child_id=held.child.pk,
        incident=incident.key,
        criteria=form.criteria,
        answers=form.answers,
        follows=said["follows"],
        words=said["words"],
        title=said["title"],
        is_notified=incident.latest(NOTIFIED) is not None,
        by=held.viewer,
    )


STEPS: dict[str, Step] = {
    "notified": Step(
        "The national panel was told", "Record it", "Recorded.", lambda data, held, incident: forms.NotifiedForm(data),
        _noted(NOTIFIED), _sees_to,
    ),
    "ask": Step(
        "Ask agencies what they knew", "Ask them", "Asked. Each agency’s safeguarding lead owes a summary now.",
        lambda data, held, incident: forms.AgenciesForm(data, agencies=_choices()),
        lambda said, held, incident, form: actions.ask_for_summaries(
            child_id=held.child.pk, incident=incident.key, agencies=said["agencies"], by=held.viewer
        ),
        _sees_to, "Every agency that knew the child, and schools too.",
    ),
    "summary": Step(
        "Send your agency’s summary", "Send it", "Sent. Those who decide on the case read it here.",
        lambda data, held, incident: forms.SummaryForm(data),
        lambda said, held, incident, form: actions.send_summary(
            child_id=held.child.pk, incident=incident.key, words=said["words"], by=held.viewer
        ),
        _was_asked,
    ),
    "agreed": Step(
        "The leaders agreed the rapid review", "Record it", "Recorded.",
        lambda data, held, incident: forms.AgenciesForm(data, agencies=_choices()),
        _noted(AGREED), _sees_to, "Whose leaders agreed?",
    ),
    "press": Step(
        "How the press is handled", "Write it down", "Written down. It holds from now on.",
        lambda data, held, incident: forms.PressForm(data),
        lambda said, held, incident, form: actions.handle_press(
            child_id=held.child.pk, incident=incident.key, by=held.viewer, **said
        ),
        _sees_to, "One person speaks. Nobody who works with the family is asked by a reporter what they think.",
    ),
    "decide": Step(
        "Decide on a review", "Record the decision", "Decided. Whoever put the case forward sees why.",
        lambda data, held, incident: forms.DecideForm(data, criteria=_criteria_of(incident)), _decide, _decides,
        "Answer each question by the criteria that held on the day of the incident.",
    ),
    "include": Step(
        "Look at this child in a review that goes on", "Include the child",
        "Included. Its panel and the agencies that were asked see the child now.",
        lambda data, held, incident: forms.IncludeForm(data, reviews=_going_on(held)),
        lambda said, held, incident, form: actions.include(
            review=policies.check_can_see_review(held.viewer, said["review"]), child_id=held.child.pk, by=held.viewer
        ),
        _keeps, "For a brother or a sister, or a child to whom the same happened.",
    ),
    "adults-board": Step(
        "Pass it to the Safeguarding Adults Board", "Record it", "Recorded, with who received it.",
        lambda data, held, incident: forms.AdultsForm(data),
        lambda said, held, incident, form: actions.tell_adults_board(
            child_id=held.child.pk, incident=incident.key, by=held.viewer, **said
        ),
        _keeps, criteria.OVER_18,
    ),
}  # fmt: skip


def _form(request: HttpRequest, held: Incidents, form: Form, heading: str, submit: str, **more: Any) -> HttpResponse:
    back = reverse("incidents:overview", args=[held.child.pk])
    context = {"child": held.child, "form": form, "heading": heading, "submit": submit, "back_href": back}
    return render(request, "reviews/child_form.html", {**context, "cancel_href": back, **more})

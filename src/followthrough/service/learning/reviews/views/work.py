"""The pages of the work of a review: scope, panel, meetings, what agencies are asked, and the family."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed
from followthrough.service.agencies.models import Practitioner
from followthrough.service.design.forms import Form, posted
from followthrough.service.learning.reviews import actions, policies
from followthrough.service.learning.reviews.actions.panel import SCOPED
from followthrough.service.learning.reviews.forms import work as forms
from followthrough.service.learning.reviews.models import Seat
from followthrough.service.learning.reviews.queries import UnderReview
from followthrough.service.learning.reviews.queries.work import agencies_and_schools, people_of
from followthrough.service.learning.reviews.views.opening import form_page, opened
from followthrough.service.sharing.doing import is_written

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@classed("signed-in")
@_PAGE
def scope(request: HttpRequest, review_id: str) -> HttpResponse:
    held = opened(request, review_id)
    policies.check_can_keep(held.viewer)
    agencies, schools = agencies_and_schools()
    review = held.review
    said = held.latest(SCOPED)
    now = {"from_on": review.from_on, "to_on": review.to_on, "questions": review.questions}
    known = (
        {name: said.event.data.get(name, "") for name in ("agencies", "schools", "no_school_because")} if said else {}
    )
    form = forms.ScopeForm(posted(request), agencies=agencies, schools=schools, initial={**now, **known})

    def write(given: dict[str, Any]) -> object:
        return actions.scope(review=review, by=held.viewer, **given)

    if is_written(request, form, write, "Agreed. The chronology under review shows this time.", policies.CannotReview):
        return redirect("reviews:review", review.pk)
    lead = "What is looked at, over which time, and with whom. Schools are thought of before the panel meets."
    return form_page(request, held, form, heading="Scope of the review", submit="Agree it", lead=lead)


@classed("signed-in")
@_PAGE
def seat(request: HttpRequest, review_id: str) -> HttpResponse:
    held = opened(request, review_id)
    policies.check_can_keep(held.viewer)
    people = {each.pk: each for each in people_of()}
    pairs = [(each.pk, f"{each.agency.title}: {each.name}") for each in people.values()]
    form = forms.SeatForm(posted(request), people=pairs)

    def write(said: dict[str, Any]) -> object:
        conflict = said["conflict"] if said["has_conflict"] == forms.DECLARED else "None, when asked"
        return actions.seat(
            review=held.review, practitioner=people[said["who"]], role=said["role"], conflict=conflict,
            independence=said["independence"], by=held.viewer,
        )  # fmt: skip

    told = "Seated. The person sees the review and its children from now on."
    if is_written(request, form, write, told, policies.CannotReview):
        return redirect("reviews:review", held.review.pk)
    lead = "Each is asked about conflicts of interest, and what they say is written down."
    return form_page(request, held, form, heading="Seat somebody on the panel", submit="Seat them", lead=lead)


@classed("signed-in")
@_PAGE
def unseat(request: HttpRequest, review_id: str, seat_id: str) -> HttpResponse:
    held = opened(request, review_id)
    found = held.review.seats.filter(pk=seat_id, to_at=None).first()
    if found is None:
        raise NotVisible()
    policies.check_can_end_seat(held.viewer, found)
    if found.practitioner == held.viewer.practitioner_id:
        return _step_back(request, held, found)
    person = Practitioner.objects.get(pk=found.practitioner)
    if request.method == "POST":
        actions.unseat(seat=found, by=held.viewer)
        messages.success(request, f"{person.name} sits on the panel no longer, and sees the review no longer.")
        return redirect("reviews:review", held.review.pk)
    said = "The person no longer sees the review or, by it, its children. What they wrote stays."
    heading = f"End the seat of {person.name}?"
    return form_page(request, held, Form(), heading=heading, submit="End it", said=said)


def _step_back(request: HttpRequest, held: UnderReview, seat: Seat) -> HttpResponse:
    form = forms.StepBackForm(posted(request))
    told = "You sit on this panel no longer. You no longer see the review or, by it, its children."
    if is_written(request, form, lambda said: actions.unseat(seat=seat, by=held.viewer, **said), told):
        return redirect("reviews:overview")
    lead = "You will no longer see the review or, by it, its children. What you wrote stays. The Board sees why."
    return form_page(request, held, form, heading="Step back from this panel", submit="Step back", lead=lead)


@classed("signed-in")
@_PAGE
def end(request: HttpRequest, review_id: str) -> HttpResponse:
    held = opened(request, review_id)
    policies.check_can_keep(held.viewer)
    if request.method == "POST":
        actions.end(review=held.review, by=held.viewer)
        messages.success(request, "Ended. Its panel sees it no longer. What it asks is followed as before.")
        return redirect("reviews:review", held.review.pk)
    said = "Nobody of its panel sees it or, by it, its children from then on. The office keeps all that was written."
    return form_page(request, held, Form(), heading="End this review?", submit="End it", said=said)


@classed("signed-in")
@_PAGE
def met(request: HttpRequest, review_id: str) -> HttpResponse:
    held = opened(request, review_id)
    policies.check_can_write(held.viewer, held.review)
    form = forms.MetForm(posted(request), agencies=_every_agency())
    if is_written(
        request, form, lambda said: actions.meet(review=held.review, by=held.viewer, **said), "Written down."
    ):
        return redirect("reviews:review", held.review.pk)
    return form_page(request, held, form, heading="A meeting of the review", submit="Write it down")


@classed("signed-in")
@_PAGE
def ask(request: HttpRequest, review_id: str) -> HttpResponse:
    held = opened(request, review_id)
    policies.check_can_keep(held.viewer)
    asked = set(held.review.parts.values_list("agency", flat=True))
    agencies = [pair for pair in _every_agency() if pair[0] not in asked]
    form = forms.AskForm(posted(request), agencies=agencies, initial={"asked_for": held.review.questions})
    told = "Asked. Each agency says who takes part, or why nobody does, and its clock runs."

    def write(said: dict[str, Any]) -> object:
        return actions.ask_agencies(review=held.review, by=held.viewer, **said)

    if is_written(request, form, write, told, policies.CannotReview):
        return redirect("reviews:review", held.review.pk)
    lead = "They can open the children under review from now on. Schools are agencies like any other."
    return form_page(request, held, form, heading="Ask agencies to take part", submit="Ask them", lead=lead)


@classed("signed-in")
@_PAGE
def family(request: HttpRequest, review_id: str) -> HttpResponse:
    held = opened(request, review_id)
    policies.check_can_write(held.viewer, held.review)
    form = forms.FamilyForm(posted(request))
    if is_written(request, form, lambda said: _family(held, said), "Written down."):
        return redirect("reviews:review", held.review.pk)
    lead = "Parents and the child are asked in their own language, and know whom to ring."
    return form_page(request, held, form, heading="The family and this review", submit="Write it down", lead=lead)


def _family(held: UnderReview, said: dict[str, Any]) -> object:
    review, by = held.review, held.viewer
    if said["what"] == forms.INVITED:
        asked = {name: said[name] for name in ("means", "who", "contact", "language")}
        return actions.invite_family(review=review, by=by, **asked)
    if said["what"] == forms.PUT_OFF:
        return actions.put_off_family(review=review, reason=said["words"], until=said["until"], by=by)
    return actions.hear_family(review=review, who=said["who"], words=said["words"], by=by)


def _every_agency() -> list[tuple[str, str]]:
    agencies, schools = agencies_and_schools()
    return [*agencies, *schools]

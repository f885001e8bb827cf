"""The pages that find a child, keep its numbers and say how to talk with it. Its own page belongs to the chronology."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible, can_close
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import titles
from followthrough.service.children import actions, numbers, presenters, queries
from followthrough.service.children import talking as talks
from followthrough.service.children.forms import FindForm, NumberForm, OwnPeopleForm, TalkingForm
from followthrough.service.children.models import Kin, Number
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        context |= _search(request.viewer, form)  # type: ignore[attr-defined]
    return render(request, "children/find.html", context)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def numbers_page(request: HttpRequest, child_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    child = queries.child(viewer, child_id)
    if child is None:
        raise NotVisible()
    known = titles()
    form = NumberForm(
        request.POST if request.method == "POST" else None, agency=known.get(viewer.agency, viewer.agency)
    )
    if form.is_bound and form.is_valid() and _number_set(form, child.pk, viewer):
        messages.success(request, "The number was written down.")
        return redirect("children:numbers", child.pk)
    lines = presenters.number_lines(numbers.numbers_of([child.pk]), known)
    return render(request, "children/numbers.html", {"child": child, "form": form, "lines": lines})


def _number_set(form: NumberForm, child_id: str, viewer: Viewer) -> bool:
    scheme, value = form.cleaned_data["scheme"], form.cleaned_data["value"]
    agency = viewer.agency if scheme == Number.Scheme.CASE else ""
    try:
        numbers.set_number(child_id=child_id, scheme=scheme, value=value, agency=agency, by=viewer)
    except numbers.NotANumber as error:
        form.add_error("value", str(error))
        return False
    return True


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def talking(request: HttpRequest, child_id: str) -> HttpResponse:
    """The one page for the language of the family and of the child: every other page, list and count tells from it."""
    viewer = viewer_of(request)
    child = queries.child(viewer, child_id)
    if child is None:
        raise NotVisible()
    form = TalkingForm(request.POST if request.method == "POST" else None, known=talks.known_or_registered(child))
    if form.is_bound and form.is_valid():
        if talks.learn(child=child, family=form.family, own=form.own, by=viewer):
            messages.success(request, "Written down. No other agency is told: share it with whoever must know.")
        else:
            messages.info(request, "All of this was known. Nothing new was written down.")
        return redirect(presenters.page_of(child) or "children:find")
    return render(request, "children/talking.html", {"child": child, "form": form})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def own_people(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether such a record exists or not."""
    viewer = viewer_of(request)
    form = OwnPeopleForm(request.POST if request.method == "POST" else None, colleagues=_colleagues(viewer))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        practitioner = Practitioner.objects.get(pk=said.get("who") or viewer.practitioner_id)
        actions.name_own_people(
            practitioner=practitioner, name=said["name"], born_on=said["born_on"], why=said["why"], by=viewer
        )
        messages.success(request, f"Written down. Such a record is closed to {practitioner.name}, now and later.")
        return redirect("children:own-people")
    named = Kin.objects.filter(practitioner=viewer.practitioner_id).order_by("name")
    return render(request, "children/own_people.html", {"form": form, "named": named})


def _colleagues(viewer: Viewer) -> list[tuple[str, str]]:
    if not can_close(viewer):
        return []
    found = Practitioner.objects.filter(agency=viewer.agency, is_active=True).exclude(pk=viewer.practitioner_id)
    return list(found.values_list("pk", "name"))


def _search(viewer: Viewer, form: FindForm) -> dict[str, object]:
    said = form.cleaned_data
    name, born_on = said["name"], said["born_on"]
    found = queries.search(viewer, name, born_on, number=said["number"], address=said["address"])
    for child_id in found.known_elsewhere:
        # That a child is known is told to somebody who does not work with them: it must be traceable.
        audit.record("child.known", by=viewer, subject=Subject("child", child_id))
    today = clock.now().astimezone(LONDON).date()
    return {
        "found": found,
        "table": presenters.found_table(found, today),
        "share_start": presenters.share_start(),
        "typed": presenters.typed(name, born_on),
    }

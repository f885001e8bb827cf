"""The chronology's page, what is chosen of it, and what is said of its entries."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from followthrough.procedures.explain import occurred_words
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.chronology import actions
from followthrough.service.chronology.forms import ContradictForm, LookForm, WeighForm
from followthrough.service.chronology.looking import Look, look_of
from followthrough.service.chronology.presenters.entries import is_kept_off_tables
from followthrough.service.chronology.presenters.whole import Reading, page_of, reading
from followthrough.service.chronology.queries import Entry
from followthrough.service.chronology.views.child import the_child
from followthrough.service.chronology.weighing import WEIGHED
from followthrough.service.design.forms import Form, posted
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.actions import CannotRecord

NEAR = 100  # entries to choose from, those that happened next to this one


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def whole(request: HttpRequest, child_id: str) -> HttpResponse:
    """A choice is posted, and stands sealed in the address that it leads to."""
    viewer, read = viewer_of(request), _reading(request, child_id)
    look = look_of(request.GET, viewer, child_id)
    weighed = rulebook.current().vocabulary.kind(WEIGHED)
    form = LookForm(posted(request), initial=_initial(look), agencies=read.agencies, kinds=read.kinds, weighed=weighed)
    if form.is_bound and form.is_valid():
        chosen = Look(form.asked, look.time, token=form.asked.sealed(viewer, child_id))
        return redirect(f"{reverse('chronology:whole', args=[child_id])}?{chosen.query()}#table")
    page = page_of(viewer, read, look)
    request.teams = list(read.telling.teams.values())  # type: ignore[attr-defined]
    return render(request, "chronology/whole.html", {"page": page, "form": form, "child": read.child})


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def weigh(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    viewer, read = viewer_of(request), _reading(request, child_id)
    entry = _entry(read, event_id)
    kind = rulebook.current().vocabulary.kind(WEIGHED)
    own = next((each for each in read.weighing.words.get(entry.root, ()) if each.event.agency == viewer.agency), None)
    form = WeighForm(posted(request), kind=kind, initial=dict(own.event.data) if own else {})
    if form.is_bound and form.is_valid():
        actions.weigh_entry(entry=entry, said=form.cleaned_data, by=viewer)
        messages.success(request, "Written down. The entry itself stands as it was.")
        return redirect("chronology:entry", child_id, entry.root)
    return _form(request, "weigh", read, entry, form)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def contradict(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    viewer, read = viewer_of(request), _reading(request, child_id)
    entry = _entry(read, event_id)
    numbers = {each.number: each.root for each in read.chronicle.entries if each.root != entry.root}
    form = ContradictForm(posted(request), near=_near(read, entry), numbers=numbers)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.contradict(entry=entry, other=_entry(read, said["beside"]), why=said["why"], by=viewer)
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down. Each of the two now leads to the other.")
            return redirect("chronology:entry", child_id, entry.root)
    return _form(request, "contradict", read, entry, form)


def _near(read: Reading, entry: Entry) -> dict[str, str]:
    """Next to it in time, in order."""
    others = [each for each in read.chronicle.entries if each.root != entry.root]
    at = entry.stood.occurred_from
    nearest = sorted(others, key=lambda each: abs(each.stood.occurred_from - at))[:NEAR]
    days = calendar.current()
    return {
        each.root: f"{each.number}. {occurred_words(each.stood, days)}, {read.telling.agency(each.event.agency)}: "
        f"{read.telling.kind(each.event)}"
        for each in others
        if each in nearest
    }


def _reading(request: HttpRequest, child_id: str) -> Reading:
    viewer = viewer_of(request)
    return reading(viewer, the_child(viewer, child_id), request.records)  # type: ignore[attr-defined]


def _entry(read: Reading, event_id: str) -> Entry:
    found = read.chronicle.entry(event_id)
    if found is None or not found.number:
        raise NotVisible()
    return found


def _initial(look: Look) -> dict[str, str]:
    return {name: value for name, value in look.asked.__dict__.items() if value}


def _form(request: HttpRequest, name: str, read: Reading, entry: Entry, form: Form) -> HttpResponse:
    context = {
        "child": read.child,
        "form": form,
        "title": read.telling.kind(entry.event),
        "when": occurred_words(entry.stood, calendar.current()),
        "agency": read.telling.agency(entry.event.agency),
        "lines": () if is_kept_off_tables(entry.row.record_class) else read.telling.gist(entry.stood),
        "back_href": reverse("chronology:entry", args=[read.child.pk, entry.root]),
    }
    return render(request, f"chronology/{name}.html", context)

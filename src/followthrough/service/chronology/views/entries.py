"""The page of one entry, with what stood before; putting it right and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.attachments import presenters as attachments
from followthrough.service.attachments import queries as attached
from followthrough.service.caseload import elsewhere
from followthrough.service.chronology import actions, asking, policies, queries, reasons
from followthrough.service.chronology.forms import CorrectForm, TakeBackForm, initial_of
from followthrough.service.chronology.places import share_about
from followthrough.service.chronology.presenters.entries import is_kept_off_tables, known_to, versions_of, weighed_row
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.chronology.views.child import the_child
from followthrough.service.chronology.weighing import Weighing
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.actions import CannotRecord


@classed("child")
@require_safe
def entry(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    child = the_child(viewer, child_id)
    chronicle, found = _find(viewer, child_id, event_id)
    telling = telling_of(viewer, chronicle, [])
    days, teams = calendar.current(), list(telling.teams.values())
    request.teams = teams  # type: ignore[attr-defined]
    if is_kept_off_tables(chronicle.rows[found.event.id].record_class):
        audit.record("entry.read", by=viewer, subject=Subject("child", child_id), detail={"entry": found.root})
    context = {
        "child": child,
        "row": weighed_row(found, Weighing(chronicle, telling.vocabulary), telling, days),
        "number": found.number,
        "versions": tuple(reversed(versions_of(found, chronicle, telling, days))),
        "known": [(telling.agency(agency), since) for agency, since in known_to(found, telling)],
        "event_id": found.root,
        "files": attachments.files(attached.of_events(viewer, [each.id for each in found.chain.members])),
        "can_correct": policies.can_correct(viewer, found),
        "share_href": share_about(child_id),
        "elsewhere": elsewhere.rows_of(
            chronicle.records | {child.pk}, {team.agency_id: team.agency.title for team in teams}
        ),
    }
    return render(request, "chronology/entry.html", context)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    child = the_child(viewer, child_id)
    chronicle, found = _find(viewer, child_id, event_id)
    policies.check_can_correct(viewer, found)
    kind = rulebook.current().vocabulary.kind(found.event.kind)
    around = asking.around(viewer, kind, chronicle, child)
    names = {around.viewer_id: around.viewer_name}
    local = found.event.occurred_from.astimezone(LONDON)
    said, _ = reasons.split(found.event.text)
    initial = initial_of(kind, found.event.data, around, names) | {"happened_on": local.date(), "text": said}
    if found.event.is_exact:
        initial["happened_at"] = f"{local:%H:%M}"
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=initial, kind=kind, around=around)
    if form.is_bound and form.is_valid():
        try:
            actions.correct_entry(
                entry=found,
                occurred=form.occurred,
                data=_unasked(found, form) | form.data_of_event,
                text=form.text if "text" in form.fields else said,
                reason=form.cleaned_data["reason"],
                by=viewer,
            )
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Put right. What stood before is kept beside it.")
            return redirect("chronology:entry", child_id, found.root)
    context = {"child": child, "kind": kind, "form": form, "back_href": _page(child_id, found)}
    return render(request, "chronology/correct.html", context)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    child = the_child(viewer, child_id)
    _, found = _find(viewer, child_id, event_id)
    policies.check_can_correct(viewer, found)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.take_entry_back(entry=found, reason=form.cleaned_data["reason"], by=viewer)
        messages.success(request, "Taken back. It stays on the record, marked as taken back.")
        return redirect("chronology:entry", child_id, found.root)
    kind = rulebook.current().vocabulary.kind(found.event.kind)
    context = {"child": child, "kind": kind, "form": form, "back_href": _page(child_id, found)}
    return render(request, "chronology/take_back.html", context)


def _find(viewer: Viewer, child_id: str, event_id: str) -> tuple[Chronicle, Entry]:
    chronicle = queries.chronicle(viewer, Subject("child", child_id))
    found = chronicle.entry(event_id)
    if found is None:
        raise NotVisible()
    return chronicle, found


def _unasked(found: Entry, form: CorrectForm) -> dict[str, type_of_value]:
    """What the form does not ask for stays as it was: keys that tie entries together."""
    asked = {each.name for each in form.asked}
    return {name: value for name, value in found.event.data.items() if name not in asked}


def _page(child_id: str, found: Entry) -> str:
    return reverse("chronology:entry", args=[child_id, found.root])

"""How our list stands, who looks after it, and a file that somebody brings by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible, Refused
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies.models import Membership, Practitioner, Team
from followthrough.service.caseload import expecting, policies, presenters, queries, reading, setting_up, taking
from followthrough.service.caseload.forms import BringForm, ListColumnsForm, SetUpForm
from followthrough.service.caseload.models import Came, CaseList, Delivery
from followthrough.service.core import clock
from followthrough.service.core.sheets import NoTable
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.components import Table
from followthrough.service.design.dates import LONDON

MOST_SHOWN = 50


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    held = setting_up.list_of(viewer.agency)
    context: dict[str, Any] = {
        "list": held,
        "may_set_up": policies.may_set_up(viewer),
        "may_bring": held is not None and policies.may_bring(viewer, held),
    }
    if held is not None:
        context |= _shown(viewer, held, request.GET.get("words", "")[:60], request.GET)
    return render(request, "caseload/overview.html", context)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_may_set_up(viewer)
    held = setting_up.list_of(viewer.agency)
    seats = list(
        Membership.objects.at_work()
        .filter(team__agency=viewer.agency, practitioner__is_active=True)
        .select_related("team", "practitioner")
        .order_by("practitioner__name")
    )
    teams = {each.team.slug: each.team for each in seats}
    people = {each.practitioner_id: each for each in seats}
    form = SetUpForm(
        request.POST if request.method == "POST" else None,
        teams=sorted((slug, team.title) for slug, team in teams.items()),
        people=[(key, f"{each.practitioner.name}, {each.team.title}") for key, each in people.items()],
        initial=_initial(held),
    )
    if form.is_bound and form.is_valid() and _is_set_up(form, teams, people, viewer):
        messages.success(request, "Written down.")
        return redirect("caseload:overview")
    return render(request, "caseload/set_up.html", {"form": form, "list": held})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    held = setting_up.list_of(viewer.agency)
    policies.check_may_bring(viewer, held)
    assert held is not None
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        raw = form.cleaned_data["file"].read(reading.MOST_BYTES + 1)
        try:
            as_of = _instant(form.cleaned_data["as_of"])
            made = taking.bring(held=held, raw=raw, as_of=as_of, came_by=Came.UPLOAD, by=viewer)
        except NoTable as error:
            form.add_error("file", str(error))
        except taking.TooOld as error:
            form.add_error("as_of", str(error))
        else:
            return redirect("caseload:file", made.pk)
    return render(request, "caseload/bring.html", {"form": form, "list": held})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """`do` is columns, take or discard. Nothing comes in before somebody has seen what would."""
    viewer = viewer_of(request)
    held = queries.file(viewer, delivery_id)
    if held is None or not policies.may_bring(viewer, held.case_list):
        raise NotVisible()
    do = request.POST.get("do", "") if held.taken_at is None else ""
    form = ListColumnsForm(request.POST if do == "columns" else None, head=held.table["head"], initial=held.columns)
    if form.is_bound and form.is_valid():
        taking.name_columns(file=held, columns=form.columns, by=viewer)
        return redirect("caseload:file", held.pk)
    problem = ""
    if do == "take":
        try:
            done = taking.take(file=held, by=viewer)
        except (NoTable, taking.TooOld) as error:
            problem = str(error)
        else:
            words = f"The list is taken in: {done.new} new, {done.changed} changed, {done.gone} no longer in it."
            messages.success(request, words)
            return redirect("caseload:overview")
    if do == "discard":
        taking.discard(file=held, by=viewer)
        messages.success(request, "The file was thrown away. Nothing of it had come in.")
        return redirect("caseload:overview")
    return render(request, "caseload/file.html", {"file": held, "form": form, "problem": problem} | _preview(held))


def _shown(viewer: Viewer, held: CaseList, words: str, asked: Any) -> dict[str, Any]:
    keeps = policies.may_bring(viewer, held)
    now = clock.now()
    next_at = None
    if held.due_by is not None:
        last = expecting.last_hour(held, now)
        next_at = expecting.hour_of(held, last.astimezone(LONDON).date() + timedelta(days=1))
    context: dict[str, Any] = {
        "rows": presenters.state_rows(held, next_at),
        "words": words,
        "files": presenters.files_table(queries.files(held)) if keeps else None,
    }
    matched = queries.matched(viewer, asked=words, page=asked.get("page", ""))
    context |= {"matched": matched, "matched_table": presenters.matched_table(matched)}
    for name, is_likely in (("likely", True), ("others", False)):
        found = queries.unmatched(viewer, asked=words, is_likely=is_likely, page=asked.get(name, ""))
        context |= {name: found, f"{name}_table": presenters.unmatched_table(found, "Not matched yet")}
    return context


def _preview(held: Delivery) -> dict[str, Any]:
    if held.taken_at is not None:
        return {"faulty": list(presenters.numbered(held.faults))}
    if not set(reading.NEEDED) <= set(held.columns):
        return {}
    lines = taking.lines_of(held)
    good = [line for line in lines if line.said]
    shown = presenters.preview_rows(good[:MOST_SHOWN])
    missing, standing = taking.left_out(held, lines)
    return {
        "missing": missing,
        "standing": standing,
        "is_ready": True,
        "good": len(good),
        "is_cut": len(good) > MOST_SHOWN,
        "faulty": [(line.number, line.fault) for line in lines if not line.said],
        "table": Table("What the list says", presenters.PREVIEW_HEAD, shown, "No row can be read as it is.", True),
    }


def _initial(held: CaseList | None) -> dict[str, str]:
    if held is None:
        return {"due_by": "07:00"}
    due_by = f"{held.due_by:%H:%M}" if held.due_by else ""
    return {"team": held.team.slug, "owner": held.owner_id, "due_by": due_by}


def _is_set_up(form: SetUpForm, teams: dict[str, Team], people: dict[str, Membership], viewer: Viewer) -> bool:
    said = form.cleaned_data
    owner: Practitioner = people[said["owner"]].practitioner
    try:
        setting_up.set_up(team=teams[said["team"]], owner=owner, due_by=said["due_by"], by=viewer)
    except Refused as refusal:
        form.add_error("owner", str(refusal))
        return False
    return True


def _instant(day: date | None) -> datetime:
    """Now for today; of another day its last minute."""
    now = clock.now()
    if day is None or day == now.astimezone(LONDON).date():
        return now
    return datetime.combine(day, time(23, 59), LONDON)

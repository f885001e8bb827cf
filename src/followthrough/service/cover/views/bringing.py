"""A rota as a file: bring it, say which column is which, look at each row, put the good ones in."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.cover import policies, reading
from followthrough.service.cover.actions import bringing
from followthrough.service.cover.actions.bringing import Fate, Outcome
from followthrough.service.cover.forms.rota import FileForm, RotaColumnsForm
from followthrough.service.cover.models import RotaFile
from followthrough.service.cover.queries import rota as queries
from followthrough.service.cover.views.rota import team_of
from followthrough.service.design.components import Cell, Table, Tag

_TAGS = {
    Fate.NEW: Tag("New", "done"),
    Fate.NAMED: Tag("Named", "done"),
    Fate.THERE: Tag("There already", "neutral"),
    Fate.REFUSED: Tag("Stays out", "overdue"),
}


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, agency_key: str, team_slug: str) -> HttpResponse:
    viewer, team = viewer_of(request), team_of(agency_key, team_slug)
    policies.check_can_keep(viewer, team.agency_id)
    is_sent = request.method == "POST"
    form = FileForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data.get("file")
        try:
            text = form.text
            reading.table(text)
        except reading.CannotRead as problem:
            form.add_error("file" if chosen else "pasted", str(problem))
        else:
            file = bringing.bring(team=team, name=chosen.name if chosen else "pasted rows", text=text, by=viewer)
            return redirect("rotas:file", team.agency_id, team.slug, file.pk)
    return render(request, "cover/bring.html", {"form": form, "team": team})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, agency_key: str, team_slug: str, file_id: int) -> HttpResponse:
    viewer, team = viewer_of(request), team_of(agency_key, team_slug)
    policies.check_can_keep(viewer, team.agency_id)
    found = queries.file(team, file_id)
    if found is None:
        raise Http404
    head, rows = reading.table(found.text)
    columns = found.columns or reading.guess(head)
    is_mapped = all(columns.get(field) for field in reading.NEEDED)
    form = RotaColumnsForm(request.POST if request.POST.get("do") == "columns" else None, head=head, initial=columns)
    if form.is_bound and form.is_valid():
        bringing.name_columns(file=found, columns=form.cleaned_data, by=viewer)
        return redirect(request.path)
    read = list(reading.read(head, rows, columns, queries.people(team.agency_id), team.telephone)) if is_mapped else []
    if request.POST.get("do") == "put-in":
        done = bringing.put_in_all(file=found, rows=read, by=viewer)
        messages.success(request, _done_words(done))
        return redirect("rotas:week", team.agency_id, team.slug)
    outcomes = bringing.preview(team=team, rows=read)
    context = {"form": form, "team": team, "file": found, "table": _table(found, outcomes), "good": _good(outcomes)}
    return render(request, "cover/file.html", context)


def _table(file: RotaFile, outcomes: list[Outcome]) -> Table:
    rows = tuple(
        (str(each.row.number), each.row.said, Cell(each.words, tag=_TAGS[each.fate]))
        for each in sorted(outcomes, key=lambda each: (each.fate is not Fate.REFUSED, each.row.number))
    )
    return Table(f"The rows of {file.name}", ("Line", "What it says", "What becomes of it"), rows, "No rows yet.")


def _good(outcomes: list[Outcome]) -> int:
    return sum(each.fate in (Fate.NEW, Fate.NAMED) for each in outcomes)


def _done_words(outcomes: list[Outcome]) -> str:
    counted = Counter(each.fate for each in outcomes)
    refused = f" {counted[Fate.REFUSED]} stayed out." if counted[Fate.REFUSED] else ""
    there = f" {counted[Fate.THERE]} were there already." if counted[Fate.THERE] else ""
    good = _good(outcomes)
    return f"{good} shift{' was' if good == 1 else 's were'} put in.{there}{refused}"

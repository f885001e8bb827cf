"""A file is brought, its columns are named, what it would bring is seen, and its good rows come in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from followthrough.service.access.routes import classed
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.components import Table
from followthrough.service.intake import files, tables
from followthrough.service.intake.forms import BringForm, RowColumnsForm
from followthrough.service.intake.models import Upload
from followthrough.service.intake.tables import Row

MOST_SHOWN = 50


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def brought(request: HttpRequest) -> HttpResponse:
    viewer = _viewer(request)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        raw, sender = form.cleaned_data["file"].read(tables.MOST_BYTES + 1), form.cleaned_data["sender"]
        try:
            made = files.bring(raw=raw, sender=sender, by=viewer)
        except tables.NoTable as error:
            form.add_error("file", str(error))
        else:
            return redirect("intake:file", made.pk)
    return render(request, "intake/files.html", {"form": form, "waiting": files.waiting(viewer)})


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, upload_id: str) -> HttpResponse:
    """`do` is columns, take or discard. Nothing comes in before somebody has seen what would."""
    viewer = _viewer(request)
    held = files.upload(viewer, upload_id)
    do = request.POST.get("do", "")
    form = RowColumnsForm(request.POST if do == "columns" else None, head=held.table["head"], initial=held.columns)
    if form.is_bound and form.is_valid():
        files.name_columns(upload=held, columns=form.columns, by=viewer)
        return redirect("intake:file", held.pk)
    if do == "take":
        came, faulty = files.take(upload=held, by=viewer)
        left = f" {faulty} must be put right first." if faulty else ""
        messages.success(request, f"{came} came in.{left} They wait for your team under “What came in”.")
        return redirect("intake:file" if faulty else "intake:items", *([held.pk] if faulty else []))
    if do == "discard":
        files.discard(upload=held, by=viewer)
        messages.success(request, "The file was thrown away. What had come in of it stays.")
        return redirect("intake:files")
    return render(request, "intake/file.html", {"upload": held, "form": form} | _preview(held))


def _preview(held: Upload) -> dict[str, Any]:
    if "text" not in held.columns:
        return {}
    rows = files.rows_of(held)
    known = files.known_keys(held, rows)
    good = [row for row in rows if row.arrival and row.arrival.key not in known]
    faulty = [row for row in rows if not row.arrival]
    return {
        "is_ready": True,
        "good": good,
        "table": _table(good),
        "faulty": [(row.number, row.fault) for row in faulty],
        "known": len(rows) - len(good) - len(faulty),
    }


def _table(rows: list[Row]) -> Table:
    shown = tuple(
        (
            str(row.number),
            row.arrival.about.get("name", "Not said"),
            row.arrival.about.get("born_on", "Not said"),
            row.arrival.subject,
            row.arrival.text[:120],
        )
        for row in rows[:MOST_SHOWN]
        if row.arrival
    )
    head = ("Row", "Child", "Born", "About", "What happened")
    return Table("What would come in", head, shown, "No row can come in as it is.", is_caption_hidden=True)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer

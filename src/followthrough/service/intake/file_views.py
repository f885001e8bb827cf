"""A file is brought, its columns are named, what it would bring is seen, and its good rows come in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from followthrough.procedures.explain.words import count_words, listed, upper
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.design.components import Table
from followthrough.service.design.dates import short_day
from followthrough.service.intake import files, tables
from followthrough.service.intake.forms import BringForm, RowColumnsForm
from followthrough.service.intake.models import Item, Upload
from followthrough.service.intake.tables import Row

MOST_SHOWN = 50


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def brought(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
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
    viewer = viewer_of(request)
    held = files.upload(viewer, upload_id)
    do = request.POST.get("do", "")
    form = RowColumnsForm(request.POST if do == "columns" else None, head=held.table["head"], initial=held.columns)
    if form.is_bound and form.is_valid():
        files.name_columns(upload=held, columns=form.columns, by=viewer)
        return redirect("intake:file", held.pk)
    if do == "take":
        came, faulty = files.take(upload=held, by=viewer)
        messages.success(request, _said(came, faulty))
        return redirect("intake:file" if faulty else "intake:items", *([held.pk] if faulty else []))
    if do == "discard":
        files.discard(upload=held, by=viewer)
        messages.success(request, "The file was thrown away. What had come in of it stays.")
        return redirect("intake:files")
    return render(request, "intake/file.html", {"upload": held, "form": form} | _preview(held))


def _said(came: list[Item], faulty: int) -> str:
    """To whom it came: the viewer's own team may have shut."""
    who = listed((str(item.team) for item in came), "and")
    left = f" {_rows(faulty)} must be put right in the file first." if faulty else ""
    return f"{_rows(len(came))} came in{f', to {who}' if came else ''}.{left}"


def _rows(number: int) -> str:
    return upper(count_words(number, "row"))


def _preview(held: Upload) -> dict[str, Any]:
    if "text" not in held.columns:
        return {}
    rows = files.rows_of(held)
    known = files.known(held, rows)
    good = [row for row in rows if row.arrival and row.number not in known]
    faulty = [row for row in rows if not row.arrival]
    return {
        "is_ready": True,
        "good": good,
        "table": _table(good),
        "faulty": [(row.number, row.fault) for row in faulty],
        "known": len(rows) - len(good) - len(faulty),
        "is_cut": len(good) > MOST_SHOWN,
        "unread": _unread(held),
    }


def _unread(held: Upload) -> str:
    """The columns that nobody has said the meaning of: as in “Where” and “Seen by”."""
    used = set(held.columns.values())
    return listed([f"“{name}”" for name in held.table["head"] if name and name not in used], "and")


def _table(rows: list[Row]) -> Table:
    shown = tuple(
        (
            str(row.number),
            row.arrival.about.get("name", "Not said"),
            _born(row.arrival.about.get("born_on", "")),
            row.arrival.subject,
            row.arrival.text[:120],
        )
        for row in rows[:MOST_SHOWN]
        if row.arrival
    )
    head = ("Row", "Child", "Born", "About", "What happened")
    return Table("What would come in", head, shown, "No row can come in as it is.", is_caption_hidden=True)


def _born(on: str) -> str:
    return short_day(date.fromisoformat(on)) if on else "Not said"

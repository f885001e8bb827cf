"""The page that finds a child. The child's own page belongs to the chronology."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from followthrough.procedures.model.event import Subject
from followthrough.service.access.routes import classed
from followthrough.service.children import presenters, queries
from followthrough.service.children.forms import FindForm
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        context |= _search(request.viewer, form)  # type: ignore[attr-defined]
    return render(request, "children/find.html", context)


def _search(viewer: Viewer, form: FindForm) -> dict[str, object]:
    name, born_on = form.cleaned_data["name"], form.cleaned_data["born_on"]
    found = queries.search(viewer, name, born_on)
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

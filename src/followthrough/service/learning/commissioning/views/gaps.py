"""The pages below a child: which gaps between services were found, and the case example that is written of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.children import queries as children
from followthrough.service.children.models import Child
from followthrough.service.design.forms import posted
from followthrough.service.learning.commissioning import actions
from followthrough.service.learning.commissioning.forms import ExampleForm
from followthrough.service.learning.commissioning.presenters.examples import gaps_table
from followthrough.service.learning.commissioning.queries import examples as queries
from followthrough.service.learning.commissioning.queries.examples import Gap


@classed("child")
@require_safe
def overview(request: HttpRequest, child_id: str) -> HttpResponse:
    child = _child(request, child_id)
    table = gaps_table(child.pk, queries.gaps(viewer_of(request), child))
    return render(request, "commissioning/gaps.html", {"child": child, "table": table})


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    child = _child(request, child_id)
    gap = _gap(request, child, event_id)
    if gap.example is not None and gap.example.released_at is None:
        return redirect("commissioning:example", gap.example.key)
    form = ExampleForm(posted(request), commissioners=queries.commissioners(), initial=_initial(gap))
    if form.is_bound and form.is_valid():
        made = actions.write(child_id=child.pk, gap=gap.key, by=viewer_of(request), **form.said)
        messages.success(request, "Written. Nobody outside reads it before a second person has released it.")
        return redirect("commissioning:example", made.key)
    context = {"child": child, "form": form, "gap": gap.event.data.get("words"), "corrects": gap.example}
    return render(request, "commissioning/write.html", context)


def _initial(gap: Gap) -> dict[str, str]:
    """A correction begins with the words that it puts right."""
    if gap.example is not None:
        return {"title": gap.example.title, "tier": str(gap.example.tier), **gap.example.words}
    tier = gap.event.data.get("tier")
    return {"tier": str(tier)} if tier else {}


def _child(request: HttpRequest, child_id: str) -> Child:
    found = children.child(viewer_of(request), child_id)
    if found is None:
        raise NotVisible()
    return found


def _gap(request: HttpRequest, child: Child, event_id: str) -> Gap:
    found = next((each for each in queries.gaps(viewer_of(request), child) if each.event.pk == event_id), None)
    if found is None:
        raise NotVisible()
    return found

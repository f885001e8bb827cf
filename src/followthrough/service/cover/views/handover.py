"""Pages of handing over: the lists of one's teams, one list, and a word on each piece of work."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.children.queries import by_any_record
from followthrough.service.core import clock
from followthrough.service.cover.actions import handover as actions
from followthrough.service.cover.forms.handover import WordsForm
from followthrough.service.cover.presenters import handover as presenters
from followthrough.service.cover.queries import handover as queries


@classed("team")
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.lists(viewer)
    finished = queries.finished([item for each in found for item in each.items.all()])
    table = presenters.lists_table(viewer, found, finished, clock.now())
    return render(request, "cover/hand_overs.html", {"table": table})


@classed("team")
@require_safe
def hand_over(request: HttpRequest, list_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.hand_over(viewer, list_id)
    if found is None:
        raise Http404
    items = list(found.items.all())
    page = presenters.list_page(
        viewer,
        found,
        items,
        by_any_record(viewer, {each.child_id for each in items}) if items else {},
        agencies.names({each.settled_by for each in items}),
        queries.finished(items),
        clock.now(),
    )
    return render(request, "cover/hand_over.html", {"page": page})


@classed("team")
@require_POST
def say(request: HttpRequest, item_id: str) -> HttpResponse:
    """Accept a piece of work, ask about it, or answer what was asked."""
    viewer = viewer_of(request)
    found = queries.item(viewer, item_id)
    if found is None:
        raise Http404
    what = request.POST.get("do", "")
    form = WordsForm(request.POST)
    try:
        if what == "accept":
            actions.accept(item=found, by=viewer)
            messages.success(request, f"You have accepted it: {found.title}.")
        elif what not in ("ask", "answer"):
            raise Http404
        elif not form.is_valid():
            messages.error(request, "Nothing was written down: type what you want to say.")
        elif what == "ask":
            actions.ask(item=found, question=form.cleaned_data["words"], by=viewer)
            messages.success(
                request, "Asked. Until it is answered and accepted, it stays with the team that hands over."
            )
        else:
            actions.answer(item=found, answer=form.cleaned_data["words"], by=viewer)
            messages.success(request, "Answered. The team that comes on duty sees it now.")
    except actions.CannotHandOver as refusal:
        messages.error(request, str(refusal))
    return redirect("rotas:hand-over", found.hand_over_id)

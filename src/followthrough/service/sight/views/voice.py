"""What the child says: all that was heard, and the short page that writes down more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.chronology import hearing
from followthrough.service.core import clock
from followthrough.service.ledger.actions import CannotRecord
from followthrough.service.sight import actions, forms
from followthrough.service.sight.views.visits import the_child
from followthrough.service.sight.voice import voice_of


@classed("child")
@require_safe
def voice(request: HttpRequest, child_id: str) -> HttpResponse:
    child = the_child(request, child_id)
    page = voice_of(viewer_of(request), child, request.records)  # type: ignore[attr-defined]
    return render(request, "sight/voice.html", {"child": child, "page": page})


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def hear(request: HttpRequest, child_id: str) -> HttpResponse:
    child, now = the_child(request, child_id), clock.now()
    initial = {"at": now, "language": child.language}
    form = forms.HearForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.write(
                kind=hearing.HEARD, child=child, at=form.cleaned_data["at"], data=form.said, by=viewer_of(request)
            )
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down. No other agency is told: share it with whoever must know.")
            return redirect("sight:voice", child.pk)
    back = reverse("sight:voice", args=[child.pk])
    return render(request, "sight/hear.html", {"child": child, "form": form, "back_href": back})

"""Moving the demo's clock from the bar on every page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from followthrough.service.access.routes import classed
from followthrough.service.demo import actions
from followthrough.service.design.dates import in_words


@classed("demo")
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    step = request.POST.get("step", "")
    if step in actions.STEPS:
        at = actions.move(step=step, by=request.viewer)  # type: ignore[attr-defined]
        messages.info(request, f"It is now {in_words(at)} in Wealdshire.")
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Only a place on this site."""
    address = request.POST.get("back_to", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}) else "/"

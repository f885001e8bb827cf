"""Routes that misbehave, for the tests of the middleware."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from followthrough.service.access.models import Reach
from followthrough.service.access.routes import classed
from followthrough.service.access.stepup import needs_step_up
from followthrough.service.core import clock, lanes
from followthrough.service.core.viewer import Viewer, acting


def _write() -> None:
    with acting(Viewer.system("test")):
        Reach.objects.create(subject_kind="child", subject_id="w", to_kind="x", to_id="y", from_at=clock.now())


@classed("signed-in")
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("home")


@classed("child")
def child(request: HttpRequest, child_id: str) -> HttpResponse:
    return HttpResponse(f"all about {child_id}")


@classed("team")
def team(request: HttpRequest) -> HttpResponse:
    return HttpResponse("team")


@classed("signed-in")
def answers(request: HttpRequest, status: int) -> HttpResponse:
    _write()
    return HttpResponse("written", status=status)


@classed("signed-in")
def breaks(request: HttpRequest) -> HttpResponse:
    _write()
    raise RuntimeError("after the write")


@classed("signed-in")
def forbidden_by_database(request: HttpRequest) -> HttpResponse:
    _write()
    with connection.cursor() as cursor:
        cursor.execute("delete from core_auditrow")
    return HttpResponse("never")


@classed("signed-in")
def who(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select app_viewer(), app_agency()")
        return HttpResponse(" ".join(str(each) for each in cursor.fetchone()))


@classed("signed-in")
@needs_step_up
def grave(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        _write()
    return HttpResponse("grave")


def _saved(name: str) -> HttpResponse:
    return HttpResponse(b"words", content_type="text/plain", headers={"X-Name": name})


@classed("signed-in")
def a_file(request: HttpRequest) -> HttpResponse:
    return _saved("words.txt")


@classed("signed-in")
def busy(request: HttpRequest) -> HttpResponse:
    _write()
    raise lanes.Busy


def without_class(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nobody decided who may see this")


urlpatterns = [
    path("", home),
    path("", include("followthrough.service.access.urls")),
    path("child/<str:child_id>/", child),
    path("team/", team),
    path("answers/<int:status>/", answers),
    path("breaks/", breaks),
    path("forbidden/", forbidden_by_database),
    path("who/", who),
    path("grave/", grave),
    path("a-file/", a_file, name="a-file"),
    path("busy/", busy),
    path("without-class/", without_class),
]

"""Writing an entry: which kind, then what it asks for. What was chosen is kept for its writer, never in an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.history import History
from followthrough.procedures.model.vocabulary import EventKind
from followthrough.service.access import chosen
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.children.models import Child
from followthrough.service.chronology import actions, asking, deciding, places, queries, recordable
from followthrough.service.chronology.forms import EntryForm
from followthrough.service.chronology.framework import capacity_from_16
from followthrough.service.chronology.presenters.beside import Beside, beside
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.queries import Chronicle
from followthrough.service.chronology.views.child import the_child
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.actions import CannotRecord, Recorded
from followthrough.service.ledger.models import Duty, Event
from followthrough.service.ledger.policies import is_owed_by
from followthrough.service.ledger.queries import duties_for
from followthrough.service.ledger.translating import to_event

SIGNED_THERE = (
    "What waits for a signature stands on this page. A manager of the agency that decided signs it here, "
    "and never who put it forward."
)
EVERY_DAY = "Contact and sight"  # the theme of what is recorded most


@dataclass(frozen=True)
class Place:
    """About whom an entry is written: a child, or an agency whose duty it is. Where its two pages are."""

    about: tuple[str, ...]
    child: Child | None
    agency: str = ""

    @property
    def title(self) -> str:
        return self.child.name if self.child else "Your agency"

    def address(self, draft: str) -> str:
        if self.child:
            return reverse("chronology:record-draft", args=[self.child.pk, draft])
        return reverse("chronology:record-draft-for-agency", args=[draft])

    def home(self, duty_id: str) -> str:
        if duty_id:
            return reverse("worklist:duty", args=[duty_id])
        return reverse("chronology:child", args=[self.child.pk]) if self.child else reverse("worklist:home")

    def subject(self, kind: EventKind) -> Subject | None:
        return asking.subject_for(kind, self.child) if self.child else Subject("agency", self.agency)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, child_id: str) -> HttpResponse:
    return _choose(request, _about_child(request, child_id))


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, child_id: str, draft: str) -> HttpResponse:
    return _record(request, _about_child(request, child_id))


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_for_agency(request: HttpRequest) -> HttpResponse:
    """For duties that an agency has and no child stands behind, such as cover over a bank holiday."""
    return _choose(request, _about_agency(request, _for_which(request)))


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def record_for_agency(request: HttpRequest, draft: str) -> HttpResponse:
    kept = chosen.chosen_for(request) or {}
    return _record(request, _about_agency(request, kept.get("for", "")))


def _for_which(request: HttpRequest) -> str:
    """The duty: from the form alone where one was sent, whatever else the address says."""
    return (request.POST if request.method == "POST" else request.GET).get("for", "")


def _choose(request: HttpRequest, place: Place) -> HttpResponse:
    asked = _asked(viewer_of(request), _for_which(request), place)
    vocabulary = rulebook.current().vocabulary
    offered = [vocabulary.kinds[kind] for kind in asked.kinds] or recordable.kinds_for(vocabulary, place.about)
    wanted = request.POST.get("kind", "") if request.method == "POST" else ""
    if request.method != "POST" and len(asked.kinds) == 1:
        wanted = asked.kinds[0]
    if any(kind.id == wanted for kind in offered):
        if page := _own_page(place, asked, wanted):
            if wanted in deciding.OF_TWO_PEOPLE:
                messages.info(request, SIGNED_THERE)
            return HttpResponseRedirect(page)
        form = place.address(new_id())
        chosen.choose(request, form, {"kind": wanted, "for": asked.duty_id, "about": _key(place)})
        return HttpResponseRedirect(form)
    wanted_now = set() if asked.kinds else _waited_for(viewer_of(request), place)
    context = {
        "place": place,
        "asked": asked,
        "themes": _themes(offered, wanted_now),
        "is_error": request.method == "POST",
        "back_href": place.home(asked.duty_id),
    }
    return render(request, "chronology/choose.html", context)


def _record(request: HttpRequest, place: Place) -> HttpResponse:
    viewer = viewer_of(request)
    kept = chosen.chosen_for(request)
    kind = rulebook.current().vocabulary.kinds.get(kept["kind"]) if kept else None
    if kept is None or kind is None or kept["about"] != _key(place):
        messages.info(request, "That page was open too long, or what it asked for was recorded already. Begin again.")
        back = reverse("chronology:record", args=[place.child.pk]) if place.child else place.home("")
        return HttpResponseRedirect(back)
    asked, subject = _asked(viewer, kept["for"], place), place.subject(kind)
    if page := _own_page(place, asked, kind.id):
        return HttpResponseRedirect(page)
    chronicle = _chronicle(viewer, place)
    history = _beside(viewer, place, kind, chronicle)
    form = _form(request, viewer, place, kind, asked, chronicle)
    if form.is_bound and form.is_valid():
        done = _write(form, kind, subject, viewer, history)
        if done is not None:
            chosen.forget(request)
            messages.success(request, _done_words(done, asked))
            return HttpResponseRedirect(place.home(asked.duty_id))
    context = {
        "place": place,
        "asked": asked,
        "kind": kind,
        "form": form,
        "beside": history,
        "child": place.child,
        "from_16": place.child is not None and capacity_from_16(place.child.born_on, clock.now()),
        "back_href": place.home(asked.duty_id),
    }
    return render(request, "chronology/decide.html" if history else "chronology/record.html", context)


def _chronicle(viewer: Viewer, place: Place) -> Chronicle:
    if place.child:
        return queries.chronicle(viewer, Subject("child", place.child.pk))
    return Chronicle(Subject("agency", place.agency), History(Subject("agency", place.agency), ()), {})


def _beside(viewer: Viewer, place: Place, kind: EventKind, chronicle: Chronicle) -> Beside | None:
    """The history, for a kind by which somebody decides about a child."""
    if place.child is None or kind.id not in deciding.ON_THE_PLAIN_PAGE:
        return None
    return beside(viewer, chronicle, telling_of(viewer, chronicle, [], known={place.child.pk: place.child.name}))


def _form(
    request: HttpRequest, viewer: Viewer, place: Place, kind: EventKind, asked: recordable.Asked, chronicle: Chronicle
) -> EntryForm:
    now = clock.now().astimezone(LONDON)
    return EntryForm(
        request.POST if request.method == "POST" else None,
        initial={"happened_on": now.date(), "happened_at": f"{now:%H:%M}"},
        kind=kind,
        around=asking.around(viewer, kind, chronicle, place.child),
        fixed=asked.fixed.get(kind.id),
        decides=place.child is not None and kind.id in deciding.ON_THE_PLAIN_PAGE,
    )


def _write(
    form: EntryForm, kind: EventKind, subject: Subject | None, viewer: Viewer, history: Beside | None
) -> Recorded | None:
    """None when the record refused it; the form then says why."""
    if subject is None:
        form.add_error(None, "We do not know where the child lives, so nothing about the household can be recorded")
        return None
    try:
        return actions.write_entry(
            kind=kind.id,
            subject=subject,
            occurred=form.occurred,
            data=form.data_of_event,
            text=form.text,
            by=viewer,
            read=history.earlier if history else None,
        )
    except CannotRecord as refusal:
        form.add_error(None, str(refusal))
        return None


def _own_page(place: Place, asked: recordable.Asked, kind: str) -> str:
    if place.child is None:
        return ""
    fixed = asked.fixed.get(kind, {})
    about = str(fixed.get("discussion") or fixed.get("meeting") or "")
    is_discussion = bool(about) and Event.objects.filter(pk=about, kind="strategy.held").exists()
    injury = str(fixed.get("injury") or "")
    return places.own_page(
        kind,
        place.child.pk,
        discussion=about if is_discussion else "",
        injury=injury,
        trigger=asked.trigger,
        trigger_kind=asked.trigger_kind,
    )


def _asked(viewer: Viewer, duty_id: str, place: Place) -> recordable.Asked:
    """What the duty asks for; nothing when it is about somebody else or not for this viewer."""
    duty = Duty.objects.filter(pk=duty_id).first() if duty_id else None
    if duty is None:
        return recordable.Asked()
    about = ("child", place.child.pk) if place.child else ("agency", place.agency)
    if (duty.subject_kind, duty.subject_id) != about and not is_owed_by(viewer, duty):
        return recordable.Asked()
    rules = rulebook.current()
    row = Event.objects.filter(pk=duty.trigger).first()
    return recordable.asked_by(duty, to_event(row, rules.vocabulary) if row else None, rules)


def _done_words(done: Recorded, asked: recordable.Asked) -> str:
    if asked.duty_id and asked.duty_id in done.duty_ids_closed:
        return f"Recorded. That closes this duty: {asked.title}."
    if asked.duty_id:
        return "Recorded. It does not close the duty: look below at what would."
    return "Recorded. It stands in the chronology now. No other agency is told: share it with whoever must know."


def _about_child(request: HttpRequest, child_id: str) -> Place:
    return Place(recordable.PEOPLE, the_child(viewer_of(request), child_id))


def _about_agency(request: HttpRequest, duty_id: str) -> Place:
    """The agency that the duty is about, or else the viewer's own."""
    viewer = viewer_of(request)
    duty = Duty.objects.filter(pk=duty_id, subject_kind="agency").first() if duty_id else None
    if duty is None:
        return Place(("agency",), None, viewer.agency)
    if not is_owed_by(viewer, duty):
        raise NotVisible()
    return Place(("agency",), None, duty.subject_id)


def _key(place: Place) -> str:
    return place.child.pk if place.child else f"agency:{place.agency}"


def _waited_for(viewer: Viewer, place: Place) -> set[str]:
    """The kinds that would meet an open duty of the viewer's teams about the same child or agency."""
    kind, identity = ("child", place.child.pk) if place.child else ("agency", place.agency)
    rules = rulebook.current()
    owed = duties_for(viewer, subject=Subject(kind, identity), is_waiting=True, is_own=True)
    return {kind for duty in owed for kind in recordable.asked_by(duty, None, rules).kinds}


def _themes(kinds: Iterable[EventKind], wanted_now: set[str]) -> list[tuple[str, list[EventKind]]]:
    """First what one's own open duties wait for, then whether the child was seen, then the rest by name."""
    kinds = list(kinds)
    now = sorted((kind for kind in kinds if kind.id in wanted_now), key=lambda kind: kind.title)
    others = _by_theme(kind for kind in kinds if kind.id not in wanted_now)
    rest = sorted(others, key=lambda each: (each[0] != EVERY_DAY, each[0]))
    return [("What your open duties wait for", now), *rest] if now else rest


def _by_theme(kinds: Iterable[EventKind]) -> list[tuple[str, list[EventKind]]]:
    theme: Callable[[EventKind], Any] = lambda kind: kind.theme  # noqa: E731
    ordered = sorted(kinds, key=lambda kind: (kind.theme, kind.title))
    return [(name[:1].upper() + name[1:], list(group)) for name, group in groupby(ordered, key=theme)]

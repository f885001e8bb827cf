"""From a draft to a share: what was entered, step by step, as the pages and the action need it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import QueryDict

from followthrough.service.attachments.models import Attachment
from followthrough.service.children.actions import About
from followthrough.service.children.models import Child
from followthrough.service.sharing.forms.what import UNKNOWN, WhatForm
from followthrough.service.sharing.models import Draft
from followthrough.service.sharing.outgoing import CONCERN, Outgoing
from followthrough.service.sharing.presenters.choices import child_line

_NOT_KEPT = ("csrfmiddlewaretoken", "keep", "take_off", "look", "find_others")
_NEEDS = {"yes": True, "no": False, UNKNOWN: None}


def about_whom(draft: Draft, child: Child | None) -> str:
    """Only what the viewer gave, or may see, is told."""
    return child_line(*_told(draft, child), draft.data.get("age", ""))


def is_about_somebody(draft: Draft) -> bool:
    return bool(draft.data.get("child_id") or draft.data.get("is_new"))


def outgoing(draft: Draft, form: WhatForm, child: Child | None, files: Iterable[Attachment] = ()) -> Outgoing:
    """What would be sent now. The form must be valid. What is known of the child's language goes with it."""
    said = form.cleaned_data
    from_, to = said["occurred"]
    told = said["family_told"] == "yes"
    language, needs = said.get("language", ""), _NEEDS.get(said.get("interpreter", ""))
    if child is not None:
        language = language or child.language
        needs = child.interpreter_needed if needs is None else needs
    return Outgoing(
        key=draft.pk,
        child_id=draft.data.get("child_id", ""),
        new_child=_new_child(draft.data, language, needs),
        age_note=draft.data.get("age", ""),
        asks=said["asks"],
        kind=said.get("kind") or CONCERN,
        detail=form.detail,
        words=said["words"],
        occurred_from=from_,
        occurred_to=to,
        recipients=form.chosen,
        items=tuple(said.get("items") or ()),
        files=tuple(each.pk for each in files),
        lawful_basis=said["lawful_basis"],
        family_told=told,
        why_not_told="" if told else said["why_not_told"],
        spoke_to=said["spoke_to"],
        language=language,
        interpreter_needed=needs,
    )


def typed(posted: QueryDict) -> dict[str, list[str]]:
    """What was typed on page 2, as a draft holds it: mistakes and all. Files are kept beside it."""
    return {name: posted.getlist(name) for name in posted if name not in _NOT_KEPT}


def _new_child(data: Mapping[str, Any], language: str, needs: bool | None) -> About | None:
    if not data.get("is_new"):
        return None
    return About(name=data["name"], born_on=_day(data), language=language, interpreter_needed=needs)


def _told(draft: Draft, child: Child | None) -> tuple[str, date | None]:
    if child is not None:
        return child.name, child.born_on
    return draft.data.get("name", "A child"), _day(draft.data)


def _day(data: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(data["born_on"]) if data.get("born_on") else None

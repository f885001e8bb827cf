"""What several forms have alike: which team, the same saying once, a time that is past, whether the family knows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.design.forms import Choice, Finds, Form, LongTextField, RadiosField


class OfTeams(Finds):
    """Its field `team` offers the `teams` that it is made with, as (key, title)."""

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("team", [("", "Select a team"), *teams], label="Find a team or a school")


class SaidOnce(Form):
    """Its key makes a second press, or a resend, the same saying."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_id()

    def clean_key(self) -> str:
        given: str = self.cleaned_data["key"]
        return given if re.fullmatch("[0-9a-f]{32}", given) else new_id()


class Past(Form):
    """Its field `at` lies not in the future."""

    def clean_at(self) -> dt.datetime:
        given: dt.datetime = self.cleaned_data["at"]
        if given > clock.now():
            raise ValidationError("The day and time must not be in the future")
        return given


class FamilyTold(Form):
    """Does the family know of it, and if not, why not? The form says of what in the label of `family_told`."""

    family_told = RadiosField(
        label="Does the family know that you share this?",
        required_message="Select whether the family knows",
        choices=[Choice("yes", "Yes"), Choice("no", "No", reveals="why_not_told")],
    )
    why_not_told = LongTextField(
        label="Why not?",
        required=False,
        marks_optional=False,
        required_message="Enter why the family is not told",
        rows=2,
        max_length=500,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked last on the page, so last among its errors.
        self.order_fields([name for name in self.fields if name not in ("family_told", "why_not_told")])

    def clean(self) -> dict[str, Any]:
        self.require_when("why_not_told", "family_told", "no")
        return self.cleaned_data

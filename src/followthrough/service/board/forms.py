"""What does the chair say when a report is signed off?"""

from __future__ import annotations

from django import forms

from followthrough.service.design.forms import Form, TickField


class SignOffForm(Form):
    """`read` is the digest of the report that was read."""

    read = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    has_read = TickField(
        label="I have read this report. Its figures are not changed any more",
        required_message="Tick that you have read the report",
    )

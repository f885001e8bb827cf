"""What does the chair say when a report is signed off?"""

from __future__ import annotations

from followthrough.service.design.forms import Form, TickField


class SignOffForm(Form):
    has_read = TickField(
        label="I have read this report. Its figures are not changed any more",
        required_message="Tick that you have read the report",
    )

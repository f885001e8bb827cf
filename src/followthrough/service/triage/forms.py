"""What is asked when agencies are not brought together?"""

from __future__ import annotations

from followthrough.service.design.forms import Form, LongTextField


class LeaveForm(Form):
    reason = LongTextField(
        label="Why do you bring nobody together?",
        required_message="Say why you bring nobody together",
        rows=4,
        max_length=2000,
        help_text="It is kept with the alert, where you and those who check the audit find it. No agency is told.",
    )

"""What is asked about a piece of work that is handed over, or answered to that."""

from __future__ import annotations

from followthrough.service.design.forms import Form, LongTextField


class WordsForm(Form):
    words = LongTextField(label="Words", required_message="Type what you want to say", max_length=1000)

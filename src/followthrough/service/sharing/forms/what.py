"""What is shared, with whom, and what is asked? One page; six answers are needed at most, the child among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from followthrough.procedures.language import parse_local_instant
from followthrough.procedures.model.vocabulary import DataField, EventKind, FieldType
from followthrough.service.attachments.forms import FilesField, take_off_field
from followthrough.service.attachments.models import Attachment
from followthrough.service.core import clock
from followthrough.service.design.forms import (
    CheckboxesField,
    Choice,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from followthrough.service.sharing import kinds
from followthrough.service.sharing.forms.moment import DayOrTimeField
from followthrough.service.sharing.models import Basis
from followthrough.service.sharing.outgoing import CONCERN

UNKNOWN = "unknown"


class WhatForm(Form):
    asks = RadiosField(label="What do you ask for?", required_message="Select what you ask for", label_size="m")
    words = LongTextField(
        label="What happened?",
        required_message="Enter what happened",
        rows=6,
        max_length=4000,
        label_size="m",
        help_text="Say what you saw and heard, and what worries you. Use the child’s own words where you can.",
    )
    occurred = DayOrTimeField(
        label="When did it happen?",
        name="When it happened",
        required_message="Enter when it happened",
        help_text="The day is enough if you do not know the time.",
    )
    kind = RadiosField(label="Which of these fits best?", required=False, marks_optional=False)
    recipients = CheckboxesField(
        label="Who must know?",
        required=False,
        marks_optional=False,
        required_message="Select at least one team",
        label_size="m",
        help_text="Select all that apply. We suggest these now.",
    )
    others = CheckboxesField(label="Other teams", required=False, marks_optional=False, is_small=True)
    spoke_to = TextField(
        label="Who have you spoken to?",
        required=False,
        max_length=200,
        help_text="Name and team. If it is urgent, ring as well as writing here.",
    )
    family_told = RadiosField(
        label="Does the family know that you share this?",
        required_message="Select whether the family knows",
        label_size="m",
        choices=[Choice("yes", "Yes"), Choice("no", "No", reveals="why_not_told")],
    )
    why_not_told = LongTextField(
        label="Why not?",
        required=False,
        marks_optional=False,
        required_message="Enter why the family is not told",
        rows=2,
        max_length=500,
        help_text="For example: it could put the child or another person at risk.",
    )
    lawful_basis = RadiosField(
        label="Why may you share this?",
        label_size="m",
        initial=Basis.SAFEGUARDING,
        choices=[
            Choice(
                Basis.SAFEGUARDING.value,
                Basis.SAFEGUARDING.label,
                hint="You do not need the family’s agreement for this.",
            ),
            *(Choice(each.value, each.label) for each in Basis if each != Basis.SAFEGUARDING),
        ],
    )
    interpreter = RadiosField(
        label="Does the family need an interpreter?",
        required=False,
        choices=[Choice("yes", "Yes", reveals="language"), Choice("no", "No"), Choice(UNKNOWN, "I do not know")],
        help_text="Never ask a child or a relative to interpret.",
    )
    language = TextField(label="Which language?", required=False, marks_optional=False, max_length=60, width=20)
    new_files = FilesField(label="Add files")
    items = CheckboxesField(label="Share these entries of the chronology as well?", required=False, is_small=True)

    def __init__(
        self,
        *args: Any,
        asks: Sequence[Choice],
        suggested: Sequence[Choice],
        others: Sequence[Choice],
        offered: Iterable[EventKind],
        entries: Sequence[Choice],
        added: Sequence[Attachment] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {kind.id: kind for kind in offered}
        self._offer("asks", asks)
        self._offer("recipients", suggested)
        self._offer("others", others)
        self._offer("kind", [self._kind_choice(kind) for kind in self.offered.values()])
        self.fields["kind"].initial = CONCERN
        if added:
            self.fields["take_off"] = take_off_field(added)
        if entries:
            self._offer("items", entries)
        else:
            del self.fields["items"]

    def clean_occurred(self) -> tuple[dt.datetime, dt.datetime]:
        """From and to: a whole day where no time is known."""
        given = self.cleaned_data["occurred"]
        is_exact = isinstance(given, dt.datetime)
        from_, to = (given, given) if is_exact else parse_local_instant(given.isoformat())
        if from_ > clock.now():
            raise ValidationError("When it happened must not be in the future")
        return from_, to

    def clean(self) -> dict[str, Any]:
        self.require_when("why_not_told", "family_told", "no")
        if not self.chosen_teams and not {"recipients", "others"} & set(self.errors):
            shown = "recipients" if self.fields["recipients"].choices else "others"  # type: ignore[attr-defined]
            self.add_error(shown, self.fields["recipients"].error_messages["required"])
        return self.cleaned_data

    @property
    def chosen_teams(self) -> tuple[str, ...]:
        """Keys of the teams, suggested ones first."""
        said = self.cleaned_data
        return (*(said.get("recipients") or ()), *(said.get("others") or ()))

    @property
    def detail(self) -> dict[str, Any]:
        """The answer to the one question of the chosen kind."""
        kind = self.cleaned_data.get("kind") or CONCERN
        question = kinds.QUESTION.get(kind)
        answer = self.cleaned_data.get(kinds.field_name(kind))
        return {question: answer} if question and answer else {}

    @property
    def has_others(self) -> bool:
        """Whether the folded list has to stand open: something in it is chosen or wrong."""
        return bool(self["others"].value() or self["others"].errors)

    @property
    def has_items(self) -> bool:
        return bool(self["items"].value() or self["items"].errors)

    def _offer(self, name: str, choices: Sequence[Choice]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def _kind_choice(self, kind: EventKind) -> Choice:
        reveals = self._add_question(kind)
        if kind.id == CONCERN:
            return Choice(kind.id, "A worry about the child", hint="If none of the others fits", reveals=reveals)
        return Choice(kind.id, kind.title, reveals=reveals)

    def _add_question(self, kind: EventKind) -> str:
        field = kind.fields.get(kinds.QUESTION.get(kind.id, ""))
        if field is None:
            return ""
        name = kinds.field_name(kind.id)
        self.fields[name] = _question(field)
        return name


def _question(field: DataField) -> SelectField | TextField:
    label = field.title or field.name.replace("_", " ").capitalize()
    if field.type is FieldType.CHOICE:
        choices = [("", "Not known"), *((each, each[:1].upper() + each[1:]) for each in field.choices)]
        return SelectField(label=label, required=False, marks_optional=False, choices=choices)
    return TextField(label=label, required=False, marks_optional=False, max_length=200)


def typed_again(form: WhatForm, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed before, as initial values: it comes back as it was, mistakes and all."""
    held = MultiValueDict({name: each if isinstance(each, list) else [each] for name, each in typed.items()})
    return {
        name: field.widget.value_from_datadict(held, {}, name)
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(held, {}, name) or name in ("recipients", "others", "items")
    }

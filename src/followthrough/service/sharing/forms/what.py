"""What is shared, with whom, and what is asked? One page; six answers are needed at most, the child among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    Finds,
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
People = Callable[[str], Sequence[tuple[str, str]]]  # from a name to the keys and lines of those who have it


def nobody(name: str) -> Sequence[tuple[str, str]]:
    return ()


class WhatForm(Finds):
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
    person = TextField(
        label="A person, by name",
        required=False,
        marks_optional=False,
        max_length=120,
        help_text="Their team has it too, so it is not lost when they are away.",
    )
    person_is = RadiosField(
        label="Who of these do you mean?",
        required=False,
        marks_optional=False,
        required_message="Select the person that you mean",
    )
    role = SelectField(label="Whoever holds this role", required=False, marks_optional=False)
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
        roles: Sequence[tuple[str, str]] = (),
        people: People = nobody,
        named: str = "",
        chosen: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {kind.id: kind for kind in offered}
        self._offer("asks", asks)
        self._offer("recipients", suggested)
        self.offer("others", others, label="Find a team or a school", chosen=chosen)
        self._offer("kind", [self._kind_choice(kind) for kind in self.offered.values()])
        self.fields["kind"].initial = CONCERN
        if added:
            self.fields["take_off"] = take_off_field(added)
        self.fields["role"].choices = [("", "No role"), *roles]  # type: ignore[attr-defined]
        self.person_key = ""
        name = str(self.data.get("person", named)).strip()
        self._people = list(people(name)) if name else []
        if len(self._people) > 1:
            self._offer("person_is", [Choice(key, line) for key, line in self._people])
        else:
            del self.fields["person_is"]
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
        self._find_person()
        if not self.chosen and not {"recipients", "others", "person", "person_is", "role"} & set(self.errors):
            shown = "recipients" if self.fields["recipients"].choices else "others"  # type: ignore[attr-defined]
            self.add_error(shown, self.fields["recipients"].error_messages["required"])
        return self.cleaned_data

    @property
    def chosen(self) -> tuple[str, ...]:
        """Keys of the recipients: suggested teams first, then other teams, a person, a role."""
        said = self.cleaned_data
        more = (self.person_key, said.get("role"))
        return (*(said.get("recipients") or ()), *(said.get("others") or ()), *(each for each in more if each))

    def _find_person(self) -> None:
        """One name may be that of several people: then the page asks which."""
        if not self.cleaned_data.get("person"):
            return
        if len(self._people) == 1:
            self.person_key = self._people[0][0]
        elif not self._people:
            self.add_error("person", "We found nobody of that name. Check the name, or choose their team")
        elif self.cleaned_data.get("person_is"):
            self.person_key = self.cleaned_data["person_is"]
        else:
            self.add_error("person_is", self.fields["person_is"].error_messages["required"])

    @property
    def has_person(self) -> bool:
        """Whether the folded part for a person or a role has to stand open."""
        names = [name for name in ("person", "person_is", "role") if name in self.fields]
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def detail(self) -> dict[str, Any]:
        """The answer to the one question of the chosen kind."""
        kind = self.cleaned_data.get("kind") or CONCERN
        question = kinds.QUESTION.get(kind)
        answer = self.cleaned_data.get(kinds.field_name(kind))
        return {question: answer} if question and answer else {}

    @property
    def has_others(self) -> bool:
        """Whether the folded list has to stand open: something in it is chosen, wrong or looked for."""
        return bool(self["others"].value() or self["others"].errors or self.is_looking)

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


def typed_again(form: Form, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed before, as initial values: it comes back as it was, mistakes and all."""
    held = MultiValueDict({name: each if isinstance(each, list) else [each] for name, each in typed.items()})
    return {
        name: field.widget.value_from_datadict(held, {}, name)
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(held, {}, name) or name in ("recipients", "others", "items")
    }

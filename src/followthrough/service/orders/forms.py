"""What is asked of bail, of an order, of who was told? As little as the procedures and a reader at night need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from followthrough.procedures.model.event import type_of_value
from followthrough.service.chronology.bail import NO_CONDITION, NO_CONTACT, WATCHED
from followthrough.service.design.forms import (
    CheckboxesField,
    Choice,
    DateField,
    DateTimeField,
    Finds,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
)
from followthrough.service.ledger import rulebook
from followthrough.service.orders.actions import Family
from followthrough.service.sharing.forms.alike import FamilyTold, Past, SaidOnce

MOST, NAME = 4000, 120
YES, NO = "yes", "no"
SOMEBODY = "somebody-else"
NOT_CONSIDERED, NOT_ASKED_FOR = "not considered", "not asked for"
_CONTACT = {NO_CONTACT: NO_CONTACT, WATCHED: WATCHED}  # what was decided makes the condition; anything else makes none
YES_NO = [Choice(YES, "Yes"), Choice(NO, "No")]


def options(kind: str, field: str) -> list[Choice]:
    """The vocabulary’s own words."""
    found = rulebook.current().vocabulary.kind(kind).fields[field].choices
    return [Choice(each, each[:1].upper() + each[1:]) for each in found]


class Dated(Past, SaidOnce):
    at = DateTimeField(label="When?", name="The day and time")


class Shared(FamilyTold):
    """What is written down goes to another agency: does the family know of that?"""

    @property
    def family(self) -> Family:
        said = self.cleaned_data
        return Family(is_told=said["family_told"] == YES, why_not=said["why_not_told"])

    def share_nothing(self) -> None:
        """Where it goes to nobody, nothing is asked of it."""
        for name in ("family_told", "why_not_told"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return super().clean() if "family_told" in self.fields else self.cleaned_data


class Considered(Finds, Dated):
    """Whether no contact with the child was considered: asked of whom, decided by whom and why."""

    decision = RadiosField(
        label="Was no contact with the child considered?",
        required_message="Select whether no contact was considered",
        choices=[
            Choice(NO_CONTACT, "Yes: there must be no contact"),
            Choice(WATCHED, "Yes: contact only while somebody watches"),
            Choice(NOT_ASKED_FOR, "Yes: and no such condition was asked for"),
        ],
    )
    consulted = SelectField(label="Which agency was asked?", required=False, marks_optional=False)
    asked = TextField(
        label="Who was asked there?", required=False, marks_optional=False, max_length=NAME, help_text="The name"
    )
    decided_by = TextField(
        label="Who decided?",
        required=False,
        marks_optional=False,
        max_length=NAME,
        required_message="Enter who decided",
    )
    reason = LongTextField(
        label="Why?",
        required=False,
        marks_optional=False,
        rows=2,
        max_length=MOST,
        required_message="Enter why the child may be seen",
        help_text="Needed where contact is not forbidden",
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("consulted", [("", "Nobody was asked"), *agencies], label="Find an agency or a school")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self.require_when("reason", "decision", WATCHED, NOT_ASKED_FOR)
        self.require_when("decided_by", "decision", NO_CONTACT, WATCHED, NOT_ASKED_FOR)
        return found

    def thought(self, custody: str) -> dict[str, type_of_value]:
        """Empty where nobody considered it."""
        said = self.cleaned_data
        if said["decision"] == NOT_CONSIDERED:
            return {}
        names = ("decision", "consulted", "asked", "reason")
        return {"custody": custody, "by": said["decided_by"], **{each: said[each] for each in names}}


class Conditions(Form):
    """What the person may not do, and whom it is about."""

    children_meant = CheckboxesField(
        label="Which children is it about?",
        required=False,
        marks_optional=False,
        required_message="Select which children it is about",
        help_text="Only for a condition on contact",
    )
    only_carer = RadiosField(
        label="Was this the only carer of these children?",
        required=False,
        marks_optional=False,
        required_message="Select whether this was the only carer",
        help_text="If there must be no contact, somebody else has to care for them tonight",
        choices=YES_NO,
    )
    not_at = TextField(
        label="Where must the person not be?",
        required=False,
        marks_optional=False,
        max_length=300,
        help_text="For example, the home, the school, the aunt’s street",
    )
    conditions = LongTextField(
        label="What else are the conditions?",
        required=False,
        marks_optional=False,
        rows=3,
        max_length=MOST,
        help_text="As they were given",
    )

    def __init__(self, *args: Any, children: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children_meant"].choices = [Choice(key, name) for key, name in children.items()]  # type: ignore[attr-defined]

    def limits(self, contact: str) -> dict[str, type_of_value]:
        said = self.cleaned_data
        is_limited = contact != NO_CONDITION
        return {
            "contact": contact,
            "children_meant": tuple(said["children_meant"]) if is_limited else (),
            "only_carer": contact == NO_CONTACT and said["only_carer"] == YES,
            "not_at": said["not_at"],
            "conditions": said["conditions"],
        }


class BailForm(Conditions, Considered, Shared):
    """A release. Custody does not wait: that nobody considered no contact can be said, and becomes a duty."""

    who = RadiosField(label="Who is released on bail?", required_message="Select who is released on bail")
    name = TextField(
        label="Name", required=False, marks_optional=False, max_length=NAME, required_message="Enter who is released"
    )
    custody = TextField(label="Custody number", max_length=60, width=20, required_message="Enter the custody number")
    offence = RadiosField(label="What for?", required_message="Select what for")
    ends_on = DateField(
        label="Until which day?",
        name="The last day",
        required=False,
        marks_optional=False,
        help_text="The last day of bail. For example, 28 6 2013",
    )
    field_order = (
        *("key", "who", "name", "at", "custody", "offence", "decision", "consulted", "asked", "decided_by", "reason"),
        *("children_meant", "only_carer", "not_at", "conditions", "ends_on"),
    )

    def __init__(self, *args: Any, adults: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [Choice(each, each) for each in dict.fromkeys(adults)]
        fields: dict[str, Any] = self.fields
        fields["who"].choices = [*people, Choice(SOMEBODY, "Somebody else", reveals="name")]
        fields["offence"].choices = options("bail.granted", "offence")
        fields["at"].label = "When was the release?"
        not_considered = Choice(NOT_CONSIDERED, "No", "Your manager and social care are told", divider="or")
        fields["decision"].choices = [*fields["decision"].offered, not_considered]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        self.require_when("name", "who", SOMEBODY)
        self.require_when("children_meant", "decision", NO_CONTACT, WATCHED)
        self.require_when("only_carer", "decision", NO_CONTACT)
        at, last = found.get("at"), found.get("ends_on")
        if at and last and last < at.date():
            self.add_error("ends_on", "The last day must not be before the release")
        return found

    @property
    def said(self) -> dict[str, type_of_value]:
        said = self.cleaned_data
        return {
            "custody": said["custody"].strip(),
            "offence": said["offence"],
            "who": said["name"].strip() if said["who"] == SOMEBODY else said["who"],
            "ends_on": said["ends_on"] or "",
            **self.limits(_CONTACT.get(said["decision"], NO_CONDITION)),
        }


class ConsiderForm(Considered):
    custody = TextField(label="Custody number", max_length=60, width=20, required_message="Enter the custody number")
    field_order = ("key", "custody", "at", "decision", "consulted", "asked", "decided_by", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].label = "When was it decided?"


class LongerForm(Dated, Shared):
    """Bail or an order goes on."""

    ends_on = DateField(label="Until which day?", name="The last day", help_text="For example, 28 9 2013")
    authorised_by = RadiosField(label="Who allowed it?", required_message="Select who allowed it")

    def __init__(self, *args: Any, is_bail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_bail:
            self.fields["authorised_by"].choices = options("bail.extended", "authorised_by")  # type: ignore[attr-defined]
        else:
            del self.fields["authorised_by"]
            self.share_nothing()


class ConditionsForm(Conditions, Dated, Shared):
    contact = RadiosField(
        label="What about contact with the children?",
        required_message="Select what holds of contact",
        choices=[
            Choice(NO_CONTACT, "No contact"),
            Choice(WATCHED, "Contact only while somebody watches"),
            Choice(NO_CONDITION, "No condition on contact"),
        ],
    )
    field_order = ("key", "at", "contact", "children_meant", "only_carer", "not_at", "conditions")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self.require_when("children_meant", "contact", NO_CONTACT, WATCHED)
        self.require_when("only_carer", "contact", NO_CONTACT)
        return found


class EndedForm(Dated, Shared):
    why = RadiosField(label="Why did it end?", required_message="Select why it ended")
    in_words = TextField(label="Why did it end?", max_length=300, required_message="Enter why it ended")

    def __init__(self, *args: Any, is_bail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_bail:
            self.fields["why"].choices = options("bail.ended", "why")  # type: ignore[attr-defined]
        else:
            self.share_nothing()
        del self.fields["in_words" if is_bail else "why"]


class OrderForm(Dated):
    type = RadiosField(label="Which order?", required_message="Select which order")
    words = LongTextField(
        label="What does it say?",
        required=False,
        rows=3,
        max_length=MOST,
        help_text="Who must keep away, with whom the child may be",
    )
    ends_on = DateField(
        label="Until which day?",
        name="The last day",
        required=False,
        help_text="Leave it empty if it has no end. For example, 31 5 2013",
    )
    counts_from = DateField(
        label="If police asked for it: when did police protection begin?",
        name="The day",
        required=False,
        help_text="Only for an emergency protection order",
    )
    field_order = ("key", "type", "at", "ends_on", "words", "counts_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = options("order.made", "type")  # type: ignore[attr-defined]
        self.fields["at"].label = "When was it made?"


class ToldForm(Dated):
    to = RadiosField(
        label="Who was told?",
        required_message="Select who was told",
        choices=[
            Choice("the carer", "Whoever looks after the child"),
            Choice("school or nursery", "School or nursery"),
            Choice("none to tell", "The child has no school or nursery"),
        ],
    )
    who = TextField(
        label="Name", required=False, marks_optional=False, max_length=NAME, required_message="Enter who was told"
    )
    field_order = ("key", "to", "who", "at")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self.require_when("who", "to", "the carer", "school or nursery")
        return found


class SendForm(SaidOnce, Shared):
    teams = CheckboxesField(label="Who must know?", required_message="Select who must know")

    def __init__(self, *args: Any, teams: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].choices = list(teams)  # type: ignore[attr-defined]


class CarerForm(Dated):
    who = TextField(label="Who cares for the child?", max_length=NAME, required_message="Enter who cares for the child")
    relation = TextField(
        label="Who is that to the child?", max_length=NAME, required_message="Enter who that is to the child"
    )
    telephone = TextField(label="Telephone", max_length=40, width=20, required=False)
    how = LongTextField(
        label="How was it checked?",
        rows=2,
        max_length=MOST,
        required_message="Enter how it was checked",
        help_text="By police and by social care: what each looked up",
    )
    checked = TickField(label="Police and social care have checked this person", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].label = "From when?"

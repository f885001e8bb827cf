"""What does another agency know of a child? One page: about whom, whom you ask, what for."""

from __future__ import annotations

from followthrough.service.design.forms import Choice, LongTextField, RadiosField, SelectField
from followthrough.service.sharing.forms.about import AboutForm
from followthrough.service.sharing.forms.alike import FamilyTold, OfTeams, SaidOnce
from followthrough.service.sharing.models import Basis


class RequestForm(OfTeams, SaidOnce, FamilyTold, AboutForm):
    team = SelectField(label="Which team do you ask?", required_message="Select the team")
    purpose = RadiosField(
        label="What do you need it for?",
        required_message="Select what you need it for",
        choices=[
            Choice("enquiry into harm", "An enquiry into harm"),
            Choice("strategy discussion", "A strategy discussion"),
            Choice("assessment", "An assessment"),
        ],
    )
    words = LongTextField(
        label="What do you need to know?",
        required_message="Enter what you need to know",
        rows=4,
        max_length=2000,
        help_text="Ask for what you need, and no more. Say why the child worries you.",
    )
    family_told = RadiosField(
        label="Does the family know that you ask?",
        required_message="Select whether the family knows",
        choices=[Choice("yes", "Yes"), Choice("no", "No", reveals="why_not_told")],
    )
    lawful_basis = RadiosField(
        label="Why may you ask for this?",
        initial=Basis.SAFEGUARDING,
        choices=[Choice(each.value, each.label) for each in Basis],
    )

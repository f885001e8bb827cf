"""What is asked for a post, for who fills it, and for the training that they had?"""

from __future__ import annotations

from followthrough.service.design.forms import Choice, DateField, Form, RadiosField, TextField, TickField
from followthrough.service.learning.posts.models import Group, Level

_NAME = "Name and role. Only your agency’s managers and leads see it."


class PostForm(Form):
    title = TextField(
        label="What is the post called?",
        max_length=120,
        required_message="Enter what the post is called",
        help_text="For example, Named nurse, Named doctor, or Designated safeguarding lead",
    )
    is_required = TickField(label="Law or guidance requires this post", required=False)
    group = RadiosField(
        label="Which rules on training hold for it?",
        choices=[
            Choice(Group.HEALTH.value, Group.HEALTH.label, hint="A course again every three years"),
            Choice(Group.LEAD.value, Group.LEAD.label, hint="A course again every two years, and an update every year"),
            Choice(Group.OTHER.value, Group.OTHER.label, hint="A course when somebody begins"),
        ],
        required_message="Select which rules hold",
    )
    level = RadiosField(
        label="Which level of training does it need?",
        choices=[Choice(each.value, each.label) for each in Level],
        required_message="Select the level",
    )


class FillForm(Form):
    holder = TextField(
        label="Who fills the post?", max_length=120, required_message="Enter who fills the post", help_text=_NAME
    )
    since = DateField(label="Since when?", name="The day", required_message="Enter the day they began")
    covered_by = TextField(
        label="Who covers when they are away?", max_length=120, required=False, help_text="Name and role"
    )


class LeaveForm(Form):
    until = DateField(label="When did they leave?", name="The day", required_message="Enter the day they left")


class CoverForm(Form):
    covered_by = TextField(
        label="Who covers when they are away?",
        max_length=120,
        required_message="Enter who covers",
        help_text="Name and role",
    )


class TrainForm(Form):
    on = DateField(label="When did the course end?", name="The day", required_message="Enter the day the course ended")
    level = RadiosField(
        label="At which level was it?",
        choices=[Choice(each.value, each.label) for each in Level],
        required_message="Select the level",
    )


class UpdateForm(Form):
    on = DateField(
        label="When did they have the update?", name="The day", required_message="Enter the day of the update"
    )

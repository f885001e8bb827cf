"""Form fields that render themselves with labels, hints, errors and links that lead to a real place.

A form inherits from `Form` and names its fields; a page says `{{ form }}` or
`{{ form.worry.as_field_group }}`. With `FORM_RENDERER = "followthrough.service.design.forms.Renderer"`
forms from other packages look alike.
"""

from __future__ import annotations

from followthrough.service.design.forms.boundfield import BoundField
from followthrough.service.design.forms.choices import Choice
from followthrough.service.design.forms.columns import ColumnsForm, RowsField
from followthrough.service.design.forms.fields import (
    CheckboxesField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
)
from followthrough.service.design.forms.finding import Finds
from followthrough.service.design.forms.form import Form, ModelForm, posted
from followthrough.service.design.forms.moments import DateField, DateTimeField
from followthrough.service.design.forms.renderer import Renderer

__all__ = [
    "BoundField",
    "CheckboxesField",
    "Choice",
    "ColumnsForm",
    "DateField",
    "DateTimeField",
    "Finds",
    "Form",
    "LongTextField",
    "ModelForm",
    "RadiosField",
    "Renderer",
    "RowsField",
    "SelectField",
    "TextField",
    "TickField",
    "posted",
]

"""Form fields that render themselves with labels, hints, errors and links that lead to a real place.

A form inherits from `Form` and names its fields; a page says `{{ form }}` or `{{ form.worry.as_field_group }}`.
Set `FORM_RENDERER = "followthrough.service.design.forms.Renderer"`, and forms from other packages look alike.
"""
from __future__ import annotations

from .boundfield import BoundField
from .choices import Choice
from .fields import (
    CheckboxesField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
)
from .form import Form, ModelForm
from .moments import DateField, DateTimeField
from .renderer import Renderer

__all__ = [
    "BoundField",
    "CheckboxesField",
    "Choice",
    "DateField",
    "DateTimeField",
    "Form",
    "LongTextField",
    "ModelForm",
    "RadiosField",
    "Renderer",
    "SelectField",
    "TextField",
    "TickField",
]

"""Which templates and which bound field does Django use for every form on the site?"""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates

from followthrough.service.design.forms.boundfield import BoundField


class Renderer(DjangoTemplates):
    """Finds templates in Django's own forms and in every installed app."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = BoundField

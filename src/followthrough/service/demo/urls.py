"""Addresses of the demo's clock; and who may see the gallery of components, which only the demo shows."""

from __future__ import annotations

from django.urls import path

from followthrough.service.access.routes import classed
from followthrough.service.demo import views
from followthrough.service.design import views as design

# The design knows nothing of access, and its gallery holds nobody's record.
for view in (design.gallery, design.gallery_form):
    classed("public")(view)

app_name = "demo"
urlpatterns = [path("clock/", views.move, name="move")]

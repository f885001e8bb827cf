"""The gallery of components; only the demo and the tests include it."""

from __future__ import annotations

from django.urls import path

from followthrough.service.design import views

app_name = "design"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/form/", views.gallery_form, name="gallery-form"),
]

"""Addresses of figures by tier and of case examples, by the key that papers name; gaps stand below the child's own."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.commissioning.views import examples, figures, gaps

app_name = "commissioning"
urlpatterns = [
    path("commissioning/", figures.overview, name="overview"),
    path("commissioning/report.pdf", figures.as_pdf, name="pdf"),
    path("commissioning/report.docx", figures.as_word, name="word"),
    path("commissioning/examples/", examples.overview, name="examples"),
    path("commissioning/examples/<str:example_key>/", examples.example, name="example"),
    path("commissioning/examples/<str:example_key>/example.pdf", examples.as_pdf, name="example-pdf"),
    path("commissioning/examples/<str:example_key>/example.docx", examples.as_word, name="example-word"),
    path("commissioning/examples/<str:example_key>/change/", examples.change, name="change"),
    path("commissioning/examples/<str:example_key>/release/", examples.release, name="release"),
    path("commissioning/examples/<str:example_key>/reply/", examples.reply, name="reply"),
    path("children/<str:child_id>/gaps/", gaps.overview, name="gaps"),
    path("children/<str:child_id>/gaps/<str:event_id>/", gaps.write, name="write"),
]

"""The address of a file: an id, never a name."""

from __future__ import annotations

from django.urls import path

from followthrough.service.attachments import views

app_name = "attachments"
urlpatterns = [path("<slug:attachment_id>/", views.file, name="file")]

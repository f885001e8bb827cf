"""Addresses of the chapters, by their names and the numbers of their versions."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.chapters.views import reading, writing

app_name = "chapters"
urlpatterns = [
    path("", reading.overview, name="overview"),
    path("write/", writing.begin, name="begin"),
    path("<slug:chapter_slug>/", reading.chapter, name="chapter"),
    path("<slug:chapter_slug>/write/", writing.write, name="next"),
    path("<slug:chapter_slug>/<int:version>/", reading.version, name="version"),
    path("<slug:chapter_slug>/<int:version>/read/", reading.read, name="read"),
    path("<slug:chapter_slug>/<int:version>/approve/", writing.approve, name="approve"),
    path("<slug:chapter_slug>/<int:version>/readers/", reading.readers, name="readers"),
    path("<slug:chapter_slug>/<int:version>/with/<int:newer>/", reading.compare, name="compare"),
]

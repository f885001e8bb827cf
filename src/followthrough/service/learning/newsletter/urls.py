"""Addresses of the newsletter. An issue that is out has a number; a draft has an id."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.newsletter.views import checking, reaching, reading, writing

app_name = "newsletter"
urlpatterns = [
    path("", reading.overview, name="overview"),
    path("compose/", writing.compose, name="compose"),
    path("learning/<str:review_id>/", reaching.learning, name="learning"),
    path("drafts/<str:issue_id>/", writing.draft, name="draft"),
    path("drafts/<str:issue_id>/write/<str:section>/", writing.section, name="section"),
    path("drafts/<str:issue_id>/check/", checking.check, name="check"),
    path("drafts/<str:issue_id>/check/<str:mark>/", checking.answer, name="answer"),
    path("drafts/<str:issue_id>/read/", checking.read, name="read"),
    path("<int:issue_number>/", reading.issue, name="issue"),
    path("<int:issue_number>/talk/", reading.talk, name="talk"),
    path("<int:issue_number>/reach/", reaching.reach, name="reach"),
    path("<int:issue_number>/reach/report/", reaching.report, name="report"),
    path("<int:issue_number>/<str:edition>.<str:ending>", reading.file, name="file"),
]

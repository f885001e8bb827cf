"""Addresses of audits, by the key that papers name. None tells anything of a child."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.audits.views import cases, section11

app_name = "audits"
urlpatterns = [
    path("", section11.overview, name="overview"),
    path("begin/", section11.begin, name="begin"),
    path("members/<str:agency_key>/join/", section11.join, name="join"),
    path("self/<str:audit_key>/", section11.self_audit, name="self"),
    path("self/<str:audit_key>/send/", section11.send, name="send"),
    path("self/<str:audit_key>/challenge/", section11.challenge, name="challenge"),
    path("self/<str:audit_key>/feedback/", section11.feedback, name="feedback"),
    path("self/<str:audit_key>/standards/<slug:standard>/", section11.standard, name="standard"),
    path("cases/", cases.overview, name="cases"),
    path("cases/topics/agree/", cases.agree, name="agree"),
    path("cases/draw/", cases.draw, name="draw"),
    path("cases/<str:audit_key>/", cases.audit, name="audit"),
    path("cases/<str:audit_key>/find/", cases.find, name="find"),
    path("cases/<str:audit_key>/report/", cases.report, name="report"),
    path("cases/<str:audit_key>/findings/<str:finding_id>/ask/", cases.ask, name="ask"),
    path("cases/<str:audit_key>/<int:number>/", cases.read, name="read"),
]

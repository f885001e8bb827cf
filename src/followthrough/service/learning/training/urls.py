"""Addresses of training. Ids only."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.training import views

app_name = "training"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("courses/add/", views.add_course, name="add-course"),
    path("courses/<str:course_id>/", views.course, name="course"),
    path("courses/<str:course_id>/who/", views.add_audience, name="add-audience"),
    path("courses/<str:course_id>/session/", views.plan, name="plan"),
    path("courses/<str:course_id>/end/", views.end, name="end"),
    path("sessions/<str:session_id>/", views.session, name="session"),
    path("sessions/<str:session_id>/register/", views.bring, name="bring"),
    path("sessions/<str:session_id>/answer/<slug:when>/", views.answer, name="answer"),
    path("sessions/<str:session_id>/written-down/<slug:when>/", views.write_down, name="write-down"),
    path("registers/<str:register_id>/", views.register, name="register"),
    path("groups/<str:audience_id>/count/", views.count, name="count"),
]

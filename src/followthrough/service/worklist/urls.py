"""Addresses of the home page and of duties. A duty's id is a digest: it says nothing of a child."""

from __future__ import annotations

from django.urls import path

from followthrough.service.worklist import views

app_name = "worklist"
urlpatterns = [
    path("", views.home, name="home"),
    path("manage/", views.manage, name="manage"),
    path("duties/<str:duty_id>/", views.duty, name="duty"),
    path("duties/<str:duty_id>/take/", views.take, name="take"),
    path("duties/<str:duty_id>/hand-back/", views.hand_back, name="hand-back"),
    path("duties/<str:duty_id>/not-ours/", views.not_ours, name="not-ours"),
    path("duties/<str:duty_id>/wrong/", views.wrong, name="wrong"),
    path("duties/<str:duty_id>/excuse/", views.excuse, name="excuse"),
    path("duties/<str:duty_id>/answer/", views.answer, name="answer"),
    path("duties/<str:duty_id>/consider/", views.consider, name="consider"),
]

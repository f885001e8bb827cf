"""Addresses of signing in and out."""

from __future__ import annotations

from django.urls import path

from followthrough.service.access import views

app_name = "access"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/again/", views.again, name="again"),
    path("sign-in/kept/", views.kept, name="kept"),
    path("sign-out/", views.sign_out, name="sign-out"),
]

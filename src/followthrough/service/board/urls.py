"""Addresses of the Board’s view: a quarter, its report as a file, what a figure means, and signing off."""

from __future__ import annotations

from django.urls import path

from followthrough.service.board import views

app_name = "board"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<slug:quarter>/", views.quarter, name="quarter"),
    path("<slug:quarter>/report.pdf", views.as_pdf, name="pdf"),
    path("<slug:quarter>/report.docx", views.as_word, name="word"),
    path("<slug:quarter>/sign-off/", views.sign_off, name="sign-off"),
    path("<slug:quarter>/figures/<slug:figure>/", views.figure, name="figure"),
    path("<slug:quarter>/figures/<slug:figure>/list/", views.listed, name="list"),
]

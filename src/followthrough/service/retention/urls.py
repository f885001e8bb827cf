"""Addresses of how long records are kept, of holds, and of destroying a record."""

from __future__ import annotations

from django.urls import path

from followthrough.service.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("periods/", views.periods, name="periods"),
    path("periods/<slug:kind>/", views.period, name="period"),
    path("review/<str:child_id>/", views.review, name="review"),
    path("proposals/<str:disposal_id>/", views.disposal, name="disposal"),
    path("proposals/<str:disposal_id>/certificate.pdf", views.certificate, name="certificate"),
    path("holds/", views.hold, name="hold-all"),
    path("holds/of/<str:child_id>/", views.hold, name="hold"),
    path("holds/<str:hold_id>/end/", views.end_hold, name="end-hold"),
]

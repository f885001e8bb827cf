"""Addresses of recommendations, by the key that papers name; those of a review, by its id."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.recommendations.views import answering, looking, reading

app_name = "recommendations"
urlpatterns = [
    path("", reading.ours, name="ours"),
    path("of/<str:review_id>/", reading.of_review, name="of-review"),
    path("of/<str:review_id>/make/", reading.make, name="make"),
    path("<str:recommendation_key>/", reading.recommendation, name="recommendation"),
    path("<str:recommendation_key>/accept/", answering.accept, name="accept"),
    path("<str:recommendation_key>/show/", answering.show, name="show"),
    path("<str:recommendation_key>/<str:agency_key>/look/", looking.look, name="look"),
    path("<str:recommendation_key>/<str:agency_key>/test/", looking.test, name="test"),
    path("<str:recommendation_key>/<str:agency_key>/figure/", looking.figure, name="figure"),
    path("<str:recommendation_key>/<str:agency_key>/close/", looking.close, name="close"),
]

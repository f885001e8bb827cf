"""Addresses of reviews. Ids only; an address tells nothing of a child."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.reviews.views import agencies, findings, reviews, work, workspace

app_name = "reviews"
urlpatterns = [
    path("", reviews.overview, name="overview"),
    path("<str:review_id>/", reviews.review, name="review"),
    path("<str:review_id>/scope/", work.scope, name="scope"),
    path("<str:review_id>/panel/", work.seat, name="seat"),
    path("<str:review_id>/panel/<str:seat_id>/end/", work.unseat, name="unseat"),
    path("<str:review_id>/end/", work.end, name="end"),
    path("<str:review_id>/met/", work.met, name="met"),
    path("<str:review_id>/ask/", work.ask, name="ask"),
    path("<str:review_id>/family/", work.family, name="family"),
    path("<str:review_id>/our-part/", agencies.part, name="part"),
    path("<str:review_id>/our-part/answer/", agencies.answer, name="answer"),
    path("<str:review_id>/our-part/report/", agencies.report, name="report"),
    path("<str:review_id>/death/", workspace.death, name="death"),
    path("<str:review_id>/children/<int:number>/", workspace.space, name="space"),
    path("<str:review_id>/children/<int:number>/duties/", workspace.duties, name="duties"),
    path("<str:review_id>/children/<int:number>/episodes/", workspace.gather, name="gather"),
    path("<str:review_id>/children/<int:number>/episodes/<str:episode_id>/", workspace.take_apart, name="take-apart"),
    path("<str:review_id>/children/<int:number>/entries/<str:event_id>/", workspace.entry, name="entry"),
    path("<str:review_id>/children/<int:number>/entries/<str:event_id>/comment/", workspace.comment, name="comment"),
    path("<str:review_id>/findings/", findings.findings, name="findings"),
    path("<str:review_id>/findings/write/", findings.write, name="find"),
    path("<str:review_id>/findings/<str:finding_id>/take-back/", findings.take_back, name="take-back"),
]

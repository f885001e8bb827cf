"""Addresses of rotas: an agency's key and a team's slug name a rota."""

from __future__ import annotations

from django.urls import path

from followthrough.service.cover.views import bringing, handover, rota, shift

app_name = "rotas"
urlpatterns = [
    path("", rota.overview, name="overview"),
    path("away/", rota.absence, name="absence"),
    path("hand-over/", handover.lists, name="hand-overs"),
    path("hand-over/<str:list_id>/", handover.hand_over, name="hand-over"),
    path("handed/<str:item_id>/", handover.say, name="say"),
    path("holiday/", rota.holiday, name="holiday"),
    path("shift/<int:shift_id>/", shift.shift, name="shift"),
    path("shift/<int:shift_id>/change/", shift.change, name="change"),
    path("shift/<int:shift_id>/offer/", shift.offer, name="offer"),
    path("shift/<int:shift_id>/take-out/", shift.take_out, name="take-out"),
    path("offers/<int:handing_id>/", shift.answer, name="answer"),
    path("of/<slug:agency_key>/<slug:team_slug>/", rota.week, name="week"),
    path("of/<slug:agency_key>/<slug:team_slug>/keep/", rota.keep, name="keep"),
    path("of/<slug:agency_key>/<slug:team_slug>/put-in/", rota.put_in, name="put-in"),
    path("of/<slug:agency_key>/<slug:team_slug>/file/", bringing.bring, name="bring"),
    path("of/<slug:agency_key>/<slug:team_slug>/file/<int:file_id>/", bringing.file, name="file"),
]

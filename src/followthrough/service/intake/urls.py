"""Addresses of what came in."""

from __future__ import annotations

from django.urls import path

from followthrough.service.intake import file_views, system_views, views

app_name = "intake"
urlpatterns = [
    path("", views.items, name="items"),
    path("files/", file_views.brought, name="files"),
    path("files/<str:upload_id>/", file_views.file, name="file"),
    path("systems/", system_views.systems, name="systems"),
    path("systems/revoke/", system_views.revoke, name="revoke"),
    path("<str:item_ref>/", views.item, name="item"),
    path("<str:item_ref>/match/", views.match, name="match"),
    path("<str:item_ref>/unmatch/", views.unmatch, name="unmatch"),
    path("<str:item_ref>/place/", views.place, name="place"),
    path("<str:item_ref>/pass-on/", views.pass_on, name="pass_on"),
    path("<str:item_ref>/original/", views.original, name="original"),
    path("<str:item_ref>/attachments/<int:number>/", views.attachment, name="attachment"),
]

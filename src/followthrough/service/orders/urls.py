"""Addresses of a child's bail and orders. Ids only."""

from __future__ import annotations

from django.urls import path

from followthrough.service.orders import views

_ALL = "<str:child_id>/orders/"
_ONE = f"{_ALL}<str:event_id>/"
app_name = "orders"
urlpatterns = [
    path(_ALL, views.overview, name="overview"),
    path(f"{_ALL}bail/", views.release, name="bail"),
    path(f"{_ALL}no-contact/", views.consider, name="no-contact"),
    path(f"{_ALL}order/", views.order, name="order"),
    path(f"{_ALL}carer/", views.carer, name="carer"),
    path(f"{_ONE}told/", views.told, name="told"),
    path(f"{_ONE}send/", views.send, name="send"),
    path(f"{_ONE}longer/", views.longer, name="longer"),
    path(f"{_ONE}conditions/", views.conditions, name="conditions"),
    path(f"{_ONE}ended/", views.ended, name="ended"),
]

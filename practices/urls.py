"""Addresses of practices. The list at /practices/ is collaborative.search's."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "practices"
urlpatterns = [
    path("practices/<slug:slug>/", views.detail, name="detail"),
    path("practices/<slug:slug>/draft/", views.draft, name="draft"),
    path("practices/<slug:slug>/history/", views.history, name="history"),
    path("practices/<slug:slug>/files/<int:pk>/", views.file, name="file"),
]

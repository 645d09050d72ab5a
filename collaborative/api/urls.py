from __future__ import annotations

from django.urls import path

from .endpoints import api

app_name = "api"
urlpatterns = [path("api/v1/", api.urls)]

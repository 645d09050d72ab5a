from __future__ import annotations

from django.urls import path

from .endpoints import api, unknown
from .views import open_data

# The namespace "api" is the API's own (`urls_namespace`).
urlpatterns = [
    path("data/", open_data, name="open_data"),
    path("api/v1/", api.urls),
    path("api/<path:rest>", unknown, name="api_unknown"),
]

from __future__ import annotations

from django.urls import path

from .endpoints import api, unknown

# The namespace "api" is the API's own (`urls_namespace`).
urlpatterns = [
    path("api/v1/", api.urls),
    path("api/<path:rest>", unknown, name="api_unknown"),
]

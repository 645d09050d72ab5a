from __future__ import annotations

from django.urls import path

from .endpoints import api, read_only, unknown
from .views import open_data

# The namespace "api" is the API's own (`urls_namespace`).
_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    if _pattern.callback is not None:
        _pattern.callback = read_only(_pattern.callback)

urlpatterns = [
    path("data/", open_data, name="open_data"),
    path("api/v1/", (_patterns, _app, _namespace)),
    path("api/<path:rest>", unknown, name="api_unknown"),
]

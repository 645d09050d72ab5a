from __future__ import annotations

from django.urls import URLPattern, path

from collaborative.core.views import design

app_name = "core"
urlpatterns: list[URLPattern] = [
    path("design-system/", design.design_system, name="design_system"),
]

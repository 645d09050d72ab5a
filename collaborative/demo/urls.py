from __future__ import annotations

from django.urls import path

from collaborative.demo import views

app_name = "demo"
urlpatterns = [path("dev/codes/", views.codes, name="codes")]

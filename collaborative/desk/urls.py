from __future__ import annotations

from django.urls import path

from collaborative.desk import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/reviews/", views.reviews, name="reviews"),
]

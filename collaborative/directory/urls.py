from __future__ import annotations

from django.urls import path

from collaborative.directory.views import people

app_name = "directory"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
]

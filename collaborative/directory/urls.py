from __future__ import annotations

from django.urls import path

from collaborative.directory.views import letters, people

app_name = "directory"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/letters/", letters.letters, name="letters"),
    path("people/letters/log/", letters.log, name="log"),
    path("people/<int:pk>/", people.person, name="person"),
]

from __future__ import annotations

from django.urls import path

from events.views import feeds, meetings, scheduling

app_name = "events"
urlpatterns = [
    path("meetings/", meetings.meetings, name="list"),
    path("meetings/schedule/", scheduling.schedule, name="schedule"),
    path("meetings/<slug:slug>/", meetings.detail, name="detail"),
    path("meetings/<slug:slug>.ics", meetings.calendar_file, name="ics"),
    path("meetings/<slug:slug>/answer/", meetings.answer, name="answer"),
    path("meetings/<slug:slug>/edit/", scheduling.edit, name="edit"),
    path("meetings/<slug:slug>/cancel/", scheduling.cancel, name="cancel"),
    path("calendar/", feeds.rotate, name="rotate_feed"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
]

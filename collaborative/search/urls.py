from __future__ import annotations

from django.urls import path

from . import feeds, sitemaps, views, wording

app_name = "search"
urlpatterns = [
    path("practices/", views.browse, name="browse"),
    path("feeds/practices.atom", feeds.practices, name="atom"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("finding/words/", wording.groups, name="words"),
    path("finding/words/add/", wording.add, name="words_add"),
    path("finding/words/<int:pk>/", wording.change, name="words_change"),
    path("finding/words/<int:pk>/remove/", wording.remove, name="words_remove"),
]

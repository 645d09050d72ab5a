from __future__ import annotations

from django.urls import path

from . import feeds, sitemaps, views, words_pages

app_name = "search"
urlpatterns = [
    path("practices/", views.browse, name="browse"),
    path("feeds/practices.atom", feeds.practices, name="atom"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("finding/words/", words_pages.groups, name="words"),
    path("finding/words/add/", words_pages.add, name="words_add"),
    path("finding/words/<int:pk>/", words_pages.change, name="words_change"),
    path("finding/words/<int:pk>/remove/", words_pages.remove, name="words_remove"),
]

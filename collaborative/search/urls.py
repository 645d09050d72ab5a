from __future__ import annotations

from django.urls import path

from . import feeds, sitemaps, views

app_name = "search"
urlpatterns = [
    path("practices/", views.browse, name="browse"),
    path("feeds/practices.atom", feeds.practices, name="atom"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
]

"""The CMS, files, feeds, and at the very end all pages by their place in the tree."""

from __future__ import annotations

from django.urls import include, path, re_path
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls

from . import views

urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    # Only these two of Wagtail's public views: the others ask for passwords of its own privacy.
    re_path(r"^documents/(\d+)/(.*)$", views.document, name="wagtaildocs_serve"),
    path("media/<path:name>", views.rendition, name="media"),
    path("institutions/<slug:slug>/news.atom", views.institution_news, name="institution_news"),
    path("thought-leadership/articles.atom", views.articles, name="articles_feed"),
    re_path(r"^((?:[\w\-]+/)*)$", wagtail_views.serve, name="wagtail_serve"),
]

"""Reads of pages, named by what is asked."""

from __future__ import annotations

from wagtail.models import PageManager, PageQuerySet


class NewsPageQuerySet(PageQuerySet):
    def newest_first(self) -> NewsPageQuerySet:
        return self.order_by("-date", "-pk")


class ArticleQuerySet(PageQuerySet):
    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_on", "-pk")


NewsPageManager = PageManager.from_queryset(NewsPageQuerySet)
ArticleManager = PageManager.from_queryset(ArticleQuerySet)

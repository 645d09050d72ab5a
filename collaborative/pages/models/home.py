"""The front page."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from collaborative.pages import around
from collaborative.pages.blocks import StepBlock

from .articles import ThoughtLeadershipPage
from .base import FixedPage
from .tester import HomeTester

DEEPEST = 3  # institutions, an institution, its news


class HomePage(FixedPage):
    """What the collaborative is and where to go: the plan of two spaces with what is in them."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.CharterPage",
        "pages.InstitutionIndexPage",
        "pages.ThoughtLeadershipIndexPage",
    ]
    max_count = 1
    page_description = "The front page: who we are, the plan of two spaces, what is new"
    tester_class = HomeTester

    lead = models.TextField(max_length=400, blank=True)
    within_intro = models.CharField("within our walls", max_length=300, blank=True)
    beyond_intro = models.CharField("beyond our walls", max_length=300, blank=True)
    beliefs = StreamField(
        [("belief", blocks.CharBlock(max_length=200))], blank=True, verbose_name="what we believe"
    )
    steps = StreamField([("step", StepBlock())], blank=True, verbose_name="how it works")
    invitation = models.TextField(max_length=600, blank=True)

    content_panels = [
        *FixedPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("within_intro"),
        FieldPanel("beyond_intro"),
        FieldPanel("beliefs"),
        FieldPanel("steps"),
        FieldPanel("invitation"),
    ]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The deepest page of this address in one query; Wagtail asks twice for each level."""
        if not path_components:
            return super().route(request, path_components)
        addresses = [
            f"{self.url_path}{'/'.join(path_components[:depth])}/"
            for depth in range(1, min(len(path_components), DEEPEST) + 1)
        ]
        page = Page.objects.filter(url_path__in=addresses).order_by("-depth").first()
        if page is None:
            raise Http404
        return page.specific.route(request, path_components[page.depth - self.depth :])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        articles = ThoughtLeadershipPage.objects.live().newest_first()
        return {
            **super().get_context(request, *args, **kwargs),
            **around.home(),
            "article": articles.select_related("author").defer("body").first(),
        }

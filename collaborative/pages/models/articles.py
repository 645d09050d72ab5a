"""Thought leadership: what people of the collaborative have come to think."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search.index import SearchField

from collaborative.core import clock
from collaborative.pages import around
from collaborative.pages.blocks import BodyBlock
from collaborative.pages.querysets import ArticleManager
from practices.models import ScopeArea

from .base import FixedPage, PortalPage
from .editor import PageForm

MOST_SCOPES = 3


def _today() -> Any:
    return clock.now().astimezone().date()


class ThoughtLeadershipIndexPage(FixedPage):
    """All articles, newest first."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ThoughtLeadershipPage"]
    max_count = 1
    page_description = "The list of articles"

    lead = models.TextField(max_length=400, blank=True)

    content_panels = [*FixedPage.content_panels, FieldPanel("lead")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        articles = ThoughtLeadershipPage.objects.child_of(self).live().newest_first()
        articles = list(articles.select_related("author").defer("body"))
        areas = {area.slug: area for area in ScopeArea.objects.in_order()}
        for article in articles:
            article.areas = [areas[slug] for slug in article.scopes if slug in areas]
        return {**super().get_context(request, *args, **kwargs), "articles": articles}


class ArticleForm(PageForm):
    """Areas are ticked, not typed; an author is somebody with a name."""

    scopes = forms.MultipleChoiceField(
        label="Scope areas",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Up to three",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "scopes" in self.fields:
            areas = ScopeArea.objects.in_order()
            self.fields["scopes"].choices = [(area.slug, area.name) for area in areas]
        if "author" in self.fields:
            people = self.fields["author"].queryset
            named = Q(is_active=True) & ~Q(name="")
            # Who signed stays offered when the account is closed or deleted: saving keeps them.
            chosen = people.filter(named | Q(pk=self.instance.author_id))
            self.fields["author"].queryset = chosen.order_by(Lower("name"), "pk")

    def clean_scopes(self) -> list[str]:
        scopes = self.cleaned_data["scopes"]
        if len(scopes) > MOST_SCOPES:
            raise forms.ValidationError(f"Choose at most {MOST_SCOPES} areas.")
        return scopes


class ThoughtLeadershipPage(PortalPage):
    """An article: a thought worth sending round, signed."""

    parent_page_types = ["pages.ThoughtLeadershipIndexPage"]
    subpage_types: list[str] = []
    page_description = "An article by somebody of the collaborative"
    base_form_class = ArticleForm

    standfirst = models.TextField(max_length=300)
    author = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    byline = models.CharField(
        max_length=160, blank=True, help_text="In place of the author's name, if several wrote it"
    )
    published_on = models.DateField("date", default=_today)
    scopes = ArrayField(models.SlugField(max_length=60), default=list, blank=True)
    body = StreamField(BodyBlock(), blank=True)

    objects = ArticleManager()

    search_fields = [
        *PortalPage.search_fields,
        SearchField("standfirst"),
        SearchField("byline"),
        SearchField("body"),
    ]

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("author", widget=forms.Select),
        FieldPanel("byline"),
        FieldPanel("published_on"),
        FieldPanel("scopes"),
        FieldPanel("body"),
    ]

    @property
    def written_by(self) -> str:
        return self.byline or (str(self.author) if self.author else "")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "areas": around.named_areas(self.scopes),
            "crumbs": [("Thought leadership", "/thought-leadership/"), (self.title, "")],
        }

"""What a member institution says about itself, and its news."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.search.index import SearchField
from wagtail.url_routing import RouteResult

from collaborative.core import clock
from collaborative.pages import around
from collaborative.pages.blocks import (
    ROLES,
    BodyBlock,
    PictureBlock,
    ReportsBlock,
    ResourceGroupBlock,
    RoleBlock,
    TermBlock,
)
from collaborative.pages.querysets import NewsPageManager
from members.enums import InstitutionKind
from members.models import Institution

from .base import FixedPage, PortalPage, RoutedPage

# Words that the portal's own addresses below /institutions/<slug>/ use.
TAKEN = frozenset({"people", "domains", "news", "edit", "join", "invite", "ask", "leave"})


def _today() -> Any:
    return clock.now().astimezone().date()


class InstitutionIndexPage(RoutedPage):
    """The institutions of the consortium, by kind."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.InstitutionPage"]
    max_count = 1
    page_description = "The list of institutions"

    lead = models.TextField(max_length=400, blank=True)

    content_panels = [*RoutedPage.content_panels, FieldPanel("lead")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found = around.institutions()
        kinds = [
            (label, [each for each in found if each.kind == value])
            for value, label in InstitutionKind.choices
        ]
        return {
            **super().get_context(request, *args, **kwargs),
            "kinds": [(label, members) for label, members in kinds if members],
            "count": len(found),
        }

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Pages first; the route below is for institutions without one."""
        try:
            return FixedPage.route(self, request, path_components)
        except Http404:
            return super().route(request, path_components)

    @path("<slug:slug>/")
    def without_page(self, request: HttpRequest, slug: str) -> HttpResponse:
        """An institution that has written nothing yet: what the portal itself knows of it."""
        institution = Institution.objects.active().filter(slug=slug).first()
        if institution is None or InstitutionPage.objects.filter(institution=institution).exists():
            raise Http404
        page = InstitutionPage(institution=institution, title=institution.name, slug=slug)
        page.url_path = f"{self.url_path}{slug}/"
        page.depth = self.depth + 1
        context = page.get_context(request)
        return TemplateResponse(request, page.get_template(request), context)


class InstitutionPage(FixedPage):
    """An institution's equity page: its words, its organization, its reports and news."""

    parent_page_types = ["pages.InstitutionIndexPage"]
    subpage_types = ["pages.NewsPage"]
    is_creatable = False  # made for an institution by actions.ensure_institution_page
    page_description = "What one institution says about its work for equity"

    institution = models.OneToOneField(
        "members.Institution", on_delete=models.PROTECT, related_name="page"
    )
    statement = models.TextField(
        max_length=2000, blank=True, help_text="What you stand for and commit to"
    )
    responsibility = models.TextField("why you take responsibility", max_length=2000, blank=True)
    community = models.TextField(
        "the community you are accountable to", max_length=2000, blank=True
    )
    glossary = StreamField(
        [("term", TermBlock())], blank=True, verbose_name="what your words mean to you"
    )
    goal = models.TextField("your goal", max_length=1000, blank=True)
    roles = StreamField([("role", RoleBlock())], blank=True, verbose_name="your roles")
    council_name = models.CharField("council", max_length=120, blank=True)
    council_led_by = models.CharField("who leads it", max_length=200, blank=True)
    council_about = models.TextField("about the council", max_length=1000, blank=True)
    operations_name = models.CharField("operations committee", max_length=120, blank=True)
    operations_about = models.TextField("about the committee", max_length=1000, blank=True)
    teams = StreamField(
        [("team", blocks.CharBlock(max_length=120))], blank=True, verbose_name="teams in it"
    )
    resource_groups = StreamField(
        [("group", ResourceGroupBlock())], blank=True, verbose_name="employee resource groups"
    )
    annual_reports = StreamField(ReportsBlock(), blank=True)
    picture = StreamField(
        [("picture", PictureBlock())], blank=True, max_num=1, help_text="One picture at most"
    )

    search_fields = [
        *FixedPage.search_fields,
        SearchField("statement"),
        SearchField("responsibility"),
        SearchField("community"),
        SearchField("goal"),
        SearchField("council_about"),
        SearchField("operations_about"),
        SearchField("teams"),
        SearchField("resource_groups"),
    ]

    content_panels = [
        FieldPanel("statement"),
        FieldPanel("responsibility"),
        FieldPanel("community"),
        FieldPanel("picture"),
        FieldPanel("glossary"),
        FieldPanel("goal"),
        FieldPanel("roles"),
        MultiFieldPanel(
            [FieldPanel("council_name"), FieldPanel("council_led_by"), FieldPanel("council_about")],
            heading="Council",
        ),
        MultiFieldPanel(
            [FieldPanel("operations_name"), FieldPanel("operations_about"), FieldPanel("teams")],
            heading="Operations committee",
        ),
        FieldPanel("resource_groups"),
        FieldPanel("annual_reports"),
    ]

    # Changes
    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Name and address are the institution's, never the page's own."""
        self.title = self.institution.name
        self.slug = self.institution.slug
        super().full_clean(*args, **kwargs)

    # Questions
    @property
    def has_organisation(self) -> bool:
        return bool(self.council_name or self.operations_name or self.resource_groups)

    @property
    def has_words(self) -> bool:
        return bool(self.statement or self.goal or self.roles or self.glossary)

    def news(self) -> Any:
        """Live news of this institution, newest first."""
        if not self.pk:
            return NewsPage.objects.none()
        return NewsPage.objects.child_of(self).live().newest_first()

    def reports(self) -> list[Any]:
        """Annual reports, newest year first."""
        return sorted(self.annual_reports, key=lambda report: -report.value["year"])

    # Serving
    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            **around.institution(self.institution),
            "institution": self.institution,
            "news": list(self.news()),
            "reports": self.reports(),
            "role_names": ROLES,
            "facts": [
                ("Kind", self.institution.get_kind_display()),
                ("City", self.institution.city),
                ("Counties served", ", ".join(self.institution.counties)),
                ("Employees", self.institution.employees),
                ("Member since", self.institution.joined_on.year),
            ],
        }


class NewsPage(PortalPage):
    """A news release or a blog post of one institution."""

    parent_page_types = ["pages.InstitutionPage"]
    subpage_types: list[str] = []
    page_description = "A news release or a blog post of your institution"

    class Kind(models.TextChoices):
        NEWS = "news", "News"
        BLOG = "blog", "Blog"

    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.NEWS)
    date = models.DateField(default=_today)
    summary = models.TextField(max_length=400)
    body = StreamField(BodyBlock(), blank=True)

    objects = NewsPageManager()

    search_fields = [*PortalPage.search_fields, SearchField("summary"), SearchField("body")]

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    def clean(self) -> None:
        super().clean()
        if self.slug in TAKEN:
            raise ValidationError({"slug": "The portal uses this address itself. Choose another."})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parent = InstitutionPage.objects.select_related("institution").parent_of(self).first()
        institution = parent.institution if parent else None
        return {
            **super().get_context(request, *args, **kwargs),
            "institution": institution,
            "crumbs": [
                ("Institutions", "/institutions/"),
                (institution.name, institution.get_absolute_url()),
                (self.title, ""),
            ]
            if institution
            else [],
        }

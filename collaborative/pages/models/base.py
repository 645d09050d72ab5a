"""What every page of the portal is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import COMMENTS_RELATION_NAME, Page

from collaborative.core.middleware.public_cache import mark_public
from collaborative.core.models import bump_public_version

from .editor import PageForm
from .tester import FixedTester, PortalTester

# Fields that Wagtail writes when a draft is saved: nothing public changes by them.
DRAFT_BOOKKEEPING = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
    }
)
ROOT = "/home/"


class PortalPage(Page):
    """An editor's page: public once published, the same bytes for every visitor without cookies."""

    base_form_class = PageForm
    tester_class = PortalTester
    show_in_menus_default = False
    private_page_options: list[str] = []
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("search_description")], heading="Address and search"
        )
    ]
    settings_panels: list[Any] = []

    class Meta:
        abstract = True

    # URLs. One site with a fixed root, so an address needs neither a query nor the cache server.
    def get_url_parts(
        self,
        request: HttpRequest | None = None,  # noqa: ARG002  Wagtail gives it
    ) -> tuple[int, str, str] | None:
        if not self.url_path.startswith(ROOT):
            return None
        return (1, settings.BASE_URL, self.url_path[len(ROOT) - 1 :])

    def get_url(
        self,
        request: HttpRequest | None = None,
        current_site: Any = None,  # noqa: ARG002  Wagtail gives it
    ) -> str | None:
        parts = self.get_url_parts(request)
        return parts[2] if parts else None

    url = property(get_url)

    def get_absolute_url(self) -> str:
        return self.get_url() or "/"

    # Changes
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every public change raises the public version in its own transaction (ADR 0006).

        Wagtail's page_published is sent after the row is written, often outside any transaction;
        publishing, unpublishing and moving all end in save(), so the version is raised here.
        """
        fields = kwargs.get("update_fields")
        with transaction.atomic():
            super().save(*args, **kwargs)
            if fields is None or not DRAFT_BOOKKEEPING.issuperset(fields):
                bump_public_version()

    # Questions
    def get_admin_display_title(self) -> str:
        """A live page's own title: the chooser shows it to people who may not read its draft."""
        return self.title if self.live else super().get_admin_display_title()

    def permissions_for_user(self, user: Any) -> PortalTester:
        return self.tester_class(user, self)

    # Serving
    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _marked(request, super().serve(request, *args, **kwargs))


def _marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if not getattr(request, "is_preview", False):
        mark_public(response)
    return response


class FixedPage(PortalPage):
    """One of the places that the portal always has; its address is not a matter of taste."""

    tester_class = FixedTester
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        abstract = True


class RoutedPage(RoutablePageMixin, FixedPage):
    """A fixed page with addresses of its own below it; their answers are marked as well."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _marked(request, super().serve(request, *args, **kwargs))

"""The charter: a living text whose every published wording is kept."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.log_actions import get_active_log_context
from wagtail.search.index import SearchField

from collaborative.pages import diff
from collaborative.pages.blocks import SectionsBlock

from .base import RoutedPage


class CharterPage(RoutedPage):
    """What the collaborative is for and how it works, in words that evolve as its members do."""

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    page_description = "The charter; each published change of its words becomes a version"

    lead = models.TextField(max_length=400, blank=True)
    sections = StreamField(SectionsBlock(), blank=True)
    version_note = models.TextField(
        "what changes and why",
        max_length=600,
        blank=True,
        help_text="Goes with the version that is made when you publish changed words.",
    )

    search_fields = [*RoutedPage.search_fields, SearchField("lead"), SearchField("sections")]

    content_panels = [
        *RoutedPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("sections"),
        FieldPanel("version_note"),
    ]

    # Changes
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every way to change live words ends here, so here the version is made, or both fail."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.live:
                self._keep_version()

    def _keep_version(self) -> None:
        # One at a time: two publishes at once would both take the same number.
        CharterPage.objects.select_for_update().only("pk").get(pk=self.pk)
        row = CharterPage.objects.get(pk=self.pk)
        words = row.frozen_sections()
        last = self.versions.newest_first().first()
        if not words or (last and last.sections == words):
            return
        CharterVersion.objects.create(
            page=self,
            number=last.number + 1 if last else 1,
            published_at=row.last_published_at or row.latest_revision_created_at,
            published_by=get_active_log_context().user or getattr(row.live_revision, "user", None),
            note="" if last and last.note == row.version_note else row.version_note,
            sections=words,
        )

    def frozen_sections(self) -> list[dict[str, str]]:
        """The words as they stand now, in the form in which a version keeps them."""
        return [
            {"heading": child.value["heading"], "html": child.value["body"].source}
            for child in self.sections
        ]

    # Serving
    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        versions = list(self.versions.select_related("published_by").newest_first())
        return {
            **super().get_context(request, *args, **kwargs),
            "versions": versions,
            "current": versions[0] if versions else None,
        }

    @path("versions/<int:number>/")
    def version(self, request: HttpRequest, number: int) -> HttpResponse:
        """One version, as it was published."""
        versions = list(self.versions.select_related("published_by").newest_first())
        wanted = next((version for version in versions if version.number == number), None)
        if wanted is None:
            raise Http404
        return render(
            request,
            "pages/charter_version.html",
            {
                "page": self,
                "self": self,
                "version": wanted,
                "versions": versions,
                "eyebrow": f"Version {wanted.number}, {_day(wanted)}",
                "older_notice": "This is an older version, kept as it was published.",
            },
        )

    @path("changes/")
    def changes(self, request: HttpRequest) -> HttpResponse:
        """What changed between two versions, word by word; the last two unless asked otherwise."""
        versions = list(self.versions.select_related("published_by").newest_first())
        by_number = {str(version.number): version for version in versions}
        newer: CharterVersion | None
        older: CharterVersion | None
        if len(versions) > 1:
            newer = _asked(request, "to", by_number) or versions[0]
            older = _asked(request, "from", by_number) or _before(newer, versions)
        else:
            newer = older = versions[0] if versions else None
        # Time runs one way: asked the other way round, the page says so and shows them in order.
        is_turned = bool(older and newer and older.number > newer.number)
        if is_turned:
            older, newer = newer, older
        parts = diff.compare(older.sections, newer.sections) if older and newer else []
        return render(
            request,
            "pages/charter_changes.html",
            {
                "page": self,
                "self": self,
                "versions": versions,
                "older": older,
                "newer": newer,
                "parts": parts,
                "reasons": _notes_between(older, newer, versions),
                "is_turned": is_turned,
                "lead": f"From version {older.number} to version {newer.number}, word by word."
                if older and newer and older != newer
                else "",
                "is_same": all(part.is_same for part in parts),
            },
        )


def _day(version: CharterVersion) -> str:
    return date_format(localtime(version.published_at), "F j, Y")


def _asked(
    request: HttpRequest, name: str, by_number: dict[str, CharterVersion]
) -> CharterVersion | None:
    value = request.GET.get(name, "")
    if not value:
        return None
    if value not in by_number:
        raise Http404
    return by_number[value]


def _before(newer: CharterVersion, versions: list[CharterVersion]) -> CharterVersion:
    return next((version for version in versions if version.number < newer.number), newer)


def _notes_between(
    older: CharterVersion | None, newer: CharterVersion | None, versions: list[CharterVersion]
) -> list[CharterVersion]:
    """Versions after the older up to the newer that say why they came, in their order."""
    if older is None or newer is None:
        return []
    between = [one for one in versions if older.number < one.number <= newer.number and one.note]
    return between[::-1]


class CharterVersionQuerySet(models.QuerySet):
    def newest_first(self) -> CharterVersionQuerySet:
        return self.order_by("-number")


class CharterVersion(models.Model):
    """The charter's words as they were published once. Never changed afterwards."""

    page = models.ForeignKey(CharterPage, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(max_length=600, blank=True)
    sections = models.JSONField()

    objects = CharterVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "number"], name="charter_version_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="charter_version_number_starts_at_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.page.get_absolute_url()}versions/{self.number}/"

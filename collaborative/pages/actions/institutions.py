"""An institution's page, reports and news, written from outside the CMS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.documents import get_document_model

from collaborative.core import clock
from collaborative.core.uploads import DOCUMENT_KINDS, check_upload
from collaborative.pages import marks
from collaborative.pages.models import InstitutionIndexPage, InstitutionPage, NewsPage, Room
from members.models import Institution

from .publishing import publish, set_words

PLAIN = ("statement", "responsibility", "community", "goal")


@transaction.atomic
def ensure_institution_page(*, institution: Institution, by: Any) -> InstitutionPage:
    """The institution's page; made empty and live when there is none yet."""
    found = InstitutionPage.objects.filter(institution=institution).first()
    if found is not None:
        return found
    index = InstitutionIndexPage.objects.select_for_update().get()
    found = InstitutionPage.objects.filter(institution=institution).first()
    if found is not None:
        return found
    page = InstitutionPage(
        institution=institution,
        title=institution.name,
        slug=institution.slug,
        owner=by,
        live=False,
    )
    index.add_child(instance=page)
    return publish(page=page, by=by, now=clock.now())


@transaction.atomic
def write_institution_page(
    *, institution: Institution, words: dict[str, Any], by: Any, now: dt.datetime
) -> InstitutionPage:
    """Publishes what an institution says about itself; publishes nothing when nothing is new.

    `words`: statement, responsibility, community, goal (texts); glossary (term, meaning); roles
    (role, what_we_do); council (name, led_by, about); operations (name, about, teams);
    resource_groups (name, about); annual_reports (year, title, summary and, if there is one,
    `document` as Document). Keys that are not named stay as they are.
    """
    page = ensure_institution_page(institution=institution, by=by)
    found: dict[str, Any] = {name: words[name] for name in PLAIN if name in words}
    if council := words.get("council"):
        found |= {f"council_{key}": council.get(key, "") for key in ("name", "led_by", "about")}
    if operations := words.get("operations"):
        found |= {f"operations_{key}": operations.get(key, "") for key in ("name", "about")}
        found["teams"] = [{"type": "team", "value": team} for team in operations.get("teams", ())]
    for name, kind, keys in (
        ("glossary", "term", ("term", "meaning")),
        ("roles", "role", ("role", "what_we_do")),
        ("resource_groups", "group", ("name", "about")),
    ):
        if name in words:
            found[name] = _stream(kind, keys, words[name])
    if "annual_reports" in words:
        found["annual_reports"] = [
            {
                "type": "report",
                "value": {
                    "year": report["year"],
                    "title": report["title"],
                    "summary": report.get("summary", ""),
                    "document": report["document"].pk if report.get("document") else None,
                },
            }
            for report in words["annual_reports"]
        ]
    return publish(page=page, by=by, now=now) if set_words(page=page, words=found) else page


def _stream(kind: str, keys: Sequence[str], rows: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    return [{"type": kind, "value": {key: row[key] for key in keys}} for row in rows]


@transaction.atomic
def keep_report(*, room: Room, year: int, name: str, content: bytes, by: Any) -> Any:
    """A document of an institution's collection, checked like any upload; once for each year and
    name. It is private until a live page lists it.
    """
    model = get_document_model()
    title = f"{name.rpartition('.')[0] or name} ({year})"
    found = model.objects.filter(collection=room.collection, title=title).first()
    if found is not None:
        return found
    checked = check_upload(ContentFile(content, name=name), kinds=DOCUMENT_KINDS)
    document = model(title=title, collection=room.collection, uploaded_by_user=by)
    document.file.save(checked.stored_name, ContentFile(content), save=False)
    document._set_document_file_metadata()  # noqa: SLF001  as Wagtail's own form does
    document.save()
    document.file.close()
    return document


@transaction.atomic
def add_news(
    *,
    institution_page: InstitutionPage,
    slug: str,
    title: str,
    kind: str,
    date: dt.date,
    summary: str,
    body: str,
    by: Any,
    now: dt.datetime,
) -> NewsPage:
    """Publishes a news release or blog post; one with this slug already is given back as it is."""
    if found := NewsPage.objects.child_of(institution_page).filter(slug=slug).first():
        return found
    page = NewsPage(
        slug=slug,
        title=title,
        kind=kind,
        date=date,
        summary=summary,
        body=marks.stream(body),
        owner=by,
        live=False,
    )
    institution_page.add_child(instance=page)
    return publish(page=page, by=by, now=now)

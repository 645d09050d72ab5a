"""The editors' and institutions' prose."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from collaborative.pages import actions
from members.models import Institution, User
from practices.models import ScopeArea

from . import content
from .report_pdf import make_report


def load_pages(
    institutions: dict[str, Institution], people: dict[str, User], *, is_first: bool
) -> None:
    """Writes the pages. The home page only at the first load, and no page that has words already:
    what people changed since stays.
    """
    editor = next(person for person in people.values() if person.is_editor)
    if is_first:
        _load_home(editor)
    for version in content.read("charter")["version"]:
        actions.publish_charter(
            sections=version["sections"],
            note=version["note"],
            by=editor,
            now=_at(version["published_on"]),
            number=version["number"],
        )
    for words in content.read("articles")["article"]:
        author = people[words["author"]]
        actions.publish_article(
            slug=words["slug"],
            title=words["title"],
            standfirst=words["standfirst"],
            body=words["body"].strip(),
            scopes=words.get("scopes", ()),
            by=editor,
            author=author,
            now=_at(words["published_on"]),
            published_on=words["published_on"],
            live=words.get("state") != "draft",
        )
    for words in content.read("institutions")["institution"]:
        _load_institution(institutions[words["slug"]], words)


def _load_home(editor: User) -> None:
    words = content.read("home")
    actions.write_home(words=words, by=editor, now=timezone.now())
    for area in words["scope_areas"]:
        ScopeArea.objects.filter(slug=area["slug"]).update(
            blurb=area["blurb"], description=area["description"]
        )


def _load_institution(institution: Institution, words: dict[str, Any]) -> None:
    steward = (
        User.objects.filter(memberships__in=institution.memberships.stewards())
        .order_by("pk")
        .first()
    )
    if actions.ensure_institution_page(institution=institution, by=steward).has_words:
        return
    room = actions.ensure_room(institution=institution)
    reports = [
        {
            **report,
            "document": actions.keep_report(
                room=room,
                year=report["year"],
                name=f"{slugify(report['title'])}.pdf",
                content=make_report(report["title"], institution.name, report["summary"]),
                by=steward,
            ),
        }
        for report in words.get("annual_reports", [])
    ]
    page = actions.write_institution_page(
        institution=institution,
        words={**words, "annual_reports": reports},
        by=steward,
        now=timezone.now(),
    )
    for item in words.get("news", []):
        actions.add_news(
            institution_page=page,
            slug=slugify(item["title"]),
            title=item["title"],
            kind=item["kind"],
            date=item["date"],
            summary=item["summary"],
            body=item["body"].strip(),
            by=steward,
            now=_at(item["date"]),
        )


def _at(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))

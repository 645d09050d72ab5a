"""The consortium's own words: home, charter, articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from collaborative.pages import marks
from collaborative.pages.models import (
    CharterPage,
    CharterVersion,
    HomePage,
    ThoughtLeadershipIndexPage,
    ThoughtLeadershipPage,
)

from .publishing import publish, set_words


class OutOfOrder(Exception):
    """A charter version is numbered otherwise than the next one would be."""


@transaction.atomic
def write_home(*, words: dict[str, Any], by: Any, now: dt.datetime) -> HomePage:
    """Publishes the front page's words: title, lead, within_intro, beyond_intro, beliefs (texts),
    how_it_works (title and text each), invitation. What is not named stays; other keys are left
    alone. Publishes nothing when nothing is new.
    """
    page = HomePage.objects.get()
    plain = ("title", "lead", "within_intro", "beyond_intro", "invitation")
    found = {name: words[name] for name in plain if name in words}
    if "beliefs" in words:
        found["beliefs"] = [{"type": "belief", "value": text} for text in words["beliefs"]]
    if "how_it_works" in words:
        found["steps"] = [
            {"type": "step", "value": {"title": step["title"], "text": step["text"]}}
            for step in words["how_it_works"]
        ]
    return publish(page=page, by=by, now=now) if set_words(page=page, words=found) else page


@transaction.atomic
def publish_charter(
    *,
    sections: Sequence[dict[str, str]],
    note: str,
    by: Any,
    now: dt.datetime,
    number: int | None = None,
    lead: str | None = None,
) -> CharterVersion:
    """Publishes the charter (heading and plain-text body each); the page makes the version.

    With a number that exists already, gives that version back and changes nothing.
    """
    page = CharterPage.objects.select_for_update().get()
    versions = CharterVersion.objects.filter(page=page)
    if number is not None:
        if found := versions.filter(number=number).first():
            return found
        if number != versions.count() + 1:
            raise OutOfOrder(f"The next version is {versions.count() + 1}, not {number}.")
    words: dict[str, Any] = {
        "sections": [
            {
                "type": "section",
                "value": {"heading": part["heading"], "body": marks.rich(part["body"])},
            }
            for part in sections
        ],
        "version_note": note,
    }
    if lead is not None:
        words["lead"] = lead
    before = versions.count()
    if set_words(page=page, words=words):
        publish(page=page, by=by, now=now)
    version = versions.newest_first()[0]
    if versions.count() > before:
        version.published_at = now
        version.save(update_fields=["published_at"])
    return version


@transaction.atomic
def publish_article(
    *,
    slug: str,
    title: str,
    standfirst: str,
    body: str,
    by: Any,
    now: dt.datetime,
    author: Any = None,
    byline: str = "",
    scopes: Sequence[str] = (),
    published_on: dt.date | None = None,
    live: bool = True,
) -> ThoughtLeadershipPage:
    """A new article from a text with marks (see marks.py); with live=False it stays a draft.

    An article with this slug that is there already is given back as it is.
    """
    index = ThoughtLeadershipIndexPage.objects.select_for_update().get()
    if found := ThoughtLeadershipPage.objects.child_of(index).filter(slug=slug).first():
        return found
    page = ThoughtLeadershipPage(
        slug=slug,
        title=title,
        standfirst=standfirst,
        body=marks.stream(body),
        author=author,
        byline=byline,
        scopes=list(scopes),
        published_on=published_on or now.astimezone().date(),
        owner=by,
        live=False,
    )
    index.add_child(instance=page)
    if live:
        return publish(page=page, by=by, now=now)
    page.save_revision(user=by)
    return page

"""Saving words as a revision and publishing it, as the CMS would, in one transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from wagtail.fields import StreamField
from wagtail.log_actions import LogContext
from wagtail.models import Page


def set_words(*, page: Page, words: dict[str, Any]) -> bool:
    """Puts words into a page; says whether any of them is new. Streams come as raw lists."""
    changed = False
    for name, value in words.items():
        field = page._meta.get_field(name)  # noqa: SLF001  Django's documented way to fields
        if isinstance(field, StreamField):
            new = field.to_python(value)
            if _bare(new.get_prep_value()) == _bare(getattr(page, name).get_prep_value()):
                continue
            value = new  # noqa: PLW2901  the stream in place of its raw list
        elif getattr(page, name) == value:
            continue
        setattr(page, name, value)
        changed = True
    return changed


def _bare(value: Any) -> Any:
    """A stream's raw value without the ids that Wagtail gives its blocks."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key != "id"}
    return value


@transaction.atomic
def publish(*, page: Page, by: Any, now: dt.datetime) -> Page:
    """A revision is saved and goes live; its times are `now`, not Wagtail's own reading of it."""
    first = page.first_published_at or now
    with LogContext(user=by):
        revision = page.save_revision(user=by, changed=True)
        revision.publish(user=by, skip_permission_checks=True)
    times = {"first_published_at": first, "last_published_at": now}
    Page.objects.filter(pk=page.pk).update(**times)
    page.refresh_from_db()
    return page

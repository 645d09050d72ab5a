"""A draft from a Word document whose parts somebody has put in their places."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from members.models import Institution, User
from practices.models import Practice

from .drafts import begin, save_draft


@transaction.atomic
def bring_document(
    *,
    institution: Institution,
    by: User,
    words: dict[str, Any],
    now: dt.datetime,
    draft_key: str = "",
) -> Practice:
    """Begins a draft with these words; nobody is told and nothing is published.

    The same form sent twice makes one draft. Sent again with other words, they are a newer version
    of it, and an answer that was changed on the edit page since then is a refusal.
    """
    practice = begin(institution=institution, by=by, words=words, now=now, draft_key=draft_key)
    begun = Revision.objects.for_instance(practice).order_by("pk").values_list("pk", flat=True)[0]
    return save_draft(practice=practice, by=by, words=words, now=now, started_from=begun)

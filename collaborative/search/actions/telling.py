"""Holds saved searches against what changed, and tells those who want to hear of it at once.

Rung after a publication and by a tick: what one of them missed, the next one finds.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from collaborative.search import saved_notices, saved_queries
from collaborative.search.models import LookedUpTo, SavedSearchHit, WatchedSearch

from . import _looking

# People told in one go: a mail server that is slow holds no locks on others' lines.
MOST_AT_ONCE = 200


@transaction.atomic
def look(*, now: dt.datetime) -> int:
    """What the public newly finds by each saved search is noted for those who saved it.

    In order: one looks at a time; what changed since somebody last looked; each different search
    once, for everybody who saved it; a line for each person and practice, once for good; up to
    where it was looked. Gives the number of new lines.
    """
    _looking.take_turns()
    up_to, changed = saved_queries.changed_since_looked()
    if not changed:
        return 0
    watched = list(WatchedSearch.objects.filter(saved__isnull=False).distinct().order_by("pk"))
    news = list(saved_queries.news(watched, changed))
    made = _looking.note(news, now=now)
    WatchedSearch.objects.filter(saved=None).delete()
    mark = LookedUpTo(pk=1, transaction=up_to)
    LookedUpTo.objects.bulk_create(
        [mark], update_conflicts=True, unique_fields=["id"], update_fields=["transaction"]
    )
    return made


@transaction.atomic
def tell_at_once(*, now: dt.datetime) -> int:
    """One mail to each person for all that they were not told of yet; gives how many people.

    Asked now: is it still public, is the person still there, is it still wanted. The lines are
    marked before the mails leave at the commit, so nobody is told twice. To call until it gives 0.
    """
    due = SavedSearchHit.objects.due().order_by("saved__owner").values_list("saved__owner")
    owners = [pk for (pk,) in due.distinct()[:MOST_AT_ONCE]]
    if not owners:
        return 0
    by_owner = saved_queries.hits_to_tell(owners)
    told = [hit.pk for hits in by_owner.values() for hit in hits]
    SavedSearchHit.objects.filter(pk__in=told).update(told_at=now)
    for hits in by_owner.values():
        saved_notices.newly_found(person=hits[0].saved.owner, hits=hits)
    return len(by_owner)

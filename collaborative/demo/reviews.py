"""How the demo's practices are looked after: still true, overdue, withdrawn, waiting, planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from practices import actions, calendar
from practices.models import Practice

from . import content
from .practices import key_of, steward_of

DAY = dt.timedelta(days=1)
# Within how many days their people said that practices are still true; the days differ.
SPREAD, STEP = 300, 37


def load_reviews(*, now: dt.datetime) -> int:
    """Does what content/reviews.toml tells where it is not done yet; gives how much that was.

    Practices that other people wrote are left alone.
    """
    told = content.read("reviews")
    ours = {words["slug"]: key_of(words["slug"]) for words in content.practices()}
    rows = Practice.objects.select_related("institution", "author").in_bulk(
        list(ours.values()), field_name="draft_key"
    )
    found = {slug: rows[key] for slug, key in ours.items() if key in rows}
    done = sum(_withdraw(found, one, now) for one in told["withdrawn"])
    done += sum(_wait(found, one, now) for one in told["waiting"])
    done += sum(_plan(found, one, now) for one in told["planned"])
    done += _verify_old(found, told, now)
    actions.do_due(now=now)
    return done


def _withdraw(found: dict[str, Practice], told: dict[str, Any], now: dt.datetime) -> bool:
    practice = found[told["slug"]]
    if not practice.live:
        return False
    at = now - told["days_ago"] * DAY
    by = steward_of(practice.institution)
    actions.withdraw(practice=practice, by=by, reason=told["reason"], now=at)
    return True


def _wait(found: dict[str, Practice], told: dict[str, Any], now: dt.datetime) -> bool:
    practice = found[told["slug"]]
    if not practice.is_submitted or practice.is_routed:
        return False
    since = now - told["days"] * DAY
    Practice.objects.filter(pk=practice.pk).update(submitted_at=since)
    practice.reviews.waiting().update(submitted_at=since)
    actions.remind(practice=practice, by=practice.author, now=since + told["reminded_after"] * DAY)
    return True


def _plan(found: dict[str, Practice], told: dict[str, Any], now: dt.datetime) -> bool:
    practice = found[told["slug"]]
    day = calendar.today(now) + told["in_days"] * DAY
    at = calendar.on_the_wall(day, dt.time(8))
    if (
        not practice.is_submitted
        or at is None
        or Practice.objects.filter(pk=practice.pk, plan__isnull=False).exists()
    ):
        return False
    by = steward_of(practice.institution)
    actions.plan(practice=practice, by=by, publish_at=at, now=now - DAY)
    return True


def _verify_old(found: dict[str, Practice], told: dict[str, Any], now: dt.datetime) -> int:
    """Most institutions looked again within the year; a few are asked now, a few are late."""
    soon = set(told["soon"])
    done = 0
    for number, (slug, practice) in enumerate(sorted(found.items())):
        old = practice.last_published_at and practice.last_published_at < now - SPREAD * DAY
        if not practice.live or practice.is_ended or not old or practice.verified_at:
            continue
        if slug in told["overdue"]:
            continue
        days = 350 if slug in soon else number * STEP % SPREAD
        actions.verify(practice=practice, by=steward_of(practice.institution), now=now - days * DAY)
        done += 1
    return done

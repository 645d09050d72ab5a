"""What each reader has not been told yet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from practices import finders
from practices.enums import Wall
from practices.finders import Finding
from practices.models import Practice, ScopeArea
from practices.queries import NOTHING, Followed, followed_by

from . import happenings
from .enums import DeliveryState, IssueKind
from .happenings import Happening, Told
from .models import DigestDelivery, DigestIssue, DigestSubscription

# A publication carries the time at which its steward pressed the button and is seen once its
# transaction commits. So each window looks back a little, and the ledger keeps out what was told.
OVERLAP = dt.timedelta(minutes=10)
LEDGER_ORDER = (
    DeliveryState.UNCERTAIN,
    DeliveryState.FAILED,
    DeliveryState.SENDING,
    DeliveryState.PENDING,
    DeliveryState.SKIPPED,
)


class Window(NamedTuple):
    """What was published after `start` and up to `end` is news."""

    start: dt.datetime
    end: dt.datetime


class Item(NamedTuple):
    """A practice as news for one reader: told for the first time, or changed since.

    `happened` says what came about around a followed practice whose own words are not news;
    `found_by` which saved searches of the reader brought it, and `is_only_found` that nothing else
    did.
    """

    practice: Practice
    is_changed: bool
    is_followed: bool = False
    happened: str = ""
    told: Told = Told()
    found_by: tuple[tuple[int, str], ...] = ()
    is_only_found: bool = False

    def for_ledger(self) -> dict[str, Any]:
        return {"by": [list(one) for one in self.found_by], "only": self.is_only_found}


class Telling(NamedTuple):
    """What one reader is told."""

    subscription: DigestSubscription
    items: list[Item]


def window_of(subscription: DigestSubscription, now: dt.datetime) -> Window:
    """From where this reader was last told until now; never before the wish for a digest."""
    start = max(subscription.covered_until - OVERLAP, subscription.subscribed_at)
    return Window(min(start, subscription.covered_until), now)


def contents_for(subscription: DigestSubscription, window: Window) -> list[Item]:
    """The news of a window for one reader: live, in the areas they chose, or followed.

    What is followed comes first, whatever areas were chosen.
    """
    news = _News([subscription], window.start, window.end)
    return _choose(subscription, window, news)


def tellings(subscriptions: Sequence[DigestSubscription], now: dt.datetime) -> list[Telling]:
    """The same for many readers in a fixed number of queries, without those who hear nothing.

    Only live practices come into question, which everybody may read; whether each reader still
    may is asked again when their mail is claimed.
    """
    if not subscriptions:
        return []
    windows = {one.pk: window_of(one, now) for one in subscriptions}
    start = min(window.start for window in windows.values())
    news = _News(subscriptions, start, now)
    every = (Telling(one, _choose(one, windows[one.pk], news)) for one in subscriptions)
    return [telling for telling in every if telling.items]


def readers_of(kind: str) -> QuerySet[DigestSubscription]:
    """Who gets an issue of this kind: an extra one goes to everybody who gets any."""
    readers = DigestSubscription.objects.receiving()
    return readers if kind == IssueKind.EXTRA else readers.filter(frequency=kind)


def subscription_of(user: Any) -> DigestSubscription | None:
    """[DG1] One's own."""
    return DigestSubscription.objects.filter(user=user).first()


def copies_of(user: Any) -> QuerySet[DigestDelivery]:
    """The digests that were sent to this reader, newest first."""
    return (
        DigestDelivery.objects.filter(recipient=user, state=DeliveryState.SENT)
        .select_related("issue")
        .defer("issue__cards", "issue__frame")
        .order_by("-issue__due_at", "-pk")
    )


def copy_for(user: Any, issue_id: int) -> DigestDelivery | None:
    """[DG6] The reader's own line of an issue; for the consortium any line of it."""
    lines = DigestDelivery.objects.visible_to(user).filter(issue_id=issue_id)
    own_first = lines.order_by(Case(When(recipient=user, then=0), default=1), "pk")
    return own_first.select_related("issue").first()


def readable_items(delivery: DigestDelivery, user: Any) -> list[dict[str, Any]]:
    """The cards of a line whose practices are still live and this person's to read.

    A card holds the words of the day on which its issue was planned. Where they were taken down
    since, mended and published again, the card still says what had to go: it stays out for good.
    What happened around one is asked anew as well.
    """
    readable = set(
        Practice.objects.live()
        .visible_to(user)
        .filter(pk__in=delivery.practice_ids)
        .exclude(history_public_since__gte=delivery.issue.planned_at)
        .values_list("pk", flat=True)
    )
    happened = happenings.still_told(delivery.happened, delivery.issue.planned_at)
    found = happenings.still_found(delivery.found_by, delivery.recipient_id)
    return [
        {
            "card": delivery.issue.cards[str(pk)],
            "is_changed": pk in delivery.changed_ids,
            "is_followed": pk in delivery.followed_ids,
            "happened": happened.get(str(pk), ""),
            "found_by": found.get(str(pk), ()),
        }
        for pk in delivery.practice_ids
        if pk in readable
        and str(pk) in delivery.issue.cards
        # What only happened around it, and does not hold any more, is no news at all.
        and happened.get(str(pk), "news")
        # Nor is what only a search brought of which its reader wants to hear no more.
        and (found.get(str(pk)) or not delivery.found_by.get(str(pk), {}).get("only"))
    ]


def areas_by_slug() -> dict[str, ScopeArea]:
    return {area.slug: area for area in ScopeArea.objects.in_order()}


def areas_by_wall() -> list[dict[str, Any]]:
    """The two sides in order, each with its areas."""
    areas = list(ScopeArea.objects.in_order())
    return [
        {"wall": wall, "areas": [area for area in areas if area.wall == wall]}
        for wall in Wall.values
    ]


def issues_with_counts() -> QuerySet[DigestIssue]:
    """For the desk: issues, newest first, with the number of lines in each state."""
    counts: dict[str, Any] = {
        f"number_{state}": Count("deliveries", filter=Q(deliveries__state=state))
        for state in DeliveryState.values
    }
    issues = DigestIssue.objects.defer("cards", "frame").select_related("planned_by")
    return issues.annotate(number=Count("deliveries"), **counts).order_by("-due_at", "-pk")


def ledger_of(issue: DigestIssue, user: Any) -> QuerySet[DigestDelivery]:
    """[DG9] The lines of one issue, those that need a look first."""
    lines = DigestDelivery.objects.visible_to(user).filter(issue=issue)
    place = [When(state=state, then=number) for number, state in enumerate(LEDGER_ORDER)]
    return lines.select_related("recipient").order_by(Case(*place, default=len(place)), "pk")


class _News:
    """What a window holds for some readers, read once: candidates, what each follows, was told."""

    def __init__(
        self, subscriptions: Sequence[DigestSubscription], start: dt.datetime, end: dt.datetime
    ) -> None:
        readers = [one.user_id for one in subscriptions]
        self.follows = followed_by(readers)
        followed = {pk for one in self.follows.values() for pk in one.practices}
        self.happened = happenings.between(followed, start, end)
        self.found = finders.between(readers, start, end)
        found = {pk for one in self.found.values() for pk in one}
        self.practices = list(_candidates(start, end, {*self.happened, *found}))
        self.told = _told(readers, start)

    def followed(self, subscription: DigestSubscription) -> Followed:
        return self.follows.get(subscription.user_id, NOTHING)

    def found_for(self, subscription: DigestSubscription) -> dict[int, list[Finding]]:
        return self.found.get(subscription.user_id, {})

    def told_to(self, subscription: DigestSubscription) -> dict[int, dt.datetime]:
        return self.told.get(subscription.user_id, {})


def _candidates(start: dt.datetime, end: dt.datetime, happened: Iterable[int]) -> Any:
    """Live practices that were published in the window, or to which something happened."""
    return (
        Practice.objects.live()
        .without_bodies()
        .select_related("institution")
        .annotate(told_at=Coalesce("last_published_at", "published_at"))
        .filter(Q(told_at__gt=start, told_at__lte=end) | Q(pk__in=list(happened)))
        .order_by(F("told_at").desc(), "-pk")
    )


def _told(readers: Iterable[int], since: dt.datetime) -> dict[int, dict[int, dt.datetime]]:
    """Reader -> practice -> when an issue that told of it was planned, since that time."""
    told: dict[int, dict[int, dt.datetime]] = defaultdict(dict)
    lines = DigestDelivery.objects.filter(
        recipient__in=list(readers), issue__planned_at__gte=since
    ).values_list("recipient_id", "issue__planned_at", "practice_ids")
    for reader, planned_at, practice_ids in lines:
        for pk in practice_ids:
            told[reader][pk] = max(planned_at, told[reader].get(pk, planned_at))
    return told


def _choose(subscription: DigestSubscription, window: Window, news: _News) -> list[Item]:
    """What is followed comes first, then what is new."""
    chosen = []
    wanted = set(subscription.scopes)
    followed, told = news.followed(subscription), news.told_to(subscription)
    found = news.found_for(subscription)
    for practice in news.practices:
        is_followed = followed.holds(practice)
        last = told.get(practice.pk)
        around = Told()
        if practice.pk in followed.practices:
            since = max(window.start, last or window.start)
            around = _told_of(news.happened.get(practice.pk, []), subscription, since, window)
        is_news = window.start < practice.told_at <= window.end
        is_untold = last is None or last < practice.told_at
        found_by = _found_by(found.get(practice.pk, []), window) if is_untold else ()
        is_asked_for = is_followed or not wanted or not wanted.isdisjoint(practice.scopes)
        if (is_news and is_untold and is_asked_for) or found_by:
            is_changed = practice.published_at <= window.start or last is not None
            is_only_found = not (is_news and is_asked_for)
            chosen.append(
                Item(
                    practice,
                    is_changed,
                    is_followed,
                    found_by=found_by,
                    is_only_found=is_only_found,
                )
            )
        elif around.words:
            chosen.append(
                Item(
                    practice, is_changed=True, is_followed=True, happened=around.words, told=around
                )
            )
    return sorted(chosen, key=_place)


def _found_by(found: Iterable[Finding], window: Window) -> tuple[tuple[int, str], ...]:
    return tuple((one.pk, one.name) for one in found if window.start < one.at <= window.end)


def _place(item: Item) -> tuple[bool, bool, bool, bool]:
    """What is followed, what saved searches brought, the rest."""
    return (not item.is_followed, not item.found_by, item.is_changed, bool(item.happened))


def _told_of(
    happened: Iterable[Happening],
    subscription: DigestSubscription,
    since: dt.datetime,
    window: Window,
) -> Told:
    """Not one's own doings, and nothing twice."""
    return happenings.told(
        [one for one in happened if since < one.at <= window.end and one.by != subscription.user_id]
    )

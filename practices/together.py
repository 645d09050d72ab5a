"""With whom a practice was written and is published: read when that changes, never by a reader."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Value, When

from members.models import Institution

from .models import CoPublication, Practice, PracticeAuthor

Credits = dict[str, list[dict[str, str]]]


def institutions_named(practice: Practice) -> list[Institution]:
    """Those that signed off the words now public, and stand by them still."""
    if not practice.is_public or practice.live_revision_id is None:
        return []
    lines = CoPublication.objects.filter(practice_id=practice.pk).standing()
    signed = lines.signed(practice.live_revision_id).select_related("institution").by_name()
    return [line.institution for line in signed]


def credits_of(practice: Practice) -> Credits:
    """What goes into the row: names of institutions, and of people who agreed.

    Somebody of another institution is named beside its name, and goes with it.
    """
    if not practice.is_public:
        return {}
    houses = institutions_named(practice)
    beside = {house.pk: house for house in houses}
    first = Case(
        When(user_id=practice.author_id, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    authors = (
        PracticeAuthor.objects.filter(
            practice_id=practice.pk,
            named_at__isnull=False,
            institution_id__in=[practice.institution_id, *beside],
        )
        .exclude(user__name="")
        .select_related("user")
        .order_by(first, "pk")
    )
    people = [
        {
            "name": one.user.name,
            "institution": beside[one.institution_id].name if one.institution_id in beside else "",
        }
        for one in authors
    ]
    return {
        "people": people,
        "institutions": [{"slug": house.slug, "name": house.name} for house in houses],
    }


def people(practice: Practice) -> list[dict[str, str]]:
    return practice.credits.get("people", [])


def co_publishers(practice: Practice) -> list[dict[str, str]]:
    return practice.credits.get("institutions", [])


def named_ids(practice: Practice) -> set[int]:
    """The same by number. Where the row names none, nothing is asked."""
    if not co_publishers(practice):
        return set()
    return {house.pk for house in institutions_named(practice)}


def shown(practice: Practice) -> dict[str, Any]:
    """For the templates of the public page and the card."""
    return {
        "co_publishers": [
            {**house, "address": f"/institutions/{house['slug']}/"}
            for house in co_publishers(practice)
        ],
        "named_authors": people(practice),
    }

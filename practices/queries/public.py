"""What the public page of a practice reads: what it shows and no more, by one prepared question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models.expressions import RawSQL

from collaborative.core.prepared import one_row
from practices.models import Practice

from .related import MOST_SHOWN, SHARED, Related, why

NOBODY = AnonymousUser()
# Stands for the address in a prepared question; no slug has a space.
SLUG = "the slug"
# The live ones among `related_ids`, in their order: the rule of `visible_to` for strangers.
RELATED = """
    (SELECT json_agg(json_build_array(other.title, other.slug, house.name, other.scopes, other.tags,
                         other.minnesota_groups, other.populations, other.languages,
                         other.care_settings)
                     ORDER BY array_position(practices_practice.related_ids, other.id))
     FROM practices_practice AS other
     JOIN members_institution AS house ON house.id = other.institution_id
     WHERE other.live AND other.id = ANY(practices_practice.related_ids))
"""


@dataclass(frozen=True)
class InstitutionName:
    name: str
    slug: str

    def get_absolute_url(self) -> str:
        return f"/institutions/{self.slug}/"


@dataclass(frozen=True)
class PublicWords:
    """What the public page of a practice is made of: nothing else is read for it."""

    title: str
    need: str
    body_html: str
    institution: InstitutionName
    related: list[Related]
    is_withdrawn: bool = False


def public_words(slug: str) -> PublicWords | None:
    """The practice at this address as anybody reads it: live, or withdrawn and labelled.

    A few values in place of the whole row, by a statement that is put together once: reading all
    columns through a queryset takes three times as long as all the rest of the public page.
    """
    statement, others = _public_statement()
    row = one_row(statement, [slug if one is SLUG else one for one in others])
    if row is None:
        return None
    title, need, body, name, address, withdrawn_at, others, *own = row
    related = [
        Related(other_title, slug_of, said_by, why(own, theirs))
        for other_title, slug_of, said_by, *theirs in (others or [])[:MOST_SHOWN]
    ]
    return PublicWords(
        title, need, body, InstitutionName(name, address), related, withdrawn_at is not None
    )


@cache
def _public_statement() -> tuple[str, tuple[Any, ...]]:
    """What `readable_by` makes of the question, with SLUG where the address goes."""
    rows = Practice.objects.readable_by(NOBODY).filter(slug=SLUG)
    columns = rows.annotate(others=RawSQL(RELATED, ())).values_list(  # noqa: S611  our own words
        "title",
        "need",
        "body_html",
        "institution__name",
        "institution__slug",
        "withdrawn_at",
        "others",
        *SHARED,
    )
    statement, parameters = columns.query.sql_with_params()
    return statement, tuple(SLUG if one == SLUG else one for one in parameters)

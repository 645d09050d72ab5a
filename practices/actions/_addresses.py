"""The public address of a practice: from its title, given once, and led on from when it changes."""

from __future__ import annotations

from django.utils.text import slugify

from practices.models import FormerAddress, Practice

LONGEST_SLUG = 100
# Under /practices/, and not a practice; numbers are none either.
RESERVED_SLUGS = (
    "share", "import", "plain-words", "spread", "gaps", "goals", "compare", "like-mine", "ask",
    "suggest", "export.csv", "export.json",
)  # fmt: skip


def give_address(row: Practice, *, title_before: str) -> None:
    """Sets the slug for the words that are being published; whoever calls saves the row.

    A new title of what is live moves it, and the old address leads to the new one.
    """
    if row.slug == row.draft_key:
        row.slug = _free_slug(row)
    elif _stem(row.title) != _stem(title_before):
        before, row.slug = row.slug, _free_slug(row)
        row.former_addresses.filter(slug=row.slug).delete()
        if row.slug != before:
            FormerAddress.objects.create(slug=before, practice=row)


def forget_addresses(row: Practice) -> None:
    """Of what is taken down: nothing leads on, and whoever takes the same title learns nothing."""
    row.former_addresses.all().delete()
    row.slug = row.draft_key


def _free_slug(row: Practice) -> str:
    """Drafts claim no address, so this says nothing about hidden practices."""
    stem = _stem(row.title)
    others = Practice.objects.filter(slug__startswith=stem).exclude(pk=row.pk)
    former = FormerAddress.objects.filter(slug__startswith=stem).exclude(practice=row)
    taken = {*others.values_list("slug", flat=True), *former.values_list("slug", flat=True)}
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _stem(title: str) -> str:
    stem = slugify(title)[:LONGEST_SLUG].strip("-") or "practice"
    if stem in RESERVED_SLUGS or stem.isdigit() or stem.startswith("draft-"):
        stem = f"practice-{stem}"
    return stem

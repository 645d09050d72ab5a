"""Who has which corner of the CMS."""

from __future__ import annotations

from django.db import models

CONSORTIUM = "consortium"


class Room(models.Model):
    """A corner of the CMS: one group of people, one collection for their images and documents.

    Each institution has one for its stewards; the consortium has one for editors and coordinators
    (no institution). Who is in a group is derived from memberships and is never set by hand.
    """

    key = models.SlugField(max_length=40, unique=True)
    institution = models.OneToOneField(
        "members.Institution",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="cms_room",
    )
    group = models.OneToOneField("auth.Group", on_delete=models.PROTECT, related_name="cms_room")
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.PROTECT, related_name="cms_room"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(key=CONSORTIUM, institution__isnull=True)
                | (~models.Q(key=CONSORTIUM) & models.Q(institution__isnull=False)),
                name="room_is_the_consortiums_or_an_institutions",
            )
        ]

    def __str__(self) -> str:
        return self.key


def key_of(institution_id: int | None) -> str:
    return CONSORTIUM if institution_id is None else f"institution-{institution_id}"

"""Where a practice stood before its title changed."""

from __future__ import annotations

from django.db import models


class FormerAddress(models.Model):
    """An address that was public once and leads on to where the practice stands now.

    Taking down deletes them: the words of an old title may be what had to go. An address is given
    to no other practice while one is here.
    """

    slug = models.SlugField(max_length=120, unique=True)
    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="former_addresses"
    )

    def __str__(self) -> str:
        return self.slug

"""Files that belong to a practice."""

from __future__ import annotations

from django.core.files.storage import storages
from django.db import models
from django.urls import reverse


def private_storage():
    """Never under MEDIA_URL: every byte goes through our own view."""
    return storages["private"]


class PracticeFile(models.Model):
    """A form, a script, a poster that others may use. Private until a live practice names it.

    Which files a version carries is in `Practice.file_ids`, so a draft can add or drop one
    without touching what is live. A file is never changed; another is added in its place.
    """

    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="files"
    )
    file = models.FileField(upload_to="practices/%Y/%m/", storage=private_storage, max_length=200)
    name = models.CharField("file name", max_length=120)
    description = models.CharField("what it is (read aloud in place of the file)", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("bytes")
    added_by = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("practices:file", args=[self.practice.slug, self.pk])

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")

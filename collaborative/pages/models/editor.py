"""The form in which pages are edited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from .reach import Reach


class PageForm(WagtailAdminPageForm):
    """Refuses what the choosers would not have offered.

    A chooser shows only one's own images and documents, but a forged request may name any id; a
    live page that names another institution's draft image would make it public.
    """

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.for_user is None:
            return cleaned
        reach = Reach.of(self.for_user)
        known = set(_references(self._as_it_was()))
        for field in _stream_fields(self._meta.model):
            if field.name not in cleaned:
                continue
            named = set(field.extract_references(cleaned[field.name]))
            for model, pk, *_ in named:
                if (model, str(pk)) not in known and not _may_name(reach, model, pk):
                    self.add_error(
                        field.name,
                        ValidationError(
                            "Something chosen here is not yours to use. Choose from the list."
                        ),
                    )
                    break
        return cleaned

    def _as_it_was(self) -> Page | None:
        """The newest words before this edit, which passed here when they were saved."""
        if not self.instance.pk:
            return None
        return Page.objects.get(pk=self.instance.pk).specific.get_latest_revision_as_object()


def _may_name(reach: Reach, model: type, pk: Any) -> bool:
    if issubclass(model, Page):
        return reach.may_link_to(pk)
    if issubclass(model, (get_image_model(), get_document_model())):
        return reach.has_file(model, pk)
    return reach.everything


def _stream_fields(model: type[Page]) -> Iterator[StreamField]:
    return (field for field in model._meta.get_fields() if isinstance(field, StreamField))  # noqa: SLF001  Django's documented way


def _references(page: Page | None) -> Iterator[tuple[type, str]]:
    if page is None:
        return
    for field in _stream_fields(type(page)):
        for model, pk, *_ in field.extract_references(field.value_from_object(page)):
            yield model, str(pk)

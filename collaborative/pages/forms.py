"""Images and documents as editors bring them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from collaborative.core.uploads import DOCUMENT_KINDS, IMAGE_KINDS, check_upload


class CheckedFile(forms.ModelForm):
    """A file is what its content says, whatever its name says. Tags are left out: their list
    would tell one institution what another one files.
    """

    kinds = DOCUMENT_KINDS | IMAGE_KINDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)
        if file := self.fields.get("file"):
            # Before Wagtail's own field reads it: that one trusts the name, and fails on a file
            # that begins like an image and is none.
            setattr(file, "to_python", self._checked(file.to_python))  # noqa: B010  a method

    def _checked(self, to_python: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def look_inside(upload: Any) -> Any:
            if upload:
                check_upload(upload, kinds=self.kinds)
            return to_python(upload)

        return look_inside


class ImageForm(CheckedFile, BaseImageForm):
    kinds = IMAGE_KINDS


class DocumentForm(CheckedFile, BaseDocumentForm):
    kinds = DOCUMENT_KINDS

"""Images and documents as editors bring them in."""

from __future__ import annotations

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

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_upload(file, kinds=self.kinds)
        return file


class ImageForm(CheckedFile, BaseImageForm):
    kinds = IMAGE_KINDS


class DocumentForm(CheckedFile, BaseDocumentForm):
    kinds = DOCUMENT_KINDS

"""Which files people may hand in. What a file is, is read from its content, never from its name.

`check_upload` gives back what was found or refuses with a sentence for the person. SVG and HTML
can carry scripts, old Office formats and macros can carry programs: none of them is on the list.
"""

from __future__ import annotations

import csv
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_valid_filename
from PIL import Image

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
}
IMAGES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}
IMAGE_TYPES = frozenset(MEDIA_TYPES[kind] for kind in IMAGES.values())
DOCUMENT_KINDS = frozenset({"pdf", "docx", "xlsx", "pptx", "csv", "txt"})
IMAGE_KINDS = frozenset(IMAGES.values())
EVERY_KIND = DOCUMENT_KINDS | IMAGE_KINDS

# The part that makes an Office file what it is.
OFFICE_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
OFFICE_PROGRAMS = re.compile(r"vbaproject|vbadata|activex|macrosheets|oleobject", re.IGNORECASE)
MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_CONTENT_TYPES = 1024 * 1024
ENCRYPTED = 0x1
CHUNK = 1024 * 1024
LONGEST_STEM = 90
LONGEST_ENDING = 5
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
ALLOWED = "PDF, Word, Excel, PowerPoint, CSV, plain text, PNG, JPEG, WebP or GIF"


class UploadRefused(ValidationError):
    """The file is not taken; the message says why and what would be."""


@dataclass(frozen=True)
class CheckedUpload:
    """A file that may be kept: its bytes and what they were found to be."""

    file: IO[bytes]
    name: str
    kind: str
    media_type: str
    size: int
    pixels: tuple[int, int] | None = None

    @property
    def stored_name(self) -> str:
        """A plain name for the disk; the person's own name is kept beside it."""
        return get_valid_filename(self.name.encode("ascii", "ignore").decode() or "file")[-80:]


def check_upload(upload: Any, *, kinds: frozenset[str] = EVERY_KIND) -> CheckedUpload:
    """Reads an uploaded file's content; UploadRefused unless it is on the list."""
    size = upload.size
    if not size:
        raise UploadRefused("This file is empty. Choose another one.")
    if size > settings.UPLOAD_MAX_BYTES:
        most = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise UploadRefused(f"This file is larger than {most}. Make it smaller or share a part.")
    try:
        kind, pixels = _look_inside(upload)
    finally:
        upload.seek(0)
    if kind not in kinds:
        raise _not_on_list()
    name = clean_name(upload.name or "", kind)
    return CheckedUpload(upload, name, kind, MEDIA_TYPES[kind], size, pixels)


def clean_name(name: str, kind: str) -> str:
    """The name as a person gave it, without folders or unseen signs, ending in what it truly is."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C"
    )
    seen = re.sub(r'[<>:"|?*;%]', " ", seen)
    stem, dot, ending = " ".join(seen.split()).rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        stem = f"{stem}{dot}{ending}"
    stem = stem.strip(" .")[:LONGEST_STEM] or "file"
    return f"{stem}.{kind}"


class CheckedFileField(forms.FileField):
    """A file question whose answer is a CheckedUpload."""

    def __init__(self, *, kinds: frozenset[str] = EVERY_KIND, **kwargs: Any) -> None:
        self.kinds = kinds
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        return check_upload(upload, kinds=self.kinds) if upload else None


def _not_on_list() -> UploadRefused:
    return UploadRefused(f"This kind of file is not taken. Choose {ALLOWED}.")


def _look_inside(upload: Any) -> tuple[str, tuple[int, int] | None]:
    upload.seek(0)
    head = upload.read(2048)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        return "pdf", None
    if head.startswith(SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return _image(upload)
    if head.startswith(b"PK\x03\x04"):
        return _office(upload), None
    return _text(upload), None


def _image(upload: Any) -> tuple[str, tuple[int, int]]:
    """Opened by Pillow as one of four formats; the size is read before any pixel is unpacked."""
    broken = UploadRefused(
        "This image cannot be read. Save it again as PNG or JPEG and try once more."
    )
    too_large = UploadRefused(
        f"This image has more than {settings.UPLOAD_MAX_PIXELS // 1_000_000} megapixels. "
        "Make it smaller and try again."
    )
    try:
        with Image.open(upload, formats=list(IMAGES)) as image:
            kind, size = IMAGES[image.format or ""], image.size
            fits = size[0] * size[1] <= settings.UPLOAD_MAX_PIXELS
            if fits:
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_large from None
    except Exception:  # noqa: BLE001  Pillow's readers raise nearly anything on broken input
        raise broken from None
    if not fits:
        raise too_large
    return kind, size


def _office(upload: Any) -> str:
    """A package of Word, Excel or PowerPoint: without programs, unpacking to a sane size."""
    broken = UploadRefused("This file cannot be read. Save it again as .docx, .xlsx or .pptx.")
    try:
        with zipfile.ZipFile(upload) as package:
            return _office_kind(package)
    except UploadRefused:
        raise
    except Exception:  # noqa: BLE001  zipfile raises many kinds of errors on broken input
        raise broken from None


def _office_kind(package: zipfile.ZipFile) -> str:
    parts = package.infolist()
    names = {part.filename for part in parts}
    kinds = [kind for name, kind in OFFICE_PARTS.items() if name in names]
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise _not_on_list()
    too_large = UploadRefused(
        "This file unpacks to far more than it seems. Save it again, smaller."
    )
    if len(parts) > MOST_PARTS or len(names) != len(parts):
        raise too_large
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise UploadRefused("This file is locked with a password. Save it without one.")
    if any(OFFICE_PROGRAMS.search(name) for name in names) or _names_macros(package):
        raise UploadRefused("This file holds macros or programs. Save it without them.")
    unpacked = 0
    for part in parts:  # counted while unpacking: what a package says of itself may be a lie
        with package.open(part) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise too_large
    return kinds[0]


def _names_macros(package: zipfile.ZipFile) -> bool:
    with package.open("[Content_Types].xml") as stream:
        words = stream.read(MOST_CONTENT_TYPES).lower()
    return b"macroenabled" in words or b"vbaproject" in words


def _text(upload: Any) -> str:
    """Words and nothing else: no control signs, nothing that a browser could take for a page."""
    upload.seek(0)
    raw = upload.read()
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            words = raw.decode("cp1252")
        except UnicodeDecodeError:
            raise _not_on_list() from None
    if re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", words):
        raise _not_on_list()
    start = words.lstrip()[:1024].lower()
    if start.startswith(("<", "{\\rtf", "%!ps")) or "<script" in start or "<svg" in start:
        raise _not_on_list()
    is_csv = (upload.name or "").lower().endswith(".csv") and _has_columns(words)
    return "csv" if is_csv else "txt"


def _has_columns(words: str) -> bool:
    try:
        rows = list(csv.reader(words.splitlines()[:5]))
    except csv.Error:
        return False
    return bool(rows)

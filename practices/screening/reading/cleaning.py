"""A copy of a picture that holds what is seen and nothing else."""

from __future__ import annotations

import io
from typing import IO

from PIL import Image, ImageOps, ImageSequence

from .pictures import FORMATS

# What belongs to how a picture looks, not to who took it where.
LOOKS = ("icc_profile", "transparency", "duration", "loop", "background", "gamma")
QUALITY = 92


def clean_picture(file: IO[bytes]) -> bytes:
    """Turned as it was shown, in the same format; without EXIF, IPTC, XMP and comments."""
    file.seek(0)
    with Image.open(file, formats=FORMATS) as image:
        kind = image.format or ""
        looks = {name: image.info[name] for name in LOOKS if name in image.info}
        if getattr(image, "is_animated", False):
            frames = [_bare(frame) for frame in ImageSequence.Iterator(image)]
            more = {"save_all": True, "append_images": frames[1:]}
            pixels = frames[0]
        else:
            pixels, more = _bare(ImageOps.exif_transpose(image)), {}
        if kind in {"JPEG", "WEBP"}:
            more["quality"] = QUALITY
        held = io.BytesIO()
        pixels.save(held, kind, **more, **looks)
    return held.getvalue()


def _bare(image: Image.Image) -> Image.Image:
    copy = image.copy()
    copy.info = {}
    # Without this a copy carries the record that it was read with.
    copy.getexif().clear()
    return copy

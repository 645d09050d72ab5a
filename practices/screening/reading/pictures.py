"""What cameras and programs write into pictures, unseen: place, time, serial number, names."""

from __future__ import annotations

import re
from typing import IO, Any

from PIL import ExifTags, Image, IptcImagePlugin

from .contents import Contents

FORMATS = ["PNG", "JPEG", "WEBP", "GIF"]
TAKEN = {"DateTime", "DateTimeOriginal", "DateTimeDigitized", "CreateDate", "DateCreated"}
SERIALS = {
    "BodySerialNumber",
    "CameraSerialNumber",
    "LensSerialNumber",
    "SerialNumber",
    "ImageUniqueID",
    "CameraOwnerName",
}
PEOPLE = {"Artist", "Copyright", "XPAuthor", "HostComputer"}
SAYINGS = {"ImageDescription", "UserComment", "XPTitle", "XPComment", "XPSubject", "XPKeywords"}
# Place in the record of a press photo -> what it is.
IPTC = {
    (2, 5): "",
    (2, 25): "",
    (2, 80): "AUTHOR",
    (2, 90): "PHOTO_PLACE",
    (2, 92): "PHOTO_PLACE",
    (2, 105): "",
    (2, 120): "",
    (2, 55): "PHOTO_DATE",
}
XMP = re.compile(r"(?P<name>[A-Za-z]+)(?:=\"|>)(?:\s*<[^>]{1,60}>){0,3}(?P<said>[^\"<]{2,200})")
MOST_XMP = 200_000


def read_picture(file: IO[bytes]) -> Contents:
    """Its hidden words. What it shows, a person must look at."""
    contents = Contents(pictures=1)
    with Image.open(file, formats=FORMATS) as image:
        for sign, words in (*_exif(image), *_iptc(image), *_xmp(image), *_sayings(image)):
            if sign:
                contents.hide(sign, words)
            else:
                contents.add("the description in the photo", words)
    return contents


def _sayings(image: Any) -> list[tuple[str, str]]:
    """Texts that programs put into PNGs, GIFs and JPEGs beside the picture."""
    return [
        ("AUTHOR" if name == "Author" else "", _plain(words))
        for name, words in image.info.items()
        if name in {"comment", "Comment", "Description", "Title", "Author", "Source"}
    ]


def _exif(image: Any) -> list[tuple[str, str]]:
    found = []
    exif = image.getexif()
    named: dict[str, Any] = {ExifTags.TAGS.get(key, ""): value for key, value in exif.items()}
    named |= {
        ExifTags.TAGS.get(key, ""): value for key, value in exif.get_ifd(ExifTags.IFD.Exif).items()
    }
    for name, value in named.items():
        text = _plain(value, wide=name.startswith("XP"))
        if name in TAKEN:
            found.append(("PHOTO_DATE", text[:10].replace(":", "-")))
        elif name in SERIALS:
            found.append(("AUTHOR" if "Owner" in name else "PHOTO_DEVICE", text))
        elif name in PEOPLE:
            found.append(("AUTHOR", text))
        elif name in SAYINGS:
            found.append(("", text))
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if position := _position(place):
        found.append(("PHOTO_PLACE", position))
    return [(sign, words) for sign, words in found if words]


def _position(place: dict[int, Any]) -> str:
    gps = {ExifTags.GPSTAGS.get(key, ""): value for key, value in place.items()}
    if "GPSLatitude" not in gps or "GPSLongitude" not in gps:
        return ""
    try:
        parts = [
            _degrees(gps[name]) * (-1 if str(gps.get(f"{name}Ref", "")) in {"S", "W"} else 1)
            for name in ("GPSLatitude", "GPSLongitude")
        ]
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return "a position that cannot be read"
    return f"{parts[0]:.4f}, {parts[1]:.4f}"


def _degrees(value: Any) -> float:
    degrees, minutes, seconds = (float(one) for one in value)
    return degrees + minutes / 60 + seconds / 3600


def _iptc(image: Any) -> list[tuple[str, str]]:
    try:
        record = IptcImagePlugin.getiptcinfo(image) or {}
    except (SyntaxError, ValueError, TypeError, KeyError):
        return []
    found = []
    for key, sign in IPTC.items():
        values = record.get(key, [])
        several = values if isinstance(values, list) else [values]
        found += [(sign, _plain(value)) for value in several]
    return [(sign, words) for sign, words in found if words]


def _xmp(image: Any) -> list[tuple[str, str]]:
    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    found = []
    for one in XMP.finditer(text[:MOST_XMP]):
        name, said = one["name"], one["said"].strip()
        if name in {"GPSLatitude", "GPSLongitude", "City", "Location", "Sublocation"}:
            found.append(("PHOTO_PLACE", said))
        elif name in TAKEN:
            found.append(("PHOTO_DATE", said[:10]))
        elif name in SERIALS:
            found.append(("PHOTO_DEVICE", said))
        elif name in {"creator", "Creator", "Artist"}:
            found.append(("AUTHOR", said))
        elif name in {"PersonInImage", "Name", "PersonDisplayName"}:
            found.append(("NAME", said))
        elif name in {"description", "title", "Headline", "subject"}:
            found.append(("", said))
    return found


def _plain(value: Any, *, wide: bool = False) -> str:
    if isinstance(value, tuple) and wide:
        value = bytes(value)
    if isinstance(value, bytes):
        if wide:
            value = value.decode("utf-16-le", "replace")
        else:
            value = (
                value.removeprefix(b"ASCII\0\0\0")
                .removeprefix(b"UNICODE\0")
                .decode("utf-8", "replace")
            )
    text = "".join(sign for sign in str(value) if sign.isprintable())
    return text.strip()[:500]

"""Images, handed out by who may see them. There is no raw /media/."""

from __future__ import annotations

import mimetypes

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from collaborative.pages import files

# An image that a page no longer shows may live on in a browser for so long.
SECONDS = 600
LONGEST = 255


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A smaller copy for the public of a live page; originals for the people of the collection."""
    if len(name) > LONGEST:
        raise Http404
    image_model = get_image_model()
    renditions = image_model.get_rendition_model().objects.select_related("image")
    found = renditions.filter(file=name).first()
    if found is not None:
        image, file, is_public = found.image, found.file, files.is_public(found.image)
    else:
        image = image_model.objects.filter(file=name).first()
        if image is None:
            raise Http404
        file, is_public = image.file, False
    if not is_public and not files.user_can_have(request.user, image):
        raise Http404
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    kind = mimetypes.guess_type(name)[0] or ""
    response = FileResponse(opened, content_type=kind if kind.startswith("image/") else None)
    age = f"public, max-age={SECONDS}" if is_public else "private, no-store"
    response.headers["Cache-Control"] = age
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

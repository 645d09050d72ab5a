"""Images and documents, handed out by who may see them. There is no raw /media/."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.documents.views import serve as documents
from wagtail.images import get_image_model

from collaborative.core.middleware.public_cache import visitor
from collaborative.pages import files

# An image that a page no longer shows may live on in a browser for so long.
SECONDS = 600
LONGEST = 255


@require_safe
def document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponse:
    """Wagtail's own view and its hook in wagtail_hooks."""
    request.user = _who_asks(request)
    return documents.serve(request, document_id, document_filename)


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A smaller copy for the public of a live page; originals for the people of the collection."""
    if len(name) > LONGEST:
        raise Http404
    image_model = get_image_model()
    renditions = image_model.get_rendition_model().objects.select_related("image")
    found = renditions.filter(file=name).first()
    image = found.image if found else image_model.objects.filter(file=name).first()
    is_public = found is not None and files.is_public(found.image)
    if not is_public:
        user = _who_asks(request)
        if image is None or not files.user_can_have(user, image):
            raise Http404
    try:
        opened = (found or image).file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    kind = mimetypes.guess_type(name)[0] or ""
    response = FileResponse(opened, content_type=kind if kind.startswith("image/") else None)
    age = f"public, max-age={SECONDS}" if is_public else "private, no-store"
    response.headers["Cache-Control"] = age
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _who_asks(request: HttpRequest) -> Any:
    """Read before anything is known of the file: a session that is read for a hidden file and not
    for an unknown one shows in the headers of the answer.
    """
    user = visitor(request)
    return user if user.is_authenticated else AnonymousUser()

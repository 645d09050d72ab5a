"""Going back to earlier words, and deleting a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Revision

from collaborative.core.clock import now
from practices import actions, permissions
from practices.models import Practice

from .doors import door
from .refused import refused


@require_POST
@door(may=permissions.user_can_edit)
def restore(request: HttpRequest, *, practice: Practice, user: Any, version: int) -> HttpResponse:
    """Writes on from earlier words."""
    revision = Revision.objects.for_instance(practice).filter(pk=version).first()
    if revision is None:
        raise Http404
    try:
        actions.restore(practice=practice, revision=revision, by=user, now=now())
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    messages.success(request, "These words are the newest version now. The others are kept.")
    return redirect(practice.get_edit_url())


@require_http_methods(["GET", "HEAD", "POST"])
@door(may=permissions.user_can_edit)
def delete(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """Asks once, then removes a draft that was never public."""
    if practice.was_ever_live or not practice.is_editable:
        return refused(request, practice, actions.CannotDelete())
    if request.method == "POST":
        try:
            actions.delete_draft(practice=practice, by=user, now=now())
        except actions.Refused as refusal:
            return refused(request, practice, refusal)
        messages.success(request, "The draft is deleted.")
        return redirect("desk:desk")
    return render(request, "practices/delete.html", {"practice": practice})

"""Pages on which a practice is read."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import http_date
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from collaborative.core.middleware.public_cache import public_page, visitor
from members.permissions import institutions_of
from practices import derived, permissions, queries, together, together_permissions
from practices.models import Practice

from .asking import asking_below
from .bar import readers, upkeep_bar
from .doors import door, seen_by
from .own import own_of
from .sent import number_of
from .talking import talk_below

# A file is shown or saved, never run: not even a PDF's or an image's scripts.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
@public_page
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The practice as everybody reads it; while nothing is live, the draft for its own people."""
    user = visitor(request)
    if not user.is_authenticated and (public := queries.public_words(slug)):
        context = {
            "practice": public,
            "body": SafeString(public.body_html),
            "adopting": None if public.is_withdrawn else {"may_report": True, "slug": slug},
            "related": public.related,
            "compared": "" if public.is_withdrawn else slug,
        }
        return render(request, "practices/detail.html", context)
    practice = seen_by(user, slug)
    if practice.slug != slug:
        return redirect(practice)
    body = SafeString(practice.body_html) if practice.is_public else draft_body(user, practice)
    context = {
        "practice": practice,
        "body": body,
        "related": queries.related(practice, user=user) if practice.live else [],
        "compared": practice.slug if practice.live else "",
    }
    context |= own_of(practice, user) | talk_below(practice, user)
    context |= asking_below(practice, user)
    if permissions.user_can_see_draft(user, practice) or permissions.user_can_take_down(
        user, practice
    ):
        context["bar"] = bar(user, practice)
    if practice.live:
        context["adopting"] = adopting(user, practice)
    return render(request, "practices/detail.html", context)


@require_safe
@door(hides=permissions.user_can_see_draft)
def draft(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """The newer words of a live practice, before a steward publishes them."""
    if not practice.has_newer_draft:
        return redirect(practice)
    newest = practice.newest()
    body = draft_body(user, newest)
    context = {
        "practice": newest,
        "body": body,
        "bar": bar(user, practice),
        "is_newer_draft": True,
    }
    return render(request, "practices/detail.html", context)


@require_safe
@public_page
@door()
def history(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """Versions and what changed between two of them."""
    with_drafts = permissions.user_can_see_history_of_draft(user, practice)
    if not practice.is_public and not with_drafts:
        raise Http404
    story = queries.history(practice, with_drafts=with_drafts)
    old, new = _asked_versions(request, story)
    changes = (
        queries.changes(practice, old.words(), new.words(), as_public=not with_drafts)
        if old and new
        else []
    )
    context = {
        "practice": practice,
        "history": story,
        "old": old,
        "new": new,
        "changes": changes,
        "with_drafts": with_drafts,
        "may_restore": practice.is_editable and permissions.user_can_edit(user, practice),
    }
    return render(request, "practices/history.html", context)


@require_safe
def file(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """A file of a practice: everybody's while the live words name it, else its own people's."""
    user = visitor(request)
    handed_in = queries.submitted_to(user, slug)
    practice = handed_in or seen_by(user, slug)
    is_public = practice.is_public and pk in practice.file_ids
    is_to_sign = handed_in is not None and pk in handed_in.newest().file_ids
    if not (is_public or is_to_sign or permissions.user_can_see_draft_files(user, practice)):
        raise Http404
    kept = practice.files.filter(pk=pk).first()
    if kept is None:
        raise Http404
    response = FileResponse(
        kept.file.open("rb"),
        as_attachment=not kept.is_image,
        filename=kept.name,
        content_type=kept.media_type,
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Last-Modified"] = http_date(kept.added_at.timestamp())
    # Asked anew each time: what was taken down is gone at once.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def bar(user: Any, practice: Practice) -> dict[str, Any]:
    """What the people of the institution (and a coordinator) may do from here."""
    sees_draft = permissions.user_can_see_draft(user, practice)
    may_edit = permissions.user_can_edit(user, practice)
    last = practice.reviews.order_by("-submitted_at", "-pk").first() if sees_draft else None
    return {
        "sees_draft": sees_draft,
        "may_edit": may_edit and practice.is_editable,
        "may_take_back": may_edit and practice.is_submitted,
        "may_review": practice.is_submitted and permissions.user_can_answer(user, practice),
        "may_publish_own": permissions.user_can_publish_own(user, practice),
        "may_take_down": practice.is_public and permissions.user_can_take_down(user, practice),
        "may_delete": may_edit and practice.is_editable and not practice.was_ever_live,
        "has_newer_draft": sees_draft and practice.has_newer_draft,
        "may_see_people": together_permissions.user_can_see_people(user, practice),
        "last_round": last,
        "readers": readers(practice),
        "upkeep": upkeep_bar(user, practice),
    }


def adopting(user: Any, practice: Practice) -> dict[str, Any]:
    """Where one's own institutions stand in the ledger; nothing for those whose practice it is."""
    others = {pk for pk in institutions_of(user) if pk != practice.institution_id}
    own = queries.own_lines(user, practice) if others else []
    others -= {line.institution_id for line in own} | together.named_ids(practice)
    may_report = bool(others) if institutions_of(user) else True
    return (
        {"own": own, "may_report": may_report, "slug": practice.slug} if own or may_report else {}
    )


def draft_body(user: Any, practice: Practice) -> SafeString:
    """Words that are not live, made into a page for this reader."""
    context = derived.body_context(practice) | {"is_draft": True}
    if not permissions.user_can_see_draft_files(user, practice):
        context["files"] = []
    return render_to_string("practices/_body.html", context)


def _asked_versions(
    request: HttpRequest, story: queries.History
) -> tuple[queries.Version | None, queries.Version | None]:
    """The two that the address names, older first; by default the newest two."""
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    if any(asked):
        found = [story.get(number_of(text) or 0) for text in asked]
        if None in found:
            raise Http404
        old, new = found
        return old, new
    newest = story.versions[:2]
    return (newest[1], newest[0]) if len(newest) == 2 else (None, None)  # noqa: PLR2004  two

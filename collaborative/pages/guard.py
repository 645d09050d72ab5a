"""The door of the CMS: what is not listed here does not exist for anybody but the administrator.

Wagtail asks its own permissions in each of some 150 views, and most of its advisories of 2026 were
about a view that asked the wrong one (copies, histories, choosers, reports). So every request
below /cms/ is looked at here first: is the person let in at all; is the address on the list; do
the ids in it name one's own pages, images and documents. Otherwise it is the same 404 as for an
address that does not exist. A view that a new Wagtail brings is closed until somebody lists it.
"""

# ruff: noqa: ARG001, ARG002  every rule is given the whole request, used or not

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision, UploadedFile

from collaborative.core.views.errors import NotForYou
from collaborative.pages import actions, permissions
from collaborative.pages.csp import CMS_PREFIX
from collaborative.pages.models import Reach
from members.permissions import is_site_admin

Rule = Callable[[HttpRequest, Reach, tuple[Any, ...], dict[str, Any]], bool]


def anything(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
    """No id in the address, and Wagtail's own lists are limited to one's own."""
    return True


def own_page(name: str) -> Rule:
    def rule(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
        return reach.has_page(kwargs[name])

    return rule


def way_to_own(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
    """The explorer: own pages and those above them; it lists one's own only."""
    return reach.may_walk(kwargs["parent_page_id"])


def any_kind_of_page(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
    """Asked for one kind of page, the chooser opens at what those pages have in common, which may
    be somebody's draft. Our editors link to pages of all kinds.
    """
    return request.GET.get("page_type", "") in {"", "wagtailcore.page"}


def linkable_page(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
    if not any_kind_of_page(request, reach, args, kwargs):
        return False
    return reach.may_link_to(kwargs["parent_page_id"]) or reach.may_walk(kwargs["parent_page_id"])


def own_revision(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
    return reach.has_page(kwargs["page_id"]) and _is_of(kwargs["revision_id"], kwargs["page_id"])


def own_comparison(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
    page, *revisions = args
    return reach.has_page(page) and all(
        _is_of(revision, page) for revision in revisions if revision.isdigit()
    )


def own_session(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
    return kwargs["app_label"] in {"pages", "wagtailcore"} and reach.has_page(kwargs["object_id"])


def own_release(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
    sessions = EditingSession.objects.filter(pk=kwargs["session_id"])
    return sessions.filter(user=request.user).exists()


def own_image(name: str) -> Rule:
    def rule(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
        return reach.has_file(get_image_model(), kwargs[name])

    return rule


def own_document(name: str) -> Rule:
    def rule(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
        return reach.has_file(get_document_model(), kwargs[name])

    return rule


def own_upload(request: HttpRequest, reach: Reach, args: Any, kwargs: Any) -> bool:
    uploads = UploadedFile.objects.filter(pk=kwargs["uploaded_file_id"])
    return uploads.filter(uploaded_by_user=request.user).exists()


def _is_of(revision: Any, page: Any) -> bool:
    revisions = Revision.page_revisions.filter(object_id=str(int(page)))
    return len(str(revision)) <= MOST_DIGITS and revisions.filter(pk=revision).exists()


MOST_DIGITS = 18

# Without these no screen of the CMS works, and they tell nothing.
FURNITURE = {
    "wagtailadmin_home": anything,
    "wagtailadmin_sprite": anything,
    "wagtailadmin_javascript_catalog": anything,
    "wagtailadmin_dismissibles": anything,
    "wagtailadmin_logout": anything,
}
PAGES: dict[str, Rule] = {
    "wagtailadmin_explore_root": anything,
    "wagtailadmin_explore": way_to_own,
    "wagtailadmin_explore_results": way_to_own,
    "wagtailadmin_pages:add": own_page("parent_page_id"),
    "wagtailadmin_pages:preview_on_add": own_page("parent_page_id"),
    "wagtailadmin_pages:add_subpage": own_page("parent_page_id"),
    "wagtailadmin_pages:edit": own_page("page_id"),
    "wagtailadmin_pages:preview_on_edit": own_page("page_id"),
    "wagtailadmin_pages:view_draft": own_page("page_id"),
    "wagtailadmin_pages:delete": own_page("page_id"),
    "wagtailadmin_pages:unpublish": own_page("page_id"),
    "wagtailadmin_pages:history": own_page("page_id"),
    "wagtailadmin_pages:history_results": own_page("page_id"),
    "wagtailadmin_pages:revisions_index": own_page("page_id"),
    "wagtailadmin_pages:revisions_view": own_revision,
    "wagtailadmin_pages:revisions_revert": own_revision,
    "wagtailadmin_pages:revisions_unschedule": own_revision,
    "wagtailadmin_pages:revisions_compare": own_comparison,
    "wagtailadmin_pages:search": anything,
    "wagtailadmin_pages:search_results": anything,
    "wagtailadmin_editing_sessions:ping": own_session,
    "wagtailadmin_editing_sessions:release": own_release,
}
# Links from rich text: the hook in wagtail_hooks leaves live pages and one's own.
LINKS: dict[str, Rule] = {
    "wagtailadmin_choose_page": any_kind_of_page,
    "wagtailadmin_choose_page_child": linkable_page,
    "wagtailadmin_choose_page_search": any_kind_of_page,
    "wagtailadmin_choose_page_external_link": anything,
    "wagtailadmin_choose_page_email_link": anything,
    "wagtailadmin_choose_page_phone_link": anything,
    "wagtailadmin_choose_page_anchor_link": anything,
}
IMAGES: dict[str, Rule] = {
    "wagtailimages:index": anything,
    "wagtailimages:index_results": anything,
    "wagtailimages:add": anything,
    "wagtailimages:edit": own_image("image_id"),
    "wagtailimages:delete": own_image("image_id"),
    "wagtailimages:add_multiple": anything,
    "wagtailimages:edit_multiple": own_image("image_id"),
    "wagtailimages:delete_multiple": own_image("image_id"),
    "wagtailimages:create_multiple_from_uploaded_image": own_upload,
    "wagtailimages:delete_upload_multiple": own_upload,
    "wagtailimages_chooser:choose": anything,
    "wagtailimages_chooser:choose_results": anything,
    "wagtailimages_chooser:chosen": own_image("pk"),
    "wagtailimages_chooser:create": anything,
}
DOCUMENTS: dict[str, Rule] = {
    "wagtaildocs:index": anything,
    "wagtaildocs:index_results": anything,
    "wagtaildocs:add": anything,
    "wagtaildocs:edit": own_document("document_id"),
    "wagtaildocs:delete": own_document("document_id"),
    "wagtaildocs:add_multiple": anything,
    "wagtaildocs:edit_multiple": own_document("doc_id"),
    "wagtaildocs:delete_multiple": own_document("doc_id"),
    "wagtaildocs:create_multiple_from_uploaded_document": own_upload,
    "wagtaildocs:delete_upload_multiple": own_upload,
    "wagtaildocs_chooser:choose": anything,
    "wagtaildocs_chooser:choose_results": anything,
    "wagtaildocs_chooser:chosen": own_document("pk"),
    "wagtaildocs_chooser:create": anything,
}
OPEN: dict[str, Rule] = {**FURNITURE, **PAGES, **LINKS, **IMAGES, **DOCUMENTS}

# Nobody needs these, so nobody has them: Wagtail's own passwords, privacy by page or collection
# (never asked by search, see docs/architecture.md), people and groups (kept by membership), and
# a view that fails on purpose.
CLOSED = frozenset(
    {
        "wagtailadmin_error_test",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailadmin_pages:set_privacy",
        "wagtailadmin_pages:copy",
        "wagtailadmin_pages:convert_alias",
        "wagtailadmin_collections:set_privacy",
    }
)
CLOSED_APPS = frozenset({"wagtailusers_users", "wagtailusers_groups"})
# One account page is enough, and Wagtail's asks for names that our people do not have.
ELSEWHERE = {"wagtailadmin_account": "members:account", "wagtailadmin_login": "wagtailadmin_home"}


class CmsGuard:
    """Looks at every request below /cms/ before Wagtail does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path_info.startswith(CMS_PREFIX):
            return None
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path(), login_url=reverse("account_login"))
        if not permissions.user_can_enter_cms(user):
            raise NotForYou(
                "Only stewards and editors enter here",
                "Your practices, meetings and digests have pages of their own: your desk leads to "
                "them. The page of an institution is written by its stewards: ask one of them.",
            )
        match = request.resolver_match
        if match is None:
            raise Http404
        if match.view_name in CLOSED or CLOSED_APPS.intersection(match.namespaces):
            raise Http404
        if match.view_name in ELSEWHERE:
            return HttpResponseRedirect(reverse(ELSEWHERE[match.view_name]))
        # A signal may be lost; a door must not stay open (or shut) because of that.
        actions.bring_in_step(user=user)
        if is_site_admin(user):
            return None
        rule = OPEN.get(match.view_name)
        if rule is None or not rule(request, Reach.of(user), args, kwargs):
            raise Http404
        return None

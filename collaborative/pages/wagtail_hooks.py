"""The CMS as our people meet it: fewer doors, and no list that shows what is not theirs."""

# ruff: noqa: ARG001  the hooks say what they are given

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.views.home import RecentEditsPanel

from collaborative.pages import files
from collaborative.pages.models import Reach
from members.permissions import is_site_admin

# What everybody in the CMS has; the rest of the menu is the administrator's.
EVERYBODYS = {"pages", "images", "documents", "site"}
# People and groups are kept by memberships, Wagtail's help leads to other sites.
NOBODYS = {"users", "groups", "help"}


@hooks.register("construct_main_menu")
def only_what_applies(request: HttpRequest, items: list[MenuItem]) -> None:
    is_admin = is_site_admin(request.user)
    kept = []
    for item in items:
        if item.name == "explorer":
            # The flyout asks the admin API, which knows no limits but Wagtail's; a plain link
            # to the explorer does as well.
            kept.append(
                MenuItem(
                    item.label, item.url, name="pages", icon_name=item.icon_name, order=item.order
                )
            )
        elif item.name in EVERYBODYS or (is_admin and item.name not in NOBODYS):
            kept.append(item)
    items[:] = kept


@hooks.register("construct_settings_menu")
def no_people_here(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOBODYS]


@hooks.register("construct_search")
def search_own(request: HttpRequest, areas: list[SearchArea]) -> None:
    areas[:] = [area for area in areas if area.name in EVERYBODYS]


@hooks.register("construct_page_chooser_queryset")
def choose_what_one_may_know(pages: Any, request: HttpRequest) -> Any:
    return Reach.of(request.user).linkable(pages)


@hooks.register("construct_homepage_panels")
def plain_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    """One's own last edits. No counts of all there is, no hints on upgrades."""
    panels[:] = [panel for panel in panels if isinstance(panel, RecentEditsPanel)]


@hooks.register("before_serve_document")
def documents_of_live_pages(document: Any, request: HttpRequest) -> None:
    """An annual report is public while a live page lists it; the rest is its collection's."""
    if not files.is_public(document) and not files.user_can_have(request.user, document):
        raise Http404


@hooks.register("register_admin_menu_item")
def back_to_the_portal() -> MenuItem:
    return MenuItem("To the site", "/", name="site", icon_name="home", order=9000)


@hooks.register("insert_global_admin_css")
def our_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/cms.css"))

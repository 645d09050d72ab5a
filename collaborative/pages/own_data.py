"""What the CMS keeps of a person: what they signed, made, uploaded and changed there."""

from __future__ import annotations

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from wagtail.admin.models import EditingSession, FormState
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Comment,
    CommentReply,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    UploadedFile,
)
from wagtail.users.models import UserProfile

from collaborative.pages.models import CharterVersion, ThoughtLeadershipPage
from members import audit
from members.keeping import Part, Row
from members.models import User


def signed(user: User) -> list[Row]:
    articles = ThoughtLeadershipPage.objects.filter(author=user).defer("body")
    versions = CharterVersion.objects.filter(published_by=user).defer("sections")
    return [
        {"what": f"Article: {one.title}", "published": one.live, "on": one.published_on}
        for one in articles.order_by("-published_on", "-pk")
    ] + [
        {"what": f"Charter, version {one.number}", "published": True, "on": one.published_at}
        for one in versions.order_by("-number")
    ]


def made(user: User) -> list[Row]:
    own = Page.objects.filter(owner=user).order_by("-pk")
    return [
        {
            # Newer words of a draft may be somebody else's.
            "page": one.title if one.live else "a draft",
            "published": one.live,
            "first_published_on": one.first_published_at,
        }
        for one in own
    ]


def saved(user: User) -> list[Row]:
    base = ContentType.objects.get_for_model(Page)
    own = Revision.objects.filter(base_content_type=base, user=user).order_by("-pk")
    return [
        {"page": title, "saved_on": at} for title, at in own.values_list("object_str", "created_at")
    ]


def uploaded(user: User) -> list[Row]:
    return [
        {"kind": kind, "title": title, "uploaded_on": at}
        for kind, model in (("image", get_image_model()), ("document", get_document_model()))
        for title, at in model.objects.filter(uploaded_by_user=user)
        .order_by("-pk")
        .values_list("title", "created_at")
    ]


def log(user: User) -> list[Row]:
    own = PageLogEntry.objects.filter(user=user.pk).order_by("-timestamp", "-pk")
    return [
        {"on": at, "what": audit.label_of(action), "page": label}
        for at, action, label in own.values_list("timestamp", "action", "label")
    ]


PARTS = (
    Part(
        "signed", "What you signed",
        "Articles that name you as their author, and versions of the charter that you published.",
        signed, ("pages.ThoughtLeadershipPage.author", "pages.CharterVersion.published_by"),
    ),
    Part(
        "pages", "Pages that you made in the CMS",
        "They belong to your institution or to the collaborative.", made,
        ("wagtailcore.Page.owner",),
    ),
    Part(
        "page_versions", "Versions of pages that you saved",
        "Each version of a page says who saved it, so that an earlier one can be brought back.",
        saved,
    ),
    Part(
        "uploads", "Images and documents that you uploaded to the CMS",
        "They belong to the pages that show them, and you find them there.", uploaded,
        ("wagtailimages.Image.uploaded_by_user", "wagtaildocs.Document.uploaded_by_user"),
    ),
    Part(
        "page_log", "What you did in the CMS",
        "So that editors see who changed what.", log, ("wagtailcore.PageLogEntry.user",),
    ),
)  # fmt: skip


def forget(user: User, *, addresses: list[str], now: dt.datetime) -> None:  # noqa: ARG001
    """What the CMS remembers for this person alone. Pages, files and versions stay."""
    for model in (EditingSession, FormState, UserProfile, PageSubscription, Comment, CommentReply):
        model.objects.filter(user=user).delete()
    UploadedFile.objects.filter(uploaded_by_user=user).delete()
    Page.objects.filter(locked_by=user).update(locked=False, locked_by=None, locked_at=None)

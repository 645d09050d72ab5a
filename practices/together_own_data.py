"""What writing and publishing together keeps of a person."""

from __future__ import annotations

from django.db.models import Q

from members.keeping import Part, Row
from members.models import User
from practices.models import CoPublication, PracticeAuthor, SignOff

from .own_data import title_for


def authorships(user: User) -> list[Row]:
    """Where one is an author, whose name is shown; whom one added, without their names."""
    found = PracticeAuthor.objects.filter(Q(user=user) | Q(added_by=user))
    return [
        {
            "practice": title_for(one.practice, user),
            "for": one.institution.name,
            "you_are_the_author": one.user_id == user.pk,
            "added_by_you": one.added_by_id == user.pk,
            "added_on": one.added_at,
            "your_name_is_shown_since": one.named_at if one.user_id == user.pk else None,
        }
        for one in found.select_related("practice", "institution").order_by("-added_at", "-pk")
    ]


def asked(user: User) -> list[Row]:
    """Institutions that one asked, or for which one withdrew, with one's own words."""
    found = CoPublication.objects.filter(Q(invited_by=user) | Q(withdrawn_by=user))
    return [
        {
            "practice": title_for(one.practice, user),
            "institution": one.institution.name,
            "asked_by_you_on": one.invited_at if one.invited_by_id == user.pk else None,
            "your_note": one.note if one.invited_by_id == user.pk else "",
            "withdrawn_by_you_on": one.withdrawn_at if one.withdrawn_by_id == user.pk else None,
            "your_reason": one.withdrawn_reason if one.withdrawn_by_id == user.pk else "",
        }
        for one in found.select_related("practice", "institution").order_by("-invited_at", "-pk")
    ]


def answers(user: User) -> list[Row]:
    own = SignOff.objects.filter(said_by=user)
    lines = own.select_related("co_publication__practice", "co_publication__institution")
    return [
        {
            "practice": title_for(one.co_publication.practice, user),
            "for": one.co_publication.institution.name,
            "signed_off": one.is_signed,
            "said_on": one.said_at,
            "your_sentence": one.sentence,
        }
        for one in lines.order_by("-said_at", "-pk")
    ]


PARTS = (
    Part(
        "authorships", "Practices that you wrote with others",
        "So that all who wrote a practice can write on, and be named if they agree.", authorships,
        ("practices.PracticeAuthor.user", "practices.PracticeAuthor.added_by"),
    ),
    Part(
        "co_publications", "Institutions that you asked to publish a practice too",
        "So that both sides know who asked, and who withdrew.", asked,
        ("practices.CoPublication.invited_by", "practices.CoPublication.withdrawn_by"),
    ),
    Part(
        "sign_offs", "Versions that you signed off",
        "Your answers as a steward stand behind your institution's name.", answers,
        ("practices.SignOff.said_by",),
    ),
)  # fmt: skip

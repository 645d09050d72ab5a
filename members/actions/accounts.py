"""What a person says about themself."""

# ruff: noqa: ARG001  every action takes the moment, used or not

from __future__ import annotations

import datetime as dt

from django.db import transaction

from collaborative.core.models import bump_public_version
from members.models import User


@transaction.atomic
def save_profile(
    *,
    by: User,
    name: str,
    about: str,
    dlp_year: int | None,
    interests: list[str],
    is_shown: bool,
    now: dt.datetime,
) -> User:
    """Writes these five columns and no other; public pages that show the person are made anew."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.name = name
    user.about = about
    user.dlp_year = dlp_year
    user.interests = interests
    user.is_shown = is_shown
    user.save(update_fields=["name", "about", "dlp_year", "interests", "is_shown"])
    bump_public_version()
    return user

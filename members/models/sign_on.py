"""An institution's own way in."""

from __future__ import annotations

import secrets

from allauth.socialaccount.models import SocialApp
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members.querysets import SignOnQuerySet


def make_provider_id() -> str:
    """A name that is never given twice: what one provider said must not count for a later one."""
    return secrets.token_hex(8)


class SignOn(models.Model):
    """An institution's identity provider, asked by OpenID Connect.

    Begun without a provider (`app` is empty), so that the address to which it sends people back
    can be entered there first.
    """

    institution = models.OneToOneField(
        "members.Institution", on_delete=models.CASCADE, related_name="sign_on"
    )
    provider_id = models.CharField(max_length=40, unique=True, default=make_provider_id)
    app = models.OneToOneField(
        SocialApp, on_delete=models.SET_NULL, null=True, blank=True, related_name="sign_on"
    )
    sealed_secret = models.TextField(blank=True)
    is_required = models.BooleanField("members sign on through it and no other way", default=False)
    break_glass = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True, blank=True)
    worked_at = models.DateTimeField("last sign-on that was believed", null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failed_why = models.CharField(max_length=400, blank=True)

    objects = SignOnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_required=False) | Q(app__isnull=False),
                name="sign_on_required_has_a_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"sign-on of {self.institution}"

    def get_absolute_url(self) -> str:
        """Where its people begin."""
        return reverse("openid_connect_login", args=[self.provider_id])

    def get_callback_url(self) -> str:
        return reverse("openid_connect_callback", args=[self.provider_id])

    @property
    def is_set_up(self) -> bool:
        return self.app_id is not None

    @property
    def issuer(self) -> str:
        return self.app.settings["server_url"] if self.app else ""

"""A person with an account."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

# What stands in the place of a name that is not kept, or not shown, once the account is deleted.
NOBODY_ANY_MORE = "a former member"
# Nobody can get mail there (RFC 2606); each deleted account has an address of its own.
DELETED_DOMAIN = "deleted.invalid"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail address: an alumnus, a colleague, a coordinator.

    Of a deleted account the row stays, because what the person wrote stays and somebody wrote it.
    It holds a number, and the name and DLP year if the person wants these to stay.
    """

    email = models.EmailField(
        "e-mail address",
        unique=True,
        error_messages={"unique": "There is already an account with this address."},
    )
    name = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=300, blank=True)
    dlp_year = models.PositiveSmallIntegerField("DLP year", null=True, blank=True)
    interests = ArrayField(models.SlugField(), default=list, blank=True)
    is_shown = models.BooleanField("shown on the institution's page", default=False)
    is_coordinator = models.BooleanField(default=False)
    is_editor = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(dlp_year__isnull=True)
                | models.Q(dlp_year__gte=2007, dlp_year__lte=2100),
                name="user_dlp_year_is_a_year_of_the_programme",
            ),
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True)
                | models.Q(
                    is_active=False,
                    is_superuser=False,
                    is_coordinator=False,
                    is_editor=False,
                    is_shown=False,
                    about="",
                    interests=[],
                    last_login__isnull=True,
                    email__endswith=f"@{DELETED_DOMAIN}",
                    password__startswith="!",  # noqa: S106  Django's mark of an unusable one
                ),
                name="user_deleted_holds_nothing_but_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True)
                | ~models.Q(name="")
                | models.Q(dlp_year__isnull=True),
                name="user_deleted_keeps_the_dlp_year_with_the_name",
            ),
        ]

    def __str__(self) -> str:
        if self.is_deleted:
            return self.name or NOBODY_ANY_MORE
        return self.name or self.email.partition("@")[0]

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def known_as(self) -> str:
        """Where the person is spoken of. A name that was kept stands only at what they wrote."""
        return NOBODY_ANY_MORE if self.is_deleted else str(self)

    @property
    def is_staff(self) -> bool:
        """Django's word; the CMS asks for its own permission, so only administrators are staff."""
        return self.is_superuser

    @property
    def office(self) -> str:
        """What this person does for the whole collaborative, beside any institution."""
        if self.is_coordinator:
            return "coordinator of the collaborative"
        return "editor of the collaborative" if self.is_editor else ""

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def roles(self) -> dict[int, str]:
        """Institution id -> role of the active memberships, read once for this object."""
        return self._belonging()[0]

    def sign_ons_required(self) -> list[str]:
        """The providers through which this person must have signed on; read with the roles.

        A break-glass steward is the one who comes in without: only while being a steward.
        """
        return self._belonging()[1]

    def _belonging(self) -> tuple[dict[int, str], list[str]]:
        if not hasattr(self, "_belongs"):
            rows = list(
                self.memberships.active()
                .filter(institution__state="active")
                .order_by("institution_id")
                .values_list(
                    "institution_id",
                    "role",
                    "institution__sign_on__is_required",
                    "institution__sign_on__break_glass",
                    "institution__sign_on__provider_id",
                )
            )
            roles = {pk: role for pk, role, *_ in rows}
            required = [
                provider
                for _, role, is_required, break_glass, provider in rows
                if is_required and not (break_glass == self.pk and role == "steward")
            ]
            self._belongs: tuple[dict[int, str], list[str]] = roles, required
        return self._belongs

    def forget_roles(self) -> None:
        """After a membership changed within this request."""
        self.__dict__.pop("_belongs", None)


def display_name(user: User) -> str:
    return str(user)

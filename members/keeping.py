"""What the portal keeps of a person: told in the own data, and let go of with the account.

Members do not know the apps above. Each makes its part known here when it starts; a test asks
that every foreign key to a person is in a part, or in UNTOLD with a reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

from members.models import User

# Column -> value: text, number, date, time, yes or no, or a list of texts. The columns are named
# for people and programs alike: "asked_on" is told as "Asked on".
Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One kind of thing that is kept of a person."""

    name: str
    title: str
    why: str
    rows: Callable[[User], list[Row]]
    keys: tuple[str, ...] = ()  # the foreign keys that it tells of, like "events.Attendance.user"


class Upload(NamedTuple):
    """A file that the person gave to the portal."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


class Keeper(NamedTuple):
    """One app's word: what it keeps, the files among it, and how it lets go."""

    parts: tuple[Part, ...]
    uploads: Callable[[User], Iterator[Upload]] | None
    forget: Callable[..., None] | None


class Told(NamedTuple):
    part: Part
    rows: list[Row]


_keepers: list[Keeper] = []


def offer(
    *parts: Part,
    uploads: Callable[[User], Iterator[Upload]] | None = None,
    forget: Callable[..., None] | None = None,
) -> None:
    """Apps start from the highest to the lowest; what is told begins with the lowest."""
    _keepers.insert(0, Keeper(parts, uploads, forget))


def parts() -> list[Part]:
    return [part for keeper in _keepers for part in keeper.parts]


def tell(user: User) -> list[Told]:
    """Everything that is kept of a person, part by part."""
    return [Told(part, part.rows(user)) for part in parts()]


def uploads(user: User) -> Iterator[Upload]:
    for keeper in _keepers:
        if keeper.uploads:
            yield from keeper.uploads(user)


def forget(user: User, *, addresses: list[str], now: dt.datetime) -> None:
    """Every app lets go of what is the person's alone, the highest first. In a transaction.

    `addresses` are those that the person has proved. What the person wrote for others stays.
    """
    for keeper in reversed(_keepers):
        if keeper.forget:
            keeper.forget(user, addresses=addresses, now=now)


# Foreign keys to a person that the own data does not tell of, and why.
UNTOLD = {
    "members.User_groups.user": "doors of the CMS: they follow from memberships and offices",
    "members.User_user_permissions.user": "the portal gives none by name",
    "members.Membership.decided_by": "about somebody else; the log line tells of it",
    "members.EmailDomain.proved_by": "about an institution; the log line tells of it",
    "members.SignOn.break_glass": "about an institution; the log line tells of it",
    "members.InstitutionProposal.decided_by": "about an institution; the log line tells of it",
    "practices.Practice.published_by": "the review tells of it",
    "wagtailcore.Page.locked_by": "nobody locks pages here",
    "wagtailcore.UploadedFile.uploaded_by_user": "held for the minutes of an upload",
    "wagtailcore.WorkflowState.requested_by": "switched off: WAGTAIL_WORKFLOW_ENABLED",
    "wagtailcore.TaskState.finished_by": "switched off: WAGTAIL_WORKFLOW_ENABLED",
    "wagtailcore.Comment.user": "switched off: WAGTAILADMIN_COMMENTS_ENABLED",
    "wagtailcore.Comment.resolved_by": "switched off: WAGTAILADMIN_COMMENTS_ENABLED",
    "wagtailcore.CommentReply.user": "switched off: WAGTAILADMIN_COMMENTS_ENABLED",
    "wagtailcore.PageSubscription.user": "switched off with comments",
    "wagtailadmin.EditingSession.user": "held while an editor's page is open",
    "wagtailadmin.FormState.user": "held while an editor's page is open",
    "wagtailusers.UserProfile.user": "how the CMS looks to an editor: nobody sets it here",
}

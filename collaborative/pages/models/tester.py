"""What the CMS lets a person do with a page, beyond what groups say."""

from __future__ import annotations

from wagtail.models import PagePermissionTester

from collaborative.pages import permissions


class PortalTester(PagePermissionTester):
    """No privacy by page, no copies, no moves: each of them is a way round who may see what."""

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False


class FixedTester(PortalTester):
    """A page that the site cannot do without: its words change, the page stays."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: ARG002  Wagtail gives it
        return False

    def can_unpublish(self) -> bool:
        return False


class HomeTester(FixedTester):
    """Editors write the home page without a right to all that hangs below it."""

    def can_edit(self) -> bool:
        return super().can_edit() or permissions.writes_for_consortium(self.user)

    def can_publish(self) -> bool:
        return super().can_publish() or permissions.writes_for_consortium(self.user)

"""The pages that the portal always has, with plain starting words.

A migration plants them in a new database; `ensure_tree` plants them again where all rows are gone
(tests that empty the database).
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

HOME = {
    "title": "Closing the gaps together",
    "slug": "home",
    "lead": "Minnesota institutions share what they do against health disparities: what worked, "
    "what did not, and what another can try.",
}
CHILDREN = {
    "CharterPage": {
        "title": "Our charter",
        "slug": "charter",
        "lead": "What we are for and how we work together. The charter changes as our members do.",
    },
    "InstitutionIndexPage": {
        "title": "Institutions",
        "slug": "institutions",
        "lead": "Who belongs to the collaborative, and what each says about its work for equity.",
    },
    "ThoughtLeadershipIndexPage": {
        "title": "Thought leadership",
        "slug": "thought-leadership",
        "lead": "What people of the collaborative have come to think.",
    },
}
SITE = {
    "hostname": "localhost",
    "port": 80,
    "site_name": settings.SITE_NAME,
    "is_default_site": True,
}
# Wagtail brings these with rights over everything; the portal's groups are made by rule.
STOCK_GROUPS = ("Editors", "Moderators")


@transaction.atomic
def ensure_tree() -> None:
    """Root, home, charter and indexes, the site and the root collection; what is there stays."""
    from collaborative.pages import models

    Locale.objects.get_or_create(language_code="en-us")
    Group.objects.filter(name__in=STOCK_GROUPS).delete()
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    home = models.HomePage.objects.first() or root.add_child(instance=models.HomePage(**HOME))
    Site.objects.update_or_create(is_default_site=True, defaults={**SITE, "root_page": home})
    for name, words in CHILDREN.items():
        model = getattr(models, name)
        if not model.objects.exists():
            home.refresh_from_db()
            home.add_child(instance=model(**words))

"""Everything that changes pages, versions and corners of the CMS from outside the CMS.

Use as a module: `actions.publish_article(…, by=…, now=…)`.
"""

from __future__ import annotations

from .institutions import (
    add_news,
    ensure_institution_page,
    keep_report,
    write_institution_page,
)
from .rooms import bring_in_step, ensure_room, follow_institution
from .writing import publish_article, publish_charter, write_home

__all__ = [
    "add_news",
    "bring_in_step",
    "ensure_institution_page",
    "ensure_room",
    "follow_institution",
    "keep_report",
    "publish_article",
    "publish_charter",
    "write_home",
    "write_institution_page",
]

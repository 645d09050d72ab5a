"""Editors' prose."""

from __future__ import annotations

from .articles import ThoughtLeadershipIndexPage, ThoughtLeadershipPage
from .base import PortalPage
from .charter import CharterPage, CharterVersion
from .home import HomePage
from .institutions import InstitutionIndexPage, InstitutionPage, NewsPage
from .reach import Reach
from .rooms import CONSORTIUM, Room

__all__ = [
    "CONSORTIUM",
    "CharterPage",
    "CharterVersion",
    "HomePage",
    "InstitutionIndexPage",
    "InstitutionPage",
    "NewsPage",
    "PortalPage",
    "Reach",
    "Room",
    "ThoughtLeadershipIndexPage",
    "ThoughtLeadershipPage",
]

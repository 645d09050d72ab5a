"""Factories without surprises: what a test does not name is plain and valid."""

from __future__ import annotations

from .events import MeetingFactory
from .members import (
    EmailDomainFactory,
    InstitutionFactory,
    InstitutionProposalFactory,
    MembershipFactory,
    SignOnFactory,
    UserFactory,
)
from .practices import PracticeFactory, adopted, look_through, published_practice
from .questions import answered_question, asked_question, contact
from .searches import open_answer, open_question, saved_search
from .talk import written_comment
from .together import asked_to_publish

__all__ = [
    "EmailDomainFactory",
    "InstitutionFactory",
    "InstitutionProposalFactory",
    "MeetingFactory",
    "MembershipFactory",
    "PracticeFactory",
    "SignOnFactory",
    "UserFactory",
    "adopted",
    "answered_question",
    "asked_question",
    "asked_to_publish",
    "contact",
    "look_through",
    "open_answer",
    "open_question",
    "published_practice",
    "saved_search",
    "written_comment",
]

"""Institutions that want to join: two that wait for a coordinator, one that was declined."""

from __future__ import annotations

import datetime as dt

from collaborative.core import clock
from members.enums import ProposalState
from members.models import InstitutionProposal, User
from members.tokens import hash_token, make_token

from . import content


def load_proposals(people: dict[str, User]) -> int:
    """Adds what is missing; an answer that somebody gave since stays."""
    coordinator = next(person for person in people.values() if person.is_coordinator)
    now, added = clock.now(), 0
    for words in content.read("proposals")["proposal"]:
        sent = now - dt.timedelta(days=words["days_ago"])
        declined = words.get("declined", "")
        answer = {
            "state": ProposalState.DECLINED,
            "reason": declined,
            "decided_by": coordinator,
            "decided_at": sent + dt.timedelta(days=2),
        }
        _, created = InstitutionProposal.objects.get_or_create(
            name=words["name"],
            defaults={
                "kind": words["kind"],
                "city": words["city"],
                "counties": words["counties"],
                "website": words.get("website", ""),
                "why": words["why"],
                "proposer_name": words["proposer_name"],
                "email": words["email"],
                "token_hash": hash_token(make_token()),
                "proposed_at": sent,
                "confirmed_at": sent + dt.timedelta(hours=1),
                "expires_at": sent + dt.timedelta(days=3),
                **(answer if declined else {"state": ProposalState.WAITING}),
            },
        )
        added += created
    return added

"""Practices of institution A in every state, for the people of `roles`."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import timezone

from practices import actions
from tests.factories import PracticeFactory


@pytest.fixture
def state_of(roles):
    """`state_of("submitted")`: a practice of A by authorA that stands there."""

    def make(state, **words):
        now = timezone.now()
        practice = PracticeFactory(institution=roles.a, author=roles.authorA, **words)
        by = SimpleNamespace(author=roles.authorA, steward=roles.stewardA)

        def submit():
            actions.submit(practice=practice, by=by.author, now=now)

        def publish():
            actions.publish(practice=practice, by=by.steward, now=now)

        def edit():
            actions.save_draft(
                practice=practice, by=by.author, words={"advice": "Newer words."}, now=now
            )

        ways = {
            "draft": [],
            "submitted": [submit],
            "asked": [
                submit,
                lambda: actions.ask_for_changes(
                    practice=practice, by=by.steward, note="Say how many.", now=now
                ),
            ],
            "live": [submit, publish],
            "live with draft": [submit, publish, edit],
            "live submitted": [submit, publish, edit, submit],
            "taken down": [
                submit,
                publish,
                lambda: actions.take_down(
                    practice=practice, by=by.steward, reason="A name was in it.", now=now
                ),
            ],
        }
        for step in ways[state]:
            step()
        practice.refresh_from_db()
        return practice

    return make


STATES = ("draft", "submitted", "asked", "live", "live with draft", "live submitted", "taken down")

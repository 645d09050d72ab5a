"""Practices of institution A in every state, for the people of `roles`."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from collaborative.core.uploads import check_upload
from practices import actions
from practices.models import Practice
from tests.factories import PracticeFactory, look_through

STATES = ("draft", "submitted", "asked", "live", "live with draft", "live submitted", "taken down")
HIDDEN = ("draft", "submitted", "asked", "taken down")
LIVE = ("live", "live with draft", "live submitted")

COMPLETE = {
    "title": "Interpreters on the ward at night",
    "need": "Parents waited at night.",
    "what_we_did": "Two interpreters joined the ward.",
    "result": "The wait fell.",
    "story": "success",
    "stage": "piloting",
    "scopes": ["language-access"],
}


@pytest.fixture
def state_of(roles):
    """`state_of("submitted")`: a practice of A by authorA that stands there."""

    def make(state, **words):
        now = timezone.now()
        practice = PracticeFactory(institution=roles.a, author=roles.authorA, **words)
        author, steward = {"by": roles.authorA, "now": now}, {"by": roles.stewardA, "now": now}

        def submit():
            actions.submit(practice=practice, **author)

        def ask():
            actions.ask_for_changes(practice=practice, note="Say how many.", **steward)

        def publish():
            actions.publish(practice=practice, **steward)

        def edit():
            actions.save_draft(practice=practice, words={"advice": "Newer words."}, **author)

        def take_down():
            actions.take_down(practice=practice, reason="A name was in it.", **steward)

        steps = {
            "draft": (),
            "submitted": (submit,),
            "asked": (submit, ask),
            "live": (submit, publish),
            "live with draft": (submit, publish, edit),
            "live submitted": (submit, publish, edit, submit),
            "taken down": (submit, publish, take_down),
        }
        for step in steps[state]:
            step()
        return Practice.objects.get(pk=practice.pk)

    return make


def picture(kind="PNG", size=(4, 3)):
    held = io.BytesIO()
    Image.new("RGB", size, (20, 90, 120)).save(held, kind)
    return held.getvalue()


@pytest.fixture
def with_file(roles):
    """Attaches a file to a practice, and names it in the newest version if asked."""

    def attach(practice, name="poster.png", content=None, *, named=True):
        now = timezone.now()
        upload = check_upload(SimpleUploadedFile(name, content or picture()))
        kept = actions.attach_file(
            practice=practice, upload=upload, description="A poster", by=roles.authorA, now=now
        )
        if named:
            files = [*practice.newest().file_ids, kept.pk]
            actions.save_draft(
                practice=practice, by=roles.authorA, words={"file_ids": files}, now=now
            )
            look_through(practice, by=roles.authorA, now=now)
        return kept

    return attach


def row_of(practice):
    """Every column but the ones that only say when."""
    return Practice.objects.filter(pk=practice.pk).values().get()

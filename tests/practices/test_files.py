"""Files of practices: served by our own view, to whom the version that names them is visible."""

from __future__ import annotations

import pytest
from django.utils import timezone

from practices import actions
from practices.models import Practice

from .conftest import picture

pytestmark = pytest.mark.django_db
OUTSIDE = ("anon", "nomember", "memberB", "stewardB", "exA", "inactive", "coord")
INSIDE = ("memberA", "authorA", "stewardA", "siteadmin")


def url_of(practice, kept):
    return f"/practices/{practice.slug}/files/{kept.pk}/"


def read(client, url):
    answer = client.get(url)
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else b""


def publish(practice, roles):
    now = timezone.now()
    actions.submit(practice=practice, by=roles.authorA, now=now)
    actions.publish(practice=practice, by=roles.stewardA, now=now)
    return Practice.objects.get(pk=practice.pk)


def test_a_file_is_public_exactly_while_the_live_words_name_it(
    state_of, with_file, roles, client_of
):
    practice = state_of("draft")
    kept = with_file(practice)
    everybody = (*OUTSIDE, *INSIDE)

    def readers(practice):
        return {
            name
            for name in everybody
            if read(client_of(getattr(roles, name)), url_of(practice, kept)) == (200, picture())
        }

    assert readers(practice) == set(INSIDE)
    practice = publish(practice, roles)
    assert readers(practice) == set(everybody)
    assert client_of(None).get(practice.get_absolute_url()).content.count(b"A poster") == 1

    now = timezone.now()
    actions.save_draft(practice=practice, by=roles.authorA, words={"file_ids": []}, now=now)
    assert readers(practice) == set(everybody)
    practice = publish(practice, roles)
    assert readers(practice) == set(INSIDE)


def test_a_file_of_something_taken_down_is_gone_at_once(state_of, with_file, roles, client_of):
    practice = state_of("draft")
    kept = with_file(practice)
    practice = publish(practice, roles)
    client = client_of(None)
    assert read(client, url_of(practice, kept))[0] == 200

    actions.take_down(practice=practice, by=roles.coord, reason="A face.", now=timezone.now())

    assert read(client, url_of(practice, kept))[0] == 404


def test_a_new_file_of_a_live_practice_is_not_public(state_of, with_file, roles, client_of):
    practice = state_of("live")
    kept = with_file(practice)

    assert read(client_of(None), url_of(practice, kept))[0] == 404
    assert read(client_of(roles.memberA), url_of(practice, kept))[0] == 200


def test_a_file_is_not_served_under_another_practice(state_of, with_file, roles, client_of):
    kept = with_file(state_of("draft"))
    other = state_of("live")

    for user in (None, roles.authorA):
        assert read(client_of(user), url_of(other, kept))[0] == 404


def test_files_are_saved_and_images_shown_and_nothing_runs(state_of, with_file, roles, client_of):
    practice = state_of("draft")
    image = with_file(practice, "a poster.png")
    paper = with_file(practice, "plan.pdf", b"%PDF-1.7 words")
    practice = publish(practice, roles)
    client = client_of(None)

    shown, saved = client.get(url_of(practice, image)), client.get(url_of(practice, paper))

    assert shown["Content-Disposition"] == 'inline; filename="a poster.png"'
    assert saved["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert (shown["Content-Type"], saved["Content-Type"]) == ("image/png", "application/pdf")
    for answer in (shown, saved):
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-cache"
        answer.close()


def test_no_media_url_serves_the_bytes(state_of, with_file, roles, client_of):
    practice = state_of("draft")
    kept = with_file(practice)

    for prefix in ("/media/", "/private/", "/"):
        assert client_of(roles.authorA).get(f"{prefix}{kept.file.name}").status_code == 404

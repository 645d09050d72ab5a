"""What one keeps and follows: for oneself alone, and no way to learn what is hidden."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from practices import actions
from practices.models import Follow, Keep
from tests.factories import InstitutionFactory, published_practice
from tests.matrix import answer_of

pytestmark = pytest.mark.django_db
ACCOUNTS = ("nomember", "memberB", "stewardA", "coord", "exA", "siteadmin")


@pytest.fixture
def live(state_of):
    return state_of("live", title="Night interpreters", tags=["Doulas"])


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def follow(client, kind, target):
    return client.post("/following/add/", {"kind": kind, "target": target})


@pytest.mark.parametrize("name", ACCOUNTS)
def test_whoever_has_an_account_keeps_a_practice_with_a_note(name, live, roles, client_of):
    client = client_of(getattr(roles, name))
    door = f"{live.get_absolute_url()}keep/"
    assert soup(client.get(live.get_absolute_url())).select_one(f'form[action="{door}"]')

    for _ in range(2):
        assert client.post(door)["Location"] == live.get_absolute_url()
    kept = Keep.objects.get()
    saved = client.post(kept.get_absolute_url(), {"note": "For May\n\n- <b>night</b> team"})

    assert (kept.user, saved["Location"]) == (getattr(roles, name), "/kept/")
    for path in ("/kept/", live.get_absolute_url()):
        note = soup(client.get(path)).select_one(".own__note")
        assert note.select_one("li").text == "<b>night</b> team"
    client.post(f"{kept.get_absolute_url()}let-go/")
    assert not Keep.objects.exists()
    assert "You keep nothing yet" in client.get("/kept/").content.decode()


def test_nobody_else_reads_or_changes_what_one_keeps(live, roles, client_of):
    kept = actions.keep(practice=live, by=roles.memberB, now=timezone.now())
    actions.write_note(kept=kept, note="Zebra", by=roles.memberB)

    for name in ("stewardB", "memberA", "authorA", "stewardA", "coord", "siteadmin"):
        client = client_of(getattr(roles, name))
        for path in ("/kept/", live.get_absolute_url(), "/desk/"):
            assert "Zebra" not in client.get(path).content.decode(), (name, path)
        for door, form in (("", {"note": "Forged"}), ("let-go/", {})):
            mine = answer_of(client.post(f"{kept.get_absolute_url()}{door}", form))
            assert mine == answer_of(client.post(f"/kept/999999999/{door}", form)), name
        with pytest.raises(PermissionDenied):
            actions.write_note(kept=kept, note="Forged", by=getattr(roles, name))
    assert Keep.objects.get().note == "Zebra"
    assert "Zebra" in client_of(roles.memberB).get("/kept/").content.decode()


def test_a_practice_that_was_taken_down_has_no_name_any_more(live, roles, client_of):
    for user in (roles.memberB, roles.memberA):
        kept = actions.keep(practice=live, by=user, now=timezone.now())
        actions.write_note(kept=kept, note="Mine", by=user)
        actions.follow(kind="practice", target=live.slug, by=user, now=timezone.now())
    actions.take_down(practice=live, by=roles.stewardA, reason="A name", now=timezone.now())

    for name, is_known in (("memberB", False), ("memberA", True)):
        client = client_of(getattr(roles, name))
        kept = Keep.objects.get(user=getattr(roles, name))
        for path in ("/kept/", "/following/", kept.get_absolute_url()):
            page = client.get(path).content.decode()
            assert ("Night interpreters" in page) is is_known, path
            assert (live.slug in page) is is_known, path
            assert ("not public any more" in page) is not is_known, path
        assert "Mine" in client.get("/kept/").content.decode()


@pytest.mark.parametrize("state", ["draft", "submitted", "taken down"])
def test_what_is_hidden_can_be_neither_kept_nor_followed(state, state_of, roles, client_of):
    hidden = state_of(state)
    for name in ("nomember", "memberB", "exA"):
        client = client_of(getattr(roles, name))
        assert answer_of(client.post(f"/practices/{hidden.slug}/keep/")) == answer_of(
            client.post("/practices/draft-0000000000000000/keep/")
        )
        assert answer_of(follow(client, "practice", hidden.slug)) == answer_of(
            follow(client, "practice", "unknown")
        )
    own = client_of(roles.memberA)
    assert own.post(f"/practices/{hidden.slug}/keep/").status_code == 409
    assert follow(own, "practice", hidden.slug).status_code == 404
    assert not Keep.objects.exists()
    assert not Follow.objects.exists()


def test_a_practice_an_institution_an_area_and_a_tag_are_followed(live, roles, client_of):
    client = client_of(roles.memberB)
    for kind, target, page in (
        ("practice", live.slug, live.get_absolute_url()),
        ("institution", "heron-lake-health", "/institutions/heron-lake-health/"),
        ("area", "language-access", "/practices/?scope=language-access"),
        ("tag", "doulas", "/practices/?tag=Doulas"),
    ):
        button = soup(client.get(page)).select_one('form.follow[action="/following/add/"]')
        assert button.select_one("input[name=kind]")["value"] == kind
        sent = {one["name"]: one["value"] for one in button.select("input[name]")}
        for _ in range(2):
            assert follow(client, kind, target)["Location"] == page
        assert sent["target"].lower() == target
        stop = soup(client.get(page)).select_one("form.follow")
        assert stop.select_one("button").text.startswith("Following")

    assert Follow.objects.count() == 4
    names = [one.text for one in soup(client.get("/following/")).select(".entry__name")]
    assert names == ["Doulas", "Language access", "Heron Lake Health", "Night interpreters"]
    for one in Follow.objects.all():
        back = client.post(one.get_end_url(), {"from": "page"} if one.tag else {})
        assert back["Location"] == ("/practices/?tag=Doulas" if one.tag else "/following/")
    assert "You follow nothing yet" in client.get("/following/").content.decode()


def test_a_tag_of_drafts_and_a_closed_institution_are_unknown(state_of, roles, client_of):
    state_of("draft", tags=["zebra"])
    live = state_of("live with draft")
    actions.save_draft(
        practice=live, by=roles.authorA, words={"tags": ["zebra"]}, now=timezone.now()
    )
    InstitutionFactory(slug="closed", state="closed")

    for name in ("memberB", "memberA", "siteadmin"):
        client = client_of(getattr(roles, name))
        for kind, target in (
            ("tag", "zebra"), ("institution", "closed"), ("area", "zebra"), ("other", "zebra"),
            ("practice", ""), ("tag", "z" * 121),
        ):  # fmt: skip
            assert follow(client, kind, target).status_code == 404, (name, kind, target)
    assert not Follow.objects.exists()
    published_practice(tags=["zebra"])
    assert follow(client_of(roles.memberB), "tag", "zebra").status_code == 302


def test_nobody_ends_what_another_follows(live, roles, client_of):
    found = actions.follow(kind="area", target="accessibility", by=roles.memberB,
                           now=timezone.now())  # fmt: skip
    for name in ("stewardB", "coord", "siteadmin"):
        client = client_of(getattr(roles, name))
        assert client.post(found.get_end_url()).status_code == 404
        assert "Accessibility" not in client.get("/following/").content.decode()
        with pytest.raises(PermissionDenied):
            actions.unfollow(followed=found, by=getattr(roles, name))
    assert Follow.objects.get() == found


def test_strangers_see_no_buttons_and_are_led_to_sign_in(live, client, client_of, roles):
    for path in (live.get_absolute_url(), "/institutions/heron-lake-health/",
                 "/practices/?tag=Doulas"):  # fmt: skip
        page = client.get(path).content.decode()
        assert "/following/" not in page
        assert "keep/" not in page
    for path in ("/kept/", "/following/"):
        for nobody in (None, roles.inactive):
            assert client_of(nobody).get(path)["Location"] == f"/accounts/login/?next={path}"
    assert follow(client, "area", "accessibility")["Location"].startswith("/accounts/login/")
    assert not Follow.objects.exists()
    assert client.cookies == {}

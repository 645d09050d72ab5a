"""Members talk about a practice: what is shown, to whom, and what nobody else learns."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from collaborative.core import clock
from collaborative.core.models import PublicVersion
from members import actions as members
from members.models import Membership
from practices import actions, queries, talk_permissions
from practices.models import Comment
from tests.factories import MembershipFactory, written_comment
from tests.matrix import answer_of, body_of
from tests.practices.asked import sure
from tests.practices.conftest import STATES

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef" * 2
MEMBERS = ("memberB", "stewardB", "memberA", "authorA", "stewardA", "coord", "siteadmin")
OTHERS = ("anon", "nomember", "exA", "inactive")
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def live(state_of):
    return state_of("live", title="Night interpreters")


@pytest.fixture
def say(client_of, live, django_capture_on_commit_callbacks):
    """`say(user, text, …)`: the form as a browser sends it, to the practice or to a comment."""

    def send(user, text="How do you pay for it?", *, to=None, **more):
        door = f"{to.pk}/" if to else ""
        with django_capture_on_commit_callbacks(execute=True):
            return client_of(user).post(
                f"{live.get_absolute_url()}comments/{door}", {"key": KEY, "text": text, **more}
            )

    return send


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def said_in(answer):
    return [" ".join(one.text.split()) for one in soup(answer).select(".said__words, .said__gone")]


# Writing ---------------------------------------------------------------------------------------
def test_a_member_says_something_with_name_role_and_institution(say, live, roles, client_of):
    answer = say(roles.memberB, "How do you pay for it?\n\n- by grant\n- by plan")

    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        302, f"{live.get_absolute_url()}#comment-{comment.pk}",
    )  # fmt: skip
    page = soup(client_of(roles.memberA).get(live.get_absolute_url()))
    one = page.select_one(f"#comments ~ ol #comment-{comment.pk}")
    assert one.select_one(".said__who").text == "Memberb, contributor, Bluestem Clinics"
    assert [item.text for item in one.select(".said__words li")] == ["by grant", "by plan"]
    assert "edited" not in one.text


def test_role_and_institution_stay_as_they_were(live, roles, client_of):
    written_comment(live, roles.memberB)
    written_comment(live, roles.coord)
    Membership.objects.filter(user=roles.memberB).update(role="steward")
    MembershipFactory(user=roles.memberB, institution=roles.a)
    Membership.objects.filter(user=roles.memberB, institution=roles.b).update(
        state="ended", ended_at=timezone.now()
    )

    page = soup(client_of(roles.memberA).get(live.get_absolute_url()))

    assert [one.text for one in page.select(".said__who")] == [
        f"{roles.coord.name}, coordinator of the collaborative",
        "Memberb, contributor, Bluestem Clinics",
    ]


def test_who_belongs_to_two_says_for_which(live, roles, client_of, say):
    MembershipFactory(user=roles.memberB, institution=roles.a)

    page = soup(client_of(roles.memberB).get(live.get_absolute_url()))
    asked = [one["value"] for one in page.select("input[name=speaks_for]")]
    silent = say(roles.memberB)
    said = say(roles.memberB, speaks_for=str(roles.a.pk))

    assert sorted(asked) == sorted([str(roles.a.pk), str(roles.b.pk)])
    assert (silent.status_code, said.status_code) == (400, 302)
    assert "How do you pay for it?" in silent.content.decode()
    assert Comment.objects.get().institution == roles.a


def test_one_form_writes_one_comment(say, roles):
    first, again = say(roles.memberB), say(roles.memberB)
    other = say(roles.memberB, key="f" * 32)
    of_another = say(roles.stewardB)

    assert {one.status_code for one in (first, again, other, of_another)} == {302}
    assert first["Location"] == again["Location"]
    assert Comment.objects.count() == 3


def test_an_old_form_loses_no_words(say, roles):
    refused = say(roles.memberB, "", key="old")
    kept = say(roles.memberB, "Words", key="")

    assert (refused.status_code, kept.status_code) == (400, 302)
    assert "Write something first." in refused.content.decode()
    assert len(soup(refused).find(id="id_key")["value"]) == 32


@pytest.mark.parametrize(("most", "gap"), [(10, MINUTE), (40, 35 * MINUTE)])
def test_nobody_floods_a_practice(most, gap, live, roles, say, monkeypatch):
    start = timezone.now()
    for number in range(most):
        written_comment(live, roles.memberB, now=start + number * gap)

    monkeypatch.setattr(clock, "now", lambda: start + most * gap)
    monkeypatch.setattr("practices.views.talking.now", clock.now)
    refused, other = say(roles.memberB, "One more"), say(roles.stewardB, "Mine")

    assert (refused.status_code, other.status_code) == (429, 302)
    page = refused.content.decode()
    assert f"You have written {most} comments in the last" in page
    assert "One more" in page
    with pytest.raises(actions.TooManyComments):
        written_comment(live, roles.memberB, now=start + most * gap)
    written_comment(live, roles.memberB, now=start + dt.timedelta(days=2))


def test_a_longer_text_is_counted_and_never_cut(say, roles):
    answer = say(roles.memberB, "a" * 3001)

    assert answer.status_code == 400
    assert "1 character too many" in answer.content.decode()
    assert "a" * 3001 in answer.content.decode()
    assert say(roles.memberB, "a" * 3000).status_code == 302


def test_words_stay_words(say, live, roles, client_of):
    say(roles.memberB, '<script>x</script> <a href="https://x.example.org">y</a> https://z.test/')

    one = soup(client_of(roles.memberA).get(live.get_absolute_url())).select_one(".said__words")
    assert one.find(["script", "a"]) is None
    assert "https://z.test/" in one.text


def test_who_has_no_name_is_asked_for_one(say, roles):
    """Else others would read a part of the address."""
    roles.memberB.name = ""
    roles.memberB.save()

    answer = say(roles.memberB)

    assert answer.status_code == 409
    assert "Write your name on your account page first" in answer.content.decode()
    assert "How do you pay for it?" in answer.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "Ask about MRN 00482213 first.", "His number is 219-09-9998.", "A 94-year-old fell.",
        "Born 3/14/1951 in town", "The patient Mrs. Lind said so.", "Call 612-555-0100.",
    ],
)  # fmt: skip
def test_what_may_tell_of_a_patient_is_asked_about_once(words, say, roles):
    asked = say(roles.memberB, words)

    page = soup(asked)
    assert (asked.status_code, Comment.objects.count()) == (400, 0)
    assert page.find(id="id_text").text.strip() == words
    assert "this does not tell who a patient is" in page.text
    assert say(roles.memberB, words, is_nobody="on").status_code == 400
    assert say(roles.memberB, words, **sure(asked)).status_code == 302


def test_the_answer_about_patients_holds_for_what_was_asked_about_alone(say, roles):
    words, more = "See MRN 00482213 and MRN 77120394.", "Then ring 612-555-0142."
    tick = sure(say(roles.memberB, words))

    again = say(roles.memberB, f"{words} {more}", **tick)
    page = soup(again)
    assert (again.status_code, Comment.objects.count()) == (400, 0)
    assert "We stopped at “612-555-0142”" in page.text
    # Signs of another text are no answer either; what was taken out needs none.
    other = sure(say(roles.memberB, "A 94-year-old fell."))
    assert say(roles.memberB, words, **other).status_code == 400
    assert say(roles.memberB, "See MRN 77120394.", **tick).status_code == 302
    now_sure = sure(again)
    assert say(roles.memberB, f"{words} {more}", key="f" * 32, **now_sure).status_code == 302


@pytest.mark.parametrize(
    "words",
    ["We saw 1,234 of 5,000 patients in 2023.", "In 2019-03 it cost $94,000.",
     "Our chart shows 12 months.", "Patients of all ages, 18 to 94 years."],
)  # fmt: skip
def test_ordinary_figures_are_not_asked_about(words, say, roles):
    assert say(roles.memberB, words).status_code == 302


# Replies ---------------------------------------------------------------------------------------
def test_replies_hang_on_a_comment_one_level_deep(live, roles, say, client_of):
    top = written_comment(live, roles.memberB)
    say(roles.authorA, "By grant.", to=top)
    reply = Comment.objects.get(parent=top)

    say(roles.memberB, "Which one?", to=reply, key="e" * 32)

    assert set(Comment.objects.exclude(pk=top.pk).values_list("parent", flat=True)) == {top.pk}
    page = client_of(roles.stewardB).get(live.get_absolute_url())
    assert said_in(page) == ["How do you pay for it?", "By grant.", "Which one?"]
    assert [one.text for one in soup(page).select(".talk__replies .said__words")] == [
        "By grant.", "Which one?",
    ]  # fmt: skip


def test_a_reply_is_found_at_its_place(live, roles, client_of):
    top, start = written_comment(live, roles.memberB), timezone.now()
    replies = [
        Comment(practice=live, parent=top, author=roles.memberA, institution=roles.a,
                voice="contributor", text=f"Reply {number}", key=f"{number:032x}",
                written_at=start + number * MINUTE)
        for number in range(30)
    ]  # fmt: skip
    Comment.objects.bulk_create(replies)
    client = client_of(roles.memberB)

    found = client.get(replies[27].get_absolute_url())

    assert found["Location"] == f"{top.get_absolute_url()}?page=2#comment-{replies[27].pk}"
    assert said_in(client.get(found["Location"]))[1:] == [f"Reply {n}" for n in range(25, 30)]
    below = client.get(live.get_absolute_url())
    assert said_in(below)[1:] == ["Reply 27", "Reply 28", "Reply 29"]
    assert "27 earlier replies" in below.content.decode()


def test_nobody_answers_what_is_hidden_or_of_another_practice(live, roles, state_of, say):
    top = written_comment(live, roles.memberB)
    other = written_comment(state_of("live"), roles.memberB)
    actions.hide_comment(comment=top, reason="A name", by=roles.stewardA, now=timezone.now())

    refused, elsewhere = say(roles.stewardA, "Why?", to=top), say(roles.memberA, "Why?", to=other)

    assert (refused.status_code, elsewhere.status_code) == (409, 404)
    with pytest.raises(PermissionDenied):
        written_comment(live, roles.memberA, answers=other)


# One's own words -------------------------------------------------------------------------------
def test_its_writer_changes_it_for_a_quarter_of_an_hour(live, roles, client_of, monkeypatch):
    comment = written_comment(live, roles.memberB)
    client, door = client_of(roles.memberB), f"{comment.get_absolute_url()}change/"

    assert client.post(door, {"text": "Who pays for it?"}).status_code == 302
    page = client_of(roles.memberA).get(live.get_absolute_url()).content.decode()
    assert "Who pays for it?" in page
    assert "· edited" in page
    assert "change/" not in page

    later = comment.written_at + dt.timedelta(minutes=15)
    monkeypatch.setattr("practices.views.talking.now", lambda: later)
    late = client.post(door, {"text": "Too late"})
    assert (late.status_code, client.get(door).status_code) == (409, 409)
    assert "Too late" in late.content.decode()
    assert "change/" not in client.get(live.get_absolute_url()).content.decode()
    assert Comment.objects.get().text == "Who pays for it?"


def test_nobody_changes_or_takes_back_the_words_of_another(live, roles, client_of):
    comment = written_comment(live, roles.memberB)
    for name in ("stewardB", "authorA", "stewardA", "coord", "siteadmin"):
        client = client_of(getattr(roles, name))
        for door in ("change/", "take-back/"):
            answer = client.post(f"{comment.get_absolute_url()}{door}", {"text": "Forged"})
            assert answer.status_code == 403, name
    assert client_of(roles.memberB).get(f"{comment.get_absolute_url()}change/").status_code == 200
    assert Comment.objects.get().text == "How do you pay for it?"


def test_what_is_taken_back_is_erased_and_leaves_a_place_below_replies(live, roles, client_of):
    top, alone = written_comment(live, roles.memberB), written_comment(live, roles.memberB)
    written_comment(live, roles.memberA, "By grant.", answers=top)
    client = client_of(roles.memberB)

    for comment in (top, alone):
        client.get(f"{comment.get_absolute_url()}take-back/")
        assert Comment.objects.get(pk=comment.pk).text
        client.post(f"{comment.get_absolute_url()}take-back/")

    assert set(Comment.objects.filter(author=roles.memberB).values_list("text")) == {("",)}
    assert said_in(client_of(roles.stewardA).get(live.get_absolute_url())) == [
        "Its writer took this comment back.", "By grant.",
    ]  # fmt: skip
    assert client.get(alone.get_absolute_url()).status_code == 404


# Hiding ----------------------------------------------------------------------------------------
def test_a_hidden_comment_is_read_by_its_writer_and_those_who_may_hide(
    live, roles, client_of, commit
):
    top, alone = (written_comment(live, roles.memberB, f"Zebra {name}") for name in "ab")
    written_comment(live, roles.authorA, "By grant.", answers=top)
    mail.outbox.clear()
    steward = client_of(roles.stewardA)

    assert steward.post(f"{top.get_absolute_url()}hide/", {"reason": " "}).status_code == 400
    for comment in (top, alone):
        with commit():
            answer = steward.post(f"{comment.get_absolute_url()}hide/", {"reason": "A name."})
        assert answer.status_code == 302

    for name in ("stewardB", "memberA", "authorA"):
        page = client_of(getattr(roles, name)).get(live.get_absolute_url())
        assert said_in(page) == ["A comment was hidden.", "By grant."], name
        assert "Zebra" not in page.content.decode(), name
        assert "A name." not in page.content.decode(), name
        assert client_of(getattr(roles, name)).get(alone.get_absolute_url()).status_code == 404
    for name in ("memberB", "stewardA", "coord", "siteadmin"):
        page = client_of(getattr(roles, name)).get(live.get_absolute_url())
        assert said_in(page) == ["Zebra b", "Zebra a", "By grant."], name
        assert "A name." in page.content.decode(), name
    assert [sent.to for sent in mail.outbox] == [[roles.memberB.email]] * 2
    assert "A name." in mail.outbox[0].body
    assert "Zebra" not in mail.outbox[0].body


def test_hiding_is_for_stewards_of_the_practice_and_those_who_serve_all(live, roles, client_of):
    comment = written_comment(live, roles.memberB)
    for name in ("memberB", "stewardB", "memberA", "authorA"):
        client = client_of(getattr(roles, name))
        for door in ("hide/", "show/"):
            assert client.post(f"{comment.get_absolute_url()}{door}").status_code == 403, name
    for name in ("stewardA", "coord", "siteadmin"):
        client = client_of(getattr(roles, name))
        client.post(f"{comment.get_absolute_url()}hide/", {"reason": "A name."})
        assert Comment.objects.get().is_hidden, name
        again = client.post(f"{comment.get_absolute_url()}hide/", {"reason": "Another."})
        assert again.status_code == 409
        client.post(f"{comment.get_absolute_url()}show/")
        assert Comment.objects.get().is_shown, name
    log = ModelLogEntry.objects.filter(action__endswith="_comment")
    assert log.count() == 6
    assert "A name" not in str(list(log.values_list("data", "label")))


def test_hidden_words_stand_still_but_may_be_taken_back(live, roles, client_of):
    comment = written_comment(live, roles.memberB)
    actions.hide_comment(comment=comment, reason="A name", by=roles.stewardA, now=timezone.now())
    client = client_of(roles.memberB)

    assert client.post(f"{comment.get_absolute_url()}change/", {"text": "New"}).status_code == 409
    assert client.post(f"{comment.get_absolute_url()}take-back/").status_code == 302
    assert Comment.objects.get().text == ""
    assert said_in(client_of(roles.stewardA).get(live.get_absolute_url())) == []


# Mails -----------------------------------------------------------------------------------------
def test_the_author_and_who_is_answered_get_one_mail_each(live, roles, say, commit):
    mail.outbox.clear()
    say(roles.memberB, "Who pays?")
    top = Comment.objects.get()
    say(roles.stewardB, "The county.", to=top)
    say(roles.authorA, "A grant.", to=top)
    say(roles.memberB, "Which?", to=top, key="a" * 32)

    assert [(sent.to[0], sent.subject) for sent in mail.outbox] == [
        (roles.authorA.email, "New comment by Memberb: “Night interpreters”"),
        (roles.memberB.email, "Stewardb answered your comment: “Night interpreters”"),
        (roles.authorA.email, "New comment by Stewardb: “Night interpreters”"),
        (roles.memberB.email, "Authora answered your comment: “Night interpreters”"),
        (roles.authorA.email, "New comment by Memberb: “Night interpreters”"),
    ]
    assert "> Who pays?" in mail.outbox[0].body
    assert f"/comments/{top.pk}/" in mail.outbox[0].body
    assert "/digests/preferences/#comments" in mail.outbox[0].body
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_who_wants_no_such_mail_or_left_gets_none(live, roles, say, client_of):
    mail.outbox.clear()
    client = client_of(roles.authorA)
    assert soup(client.get("/digests/preferences/")).select_one("#id_wants").has_attr("checked")
    client.post("/digests/preferences/comments/", {})
    assert not soup(client.get("/digests/preferences/")).select_one("#id_wants").has_attr("checked")
    say(roles.memberB)
    assert mail.outbox == []

    client.post("/digests/preferences/comments/", {"wants": "on"})
    say(roles.memberB, key="b" * 32)
    assert len(mail.outbox) == 1

    members.leave(
        membership=Membership.objects.get(user=roles.authorA), by=roles.authorA, now=timezone.now()
    )
    say(roles.memberB, key="c" * 32)
    assert [sent.to for sent in mail.outbox if "comment" in sent.subject] == [[roles.authorA.email]]


# Where the practice stands ---------------------------------------------------------------------
def test_comments_follow_the_practice(live, roles, client_of, say, state_of):
    written_comment(live, roles.memberB, "Zebra")
    actions.take_down(practice=live, by=roles.stewardA, reason="A name", now=timezone.now())
    door = f"{live.get_absolute_url()}comments/"

    for name in ("memberB", "stewardB", "coord"):
        assert client_of(getattr(roles, name)).get(door).status_code == 404, name
        assert say(getattr(roles, name), "More").status_code == 404, name
    for name in ("memberA", "stewardA"):
        page = client_of(getattr(roles, name)).get(door).content.decode()
        assert "Zebra" in page
        assert "takes no comments" in page
        assert say(getattr(roles, name), "More").status_code == 409, name
    assert Comment.objects.count() == 1

    ended = state_of("live", stage="ended", ended_reason="The grant ran out.")
    written_comment(ended, roles.memberB, "What came after?")
    assert said_in(client_of(roles.memberA).get(ended.get_absolute_url())) == ["What came after?"]


@pytest.mark.parametrize("state", STATES)
def test_reading_is_one_rule_as_function_and_as_query(state, state_of, roles):
    """The queryset shows what the functions allow: shown, hidden and taken back comments."""
    practice, now = state_of(state), timezone.now()
    hidden = {"hidden_at": now, "hidden_by": roles.coord, "hidden_reason": "x"}
    made = [
        Comment.objects.create(
            practice=practice, author=writer, voice="coordinator", key=f"{number:032x}",
            text="" if "taken_back_at" in more else "Words", written_at=now, **more,
        )
        for writer in (roles.memberB, roles.memberA)
        for number, more in enumerate(({}, {"taken_back_at": now}, hidden))
    ]  # fmt: skip

    for name in (*OTHERS, *MEMBERS):
        user = getattr(roles, name)
        visible = Comment.objects.visible_to(user)
        may = talk_permissions.user_can_read_comments(user, practice)
        assert (visible.count(), may) in {(6, True), (0, False)}, name
        assert set(visible.readable_by(user)) == {
            one for one in made if talk_permissions.user_can_read_words(user, one, practice)
        }, name


# Nobody else -----------------------------------------------------------------------------------
def test_whoever_is_no_member_learns_of_no_comment(live, roles, client_of, client):
    """Not one byte of what others can read changes, and no cache is emptied."""
    paths = [
        live.get_absolute_url(), live.get_history_url(), "/practices/?q=zebra",
        "/api/v1/practices?q=zebra", f"/api/v1/practices/{live.slug}", "/feeds/practices.atom",
        "/sitemap.xml", "/institutions/heron-lake-health/", "/", "/practices/",
        f"{live.get_absolute_url()}comments/", f"{live.get_absolute_url()}comments/1/",
    ]  # fmt: skip

    def read():
        return {
            (name, path): (answer_of(answer).status, body_of(answer))
            for name in OTHERS
            for path in paths
            for answer in [client_of(getattr(roles, name)).get(path)]
        }

    version, before = PublicVersion.objects.get().number, read()
    top = written_comment(live, roles.memberB, "Zebra crossing")
    written_comment(live, roles.memberA, "Zebra reply", answers=top)

    assert read() == before
    assert PublicVersion.objects.get().number == version
    assert "Zebra" in client_of(roles.memberB).get(paths[0]).content.decode()
    for name in OTHERS:
        answers = [
            client_of(getattr(roles, name)).get(f"{live.get_absolute_url()}comments/{pk}/")
            for pk in (top.pk, 999999999)
        ]
        assert answers[0].status_code == answers[1].status_code, name
    assert Comment.objects.count() == 2
    for path in ("/api/v1/practices?q=zebra", "/feeds/practices.atom?q=zebra"):
        assert b"ebra cros" not in client_of(roles.memberB).get(path).content


def test_words_outlive_a_session_that_ended(live, roles, client_of):
    client = client_of(None)
    answer = client.post(
        f"{live.get_absolute_url()}comments/", {"text": "Long words of mine", "key": KEY},
        headers={"origin": "http://testserver"},
    )  # fmt: skip
    assert answer.status_code == 403
    assert "Long words of mine" in answer.content.decode()
    assert not Comment.objects.exists()


# Many ------------------------------------------------------------------------------------------
def test_ten_thousand_comments_are_read_like_three(live, roles, client_of):
    client, start = client_of(roles.memberA), timezone.now() - dt.timedelta(days=30)

    def add(number, first):
        Comment.objects.bulk_create(
            Comment(
                practice=live, parent=None, author=roles.memberB, institution=roles.b,
                voice="contributor", text=f"Comment {one}", key=f"{one:032x}",
                written_at=start + one * dt.timedelta(minutes=1),
            )
            for one in range(first, first + number)
        )  # fmt: skip
        top = Comment.objects.filter(parent=None).newest_first().first()
        Comment.objects.bulk_create(
            Comment(
                practice=live, parent=top, author=roles.memberB, institution=roles.b,
                voice="contributor", text=f"Reply {one}", key=f"{10**9 + one:032x}",
                written_at=start + one * dt.timedelta(minutes=1),
            )
            for one in range(first, first + number)
        )  # fmt: skip
        return top

    counted = {}
    for number, first in ((1, 0), (3, 1), (5_000, 10)):
        top = add(number, first)
        for name, path in (
            ("practice", live.get_absolute_url()),
            ("all", f"{live.get_absolute_url()}comments/"),
            ("one", top.get_absolute_url()),
        ):
            client.get(path)
            with CaptureQueriesContext(connection) as seen:
                page = client.get(path)
            assert page.status_code == 200
            assert len(page.content) < 90_000
            counted.setdefault(name, []).append(len(seen))
    assert counted == {"practice": [13, 13, 13], "all": [9, 9, 9], "one": [8, 8, 8]}
    last = client.get(f"{live.get_absolute_url()}comments/?page=501")
    assert said_in(last)[-2:] == ["Comment 0", "Reply 0"]
    assert queries.talk_on(live, user=roles.memberA).paginator.count == 5_004

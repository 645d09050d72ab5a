"""[SY1, SY6, DP14] The doors of the CMS, tried one by one with other people's ids."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.admin.models import EditingSession
from wagtail.images import get_image_model
from wagtail.models import Page, UploadedFile

from collaborative.pages import actions, guard
from collaborative.pages.models import NewsPage, Reach, ThoughtLeadershipPage
from tests.url_map import patterns

pytestmark = pytest.mark.django_db

TOKEN = "Zebrafinch"
NOTHING = 404


@pytest.fixture
def ours(corners, now, make_image, make_document):
    """Things of institution A, each with a word in it that nobody else may read."""
    corners.news = actions.add_news(
        institution_page=corners.page_a, slug="live-news", title="Live news", kind="news",
        date=now.date(), summary="Everybody reads this", body="Text", by=corners.stewardA, now=now,
    )  # fmt: skip
    corners.draft = NewsPage(
        title=f"{TOKEN} draft", slug="zebrafinch-draft", summary=TOKEN, live=False,
        owner=corners.stewardA,
    )  # fmt: skip
    corners.page_a.add_child(instance=corners.draft)
    corners.revision = corners.draft.save_revision(user=corners.stewardA)
    newer = corners.news.get_latest_revision_as_object()
    newer.title = f"{TOKEN} newer"
    corners.newer = newer.save_revision(user=corners.stewardA)
    corners.image = make_image(corners.room_a, title=f"{TOKEN} image")
    corners.document = make_document(corners.room_a, name=f"{TOKEN} report.pdf")
    corners.upload = UploadedFile.objects.create(
        for_content_type=None, file="x.png", uploaded_by_user=corners.stewardA
    )
    corners.session = EditingSession.objects.create(
        user=corners.stewardA, content_object=corners.draft, last_seen_at=now
    )
    return corners


def ids_of(ours):
    """Every name that Wagtail gives an id in an address, with one of A's."""
    return {
        "page_id": ours.draft.pk,
        "parent_page_id": ours.page_a.pk,
        "page_to_move_id": ours.draft.pk,
        "destination_id": ours.page_b.pk,
        "revision_id": ours.revision.pk,
        "image_id": ours.image.pk,
        "document_id": ours.document.pk,
        "doc_id": ours.document.pk,
        "collection_id": ours.room_a.collection_id,
        "uploaded_file_id": ours.upload.pk,
        "restriction_id": 1,
        "task_state_id": 1,
        "task_id": 1,
        "workflow_state_id": 1,
        "page_pk": ours.draft.pk,
        "workflow_pk": 1,
        "session_id": ours.session.pk,
        "object_id": ours.draft.pk,
        "pk": ours.image.pk,
        "filter_spec": "width-200",
        "action_name": "approve",
        "action": "delete",
        "content_type_app_name": "pages",
        "content_type_model_name": "newspage",
        "app_label": "pages",
        "app_name": "taggit",
        "model_name": "newspage",
        "uidb64": "MQ",
        "token": "set-password",
        "slug": "x",
    }


def addresses(ours):
    """(name, address) of every pattern below /cms/, filled with A's ids; nothing is left out."""
    ids = ids_of(ours)
    found = []
    for name, route in patterns():
        if not route.startswith("cms/") or route.endswith("^.*/$"):
            continue
        if name == "wagtailadmin_pages:revisions_compare":
            args = [ours.draft.pk, "earliest", "latest"]
            found.append((name, reverse(name, args=args)))
            continue
        wanted = _names(route)
        if not name:
            found.append((route, f"/{route}"))
            continue
        missing = set(wanted) - set(ids)
        assert not missing, f"{route} names {missing}: say in ids_of what of A's it means"
        pk = ours.document.pk if "docs" in name else ids["pk"]
        values = {**ids, "pk": pk}
        try:
            found.append((name, reverse(name, kwargs={key: values[key] for key in wanted})))
        except NoReverseMatch:
            assert name.startswith("wagtailadmin_api"), name
            found.append((name, f"/cms/api/main/pages/{ours.draft.pk}/"))
    assert len(found) > 130
    return found


def _names(route):
    import re

    return re.findall(r"<(?:\w+:)?(\w+)>", route)


# Addresses without an id, which show each person the own things: open, and read for leaks below.
PLAIN = {
    name for name, rule in guard.OPEN.items() if rule in {guard.anything, guard.any_kind_of_page}
} - {"wagtailadmin_logout"}
# The page in this address is live, so everybody may link to it; what it lists is read for leaks.
LINKABLE = {"wagtailadmin_choose_page_child"}


# Wagtail's form for outside links fails without an address; that one is given.
FORGED = {"title": "taken over", "external-link-chooser-url": "https://example.org/"}


def tries(client, address):
    yield "GET", client.get(address)
    yield "POST", client.post(address, FORGED)
    # As Wagtail's own scripts ask: some views answer these otherwise.
    yield "XHR", client.get(address, headers={"x-requested-with": "XMLHttpRequest"})


@pytest.mark.parametrize("who", ["stewardB", "coord"])
def test_nobody_elses_things_do_not_exist(ours, client_of, who):
    """Every pattern of the CMS with A's ids: the bytes of a page that does not exist."""
    client = client_of(getattr(ours, who))
    unknown = client.get("/cms/there-is-no-such-page/")
    assert unknown.status_code == NOTHING
    before = _state(ours)
    for name, address in addresses(ours):
        if name == "wagtailadmin_logout":
            continue
        for method, answer in tries(client, address):
            said = f"{method} {name} {address}"
            if answer.status_code == NOTHING:
                assert answer.content == unknown.content or method == "POST", said
                continue
            allowed = PLAIN | LINKABLE | guard.ELSEWHERE.keys()
            assert name in allowed, f"{said}: {answer.status_code}"
            assert TOKEN.lower() not in _text(answer).lower(), said
    assert _state(ours) == before


def _state(ours):
    """What a stranger's request must not have changed."""
    pages = Page.objects.order_by("pk").values_list(
        "pk", "title", "path", "live", "latest_revision_id", "locked"
    )
    images = get_image_model().objects.order_by("pk").values_list("pk", "title", "collection")
    return list(pages), list(images)


def _text(answer):
    if getattr(answer, "streaming", False):
        return b"".join(answer.streaming_content).decode(errors="replace")
    return answer.content.decode(errors="replace")


def test_own_things_are_there(ours, client_of):
    """The same addresses as their steward: allowed beside denied."""
    client = client_of(ours.stewardA)
    for name, args in (
        ("wagtailadmin_explore", [ours.page_a.pk]),
        ("wagtailadmin_pages:edit", [ours.page_a.pk]),
        ("wagtailadmin_pages:edit", [ours.draft.pk]),
        ("wagtailadmin_pages:history", [ours.draft.pk]),
        ("wagtailadmin_pages:revisions_view", [ours.draft.pk, ours.revision.pk]),
        ("wagtailadmin_pages:revisions_revert", [ours.draft.pk, ours.revision.pk]),
        ("wagtailadmin_pages:revisions_compare", [ours.news.pk, "live", ours.newer.pk]),
        ("wagtailadmin_pages:view_draft", [ours.draft.pk]),
        ("wagtailadmin_pages:delete", [ours.draft.pk]),
        ("wagtailadmin_pages:unpublish", [ours.news.pk]),
        ("wagtailadmin_pages:add", ["pages", "newspage", ours.page_a.pk]),
        ("wagtailimages:edit", [ours.image.pk]),
        ("wagtailimages_chooser:chosen", [ours.image.pk]),
        ("wagtaildocs:edit", [ours.document.pk]),
        ("wagtaildocs_chooser:chosen", [ours.document.pk]),
    ):
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 200, (name, answer.status_code)
        stranger = client_of(ours.stewardB).get(reverse(name, args=args))
        assert stranger.status_code == NOTHING, name
    for name in ("wagtailimages:index", "wagtaildocs:index", "wagtailadmin_home"):
        assert client.get(reverse(name)).status_code == 200
    assert TOKEN in client.get(reverse("wagtailimages:index")).content.decode()
    found = client.get(reverse("wagtailadmin_pages:search"), {"q": TOKEN}).content.decode()
    assert f"{TOKEN} draft" in found or "match" in found


def test_lists_searches_and_choosers_hold_nothing_of_others(ours, client_of):
    """With the word itself as the search, as far as lists can be asked."""
    for who in ("stewardB", "coord"):
        client = client_of(getattr(ours, who))
        for name in sorted(PLAIN):
            for query in ({}, {"q": TOKEN}, {"q": TOKEN, "page_type": "pages.newspage"}):
                answer = client.get(reverse(name), query)
                assert answer.status_code in {200, 302, 400, 404, 405}, (name, answer.status_code)
                text = _text(answer)
                assert f"{TOKEN} " not in text, (name, query)
                assert "zebrafinch-" not in text, (name, query)
        for parent in (ours.page_a.get_parent().pk, ours.page_a.pk):
            listed = client.get(reverse("wagtailadmin_choose_page_child", args=[parent]))
            assert listed.status_code == 200
            assert TOKEN not in listed.content.decode()
    own = client_of(ours.stewardA).get(
        reverse("wagtailadmin_choose_page_child", args=[ours.page_a.pk])
    )
    assert f"{TOKEN} draft" in own.content.decode()


def test_door_by_role(ours, client_of, editor):
    """[SY1]"""
    expected = {
        "anon": 302, "nomember": 403, "memberB": 403, "stewardB": 200, "memberA": 403,
        "authorA": 403, "stewardA": 200, "coord": 200, "exA": 403, "inactive": 302,
        "siteadmin": 200,
    }  # fmt: skip
    for who, status in expected.items():
        answer = client_of(getattr(ours, who)).get("/cms/")
        assert answer.status_code == status, who
        if status == 302:
            assert answer.url == "/accounts/login/?next=/cms/"
    assert client_of(editor).get("/cms/").status_code == 200
    # Whoever is not let in meets the same answer at every address.
    for name, address in addresses(ours):
        assert client_of(ours.memberA).get(address).status_code == 403, name
        assert client_of(None).get(address).status_code == 302, name


def test_django_admin_and_wagtails_own_passwords_are_not_there(ours, client_of):
    for address in (
        "/django-admin/",
        "/admin/",
        "/cms/password_reset/",
        "/cms/users/",
        "/cms/failwhale/",
    ):
        assert client_of(ours.siteadmin).get(address).status_code == NOTHING, address
    assert client_of(ours.siteadmin).get("/cms/reports/site-history/").status_code == 200
    assert client_of(ours.stewardB).get("/cms/login/").status_code == 302


def test_practices_are_not_in_the_cms(ours, client_of):
    from tests.factories import PracticeFactory

    PracticeFactory(institution=ours.b, title=f"{TOKEN} practice")
    client = client_of(ours.siteadmin)
    for address in (
        "/cms/",
        "/cms/snippets/",
        "/cms/reports/site-history/",
        f"/cms/pages/search/?q={TOKEN}",
    ):
        assert f"{TOKEN} practice" not in client.get(address).content.decode(), address


def test_editors_write_home_charter_and_articles_and_no_institutions_words(
    ours, client_of, editor, now
):
    article = actions.publish_article(
        slug="a", title="A", standfirst="s", body="b", by=editor, now=now
    )
    home, charter = article.get_ancestors()[1], article.get_ancestors()[1].get_children()[0]
    for person in (editor, ours.coord):
        client = client_of(person)
        for page in (home, charter, article.get_parent(), article):
            answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
            assert answer.status_code == 200, page
        for page in (ours.page_a, ours.news, ours.page_a.get_parent()):
            answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
            assert answer.status_code == NOTHING, page
        add = reverse("wagtailadmin_pages:add", args=["pages", "institutionpage", home.pk])
        assert client.get(add).status_code != 200
    steward = client_of(ours.stewardA)
    for page in (home, charter, article):
        answer = steward.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert answer.status_code == NOTHING


def test_fixed_pages_stay(ours, client_of):
    """Even their own people do not unpublish or delete what the site stands on."""
    home = Page.objects.get(depth=2)
    for person, page in (
        (ours.coord, home),
        (ours.coord, home.get_children()[0]),
        (ours.stewardA, ours.page_a),
        (ours.siteadmin, ours.page_a),
    ):
        client = client_of(person)
        for name in ("delete", "unpublish"):
            client.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        page.refresh_from_db()
        assert page.live, page
    news = reverse("wagtailadmin_pages:unpublish", args=[ours.news.pk])
    client_of(ours.stewardA).post(news)
    ours.news.refresh_from_db()
    assert not ours.news.live


def test_forged_choice_of_anothers_image_is_refused(ours, client_of, make_image, now):
    """A live page that names a draft image of A would make it public: B cannot name it."""
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    own = make_image(ours.room_b, title="B's own")
    mine = actions.add_news(
        institution_page=ours.page_b, slug="news-of-b", title="B", kind="news", date=now.date(),
        summary="s", body="Text", by=ours.stewardB, now=now,
    )  # fmt: skip
    client = client_of(ours.stewardB)

    def post(image, link=None):
        picture = {
            "image": {"image": str(image), "decorative": "on", "alt_text": ""},
            "caption": "",
        }
        blocks = [("picture", picture)]
        if link:
            from wagtail.test.utils.form_data import rich_text

            blocks.append(("paragraph", rich_text(f'<p><a linktype="page" id="{link}">x</a></p>')))
        data = nested_form_data({
            "title": "B", "slug": "news-of-b", "kind": "news", "date": str(now.date()),
            "summary": "s", "search_description": "", "body": streamfield(blocks),
            "action-publish": "1",
        })  # fmt: skip
        return client.post(reverse("wagtailadmin_pages:edit", args=[mine.pk]), data)

    refused = post(ours.image.pk)
    assert refused.status_code == 200
    assert "is not yours to use" in refused.content.decode()
    mine.refresh_from_db()
    assert [block.block_type for block in mine.body] == ["paragraph"]

    assert post(own.pk, link=ours.draft.pk).status_code == 200  # a draft's address is a secret too
    mine.refresh_from_db()
    assert [block.block_type for block in mine.body] == ["paragraph"]

    taken = post(own.pk, link=ours.news.pk)
    assert taken.status_code == 302, taken.content.decode()[:3000]
    mine.refresh_from_db()
    assert [block.block_type for block in mine.body] == ["picture", "paragraph"]


def test_forged_collection_is_refused(ours, client_of):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from .conftest import png

    client = client_of(ours.stewardB)
    file = SimpleUploadedFile("x.png", png("red").read(), "image/png")
    data = {"title": "Mine", "file": file, "collection": ours.room_a.collection_id}
    client.post(reverse("wagtailimages:add"), data)
    # With one collection of one's own there is no choice, whatever the request says.
    assert get_image_model().objects.get(title="Mine").collection == ours.room_b.collection


def test_groups_follow_memberships_at_once(ours, client_of):
    from members.enums import MembershipState, Role
    from members.signals import membership_changed

    client = client_of(ours.stewardA)
    edit = reverse("wagtailadmin_pages:edit", args=[ours.page_a.pk])
    assert client.get(edit).status_code == 200
    membership = ours.stewardA.memberships.get()
    membership.role = Role.CONTRIBUTOR
    membership.save()
    # No signal was sent: the door asks the rows themselves.
    assert client.get(edit).status_code == 403

    membership.role = Role.STEWARD
    membership.save()
    assert client.get(edit).status_code == 200
    membership.state, membership.ended_at = MembershipState.ENDED, membership.joined_at
    membership.save()
    membership_changed.send(sender=None, user=ours.stewardA, institution=ours.a)
    assert ours.stewardA.groups.count() == 0


def test_offices_are_followed(ours, editor, client_of, django_capture_on_commit_callbacks):
    assert client_of(editor).get("/cms/").status_code == 200
    assert list(editor.groups.all()) == [ours.room_c.group]
    with django_capture_on_commit_callbacks(execute=True):
        editor.is_editor = False
        editor.save()
    assert editor.groups.count() == 0
    assert client_of(editor).get("/cms/").status_code == 403


def test_group_set_by_hand_does_not_last(ours, client_of):
    ours.stewardB.groups.add(ours.room_a.group)
    edit = reverse("wagtailadmin_pages:edit", args=[ours.page_a.pk])
    assert client_of(ours.stewardB).get(edit).status_code == NOTHING
    assert list(ours.stewardB.groups.all()) == [ours.room_b.group]


def test_groups_give_what_the_rule_gives(ours, editor):
    """Wagtail's permissions and the guard's reach name the same pages and collections."""
    from wagtail.images.permissions import permission_policy as images
    from wagtail.permissions import page_permission_policy as pages

    actions.bring_in_step(user=editor)
    for person in (ours.stewardA, ours.stewardB, ours.coord, editor):
        fresh = type(person).objects.get(pk=person.pk)
        reach = Reach.of(fresh)
        may = pages.instances_user_has_permission_for(fresh, "change")
        assert (
            set(may.values_list("pk", flat=True))
            == {page.pk for page in Page.objects.all() if reach.has_page(page.pk)}
            - reach.single_pages
        )
        collections = images.collections_user_has_permission_for(fresh, "choose")
        assert set(collections.values_list("pk", flat=True)) == reach.collections
    assert Reach.of(ours.memberA) == Reach()
    assert not Reach.of(ours.memberA).has_page(ours.page_a.pk)


def test_articles_of_editors_are_hidden_from_stewards(ours, editor, now, client_of):
    article = actions.publish_article(
        slug="d", title=f"{TOKEN} article", standfirst="s", body="b", by=editor, now=now, live=False
    )
    assert ThoughtLeadershipPage.objects.filter(pk=article.pk, live=False).exists()
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert client_of(editor).get(edit).status_code == 200
    assert client_of(ours.stewardA).get(edit).status_code == NOTHING

"""Coordinators look after the words that mean the same."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from collaborative.core.models import PublicVersion
from collaborative.search import actions, synonym_queries
from collaborative.search.folding import fold
from collaborative.search.models import SynonymGroup
from collaborative.search.synonyms import Known
from collaborative.search.word_forms import GroupForm, line_of, read_line

pytestmark = pytest.mark.django_db
LIST = "/finding/words/"
LINES = "interpreter\nes: intérprete\n=ADA\n> ride\n=>REaL"
FORM = {"note": "Talking", "area": "language-access", "terms": LINES}


@pytest.fixture
def own():
    """As if no words had come with the portal."""
    SynonymGroup.objects.all().delete()


@pytest.fixture
def made(roles, own):
    def make(note="Talking", words=("interpreter", "translator"), area=""):
        terms = [Known(one, fold(one)) for one in words]
        wanted = actions.Wanted(note=note, area=area, terms=terms)
        return actions.add_group(wanted=wanted, by=roles.coord, now=timezone.now())

    return make


def terms_of(group):
    return [line_of(term.known) for term in group.terms.in_order()]


def said(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def version():
    return PublicVersion.objects.get().number


def sent(group, **more):
    return FORM | {"seen": group.updated_at.isoformat()} | more


def test_a_coordinator_adds_changes_and_removes_a_group(roles, client_of, own):
    reader = client_of(roles.coord)
    before = version()

    assert reader.post(f"{LIST}add/", FORM).status_code == 302
    group = SynonymGroup.objects.get()
    assert (group.note, group.area, group.key) == ("Talking", "language-access", "")
    assert terms_of(group) == LINES.splitlines()
    assert synonym_queries.load_vocabulary().read("intérprete").areas == ["language-access"]
    page = said(reader.get(LIST))
    assert "“Talking” is added" in page
    assert "Spanish intérprete" in page
    assert "REaL (as written, leads here only)" in page

    form = reader.get(group.get_absolute_url()).context["form"]
    assert form["terms"].value() == LINES
    changed = {"note": "Talking", "area": "", "terms": "so: turjubaan\ninterpreter"}
    data = changed | {"seen": form["seen"].value()}
    assert reader.post(group.get_absolute_url(), data).status_code == 302
    group.refresh_from_db()
    assert (group.area, terms_of(group)) == ("", ["so: turjubaan", "interpreter"])
    page = said(reader.get(group.get_absolute_url()))
    assert "Added turjubaan. Took out intérprete, ADA, ride, REaL." in page

    assert "turjubaan" in said(reader.get(group.get_remove_url()))
    assert reader.post(group.get_remove_url()).status_code == 302
    assert not SynonymGroup.objects.exists()
    assert version() == before + 3
    lines = ModelLogEntry.objects.filter(action__startswith="search.").order_by("pk")
    assert [(line.action, line.user, line.label) for line in lines] == [
        (f"search.words_{what}", roles.coord, "Talking") for what in ("added", "changed", "removed")
    ]
    assert lines[2].data["went"] == ["turjubaan", "interpreter"]


def test_only_those_who_serve_the_consortium_keep_words(roles, client_of, made):
    group = made()
    wanted = actions.Wanted(note="Forged", area="", terms=[])
    for name in ("nomember", "memberA", "stewardA", "exA"):
        user = getattr(roles, name)
        assert client_of(user).get(LIST).status_code == 403, name
        assert client_of(user).post(group.get_absolute_url(), sent(group)).status_code == 403, name
        for act in (
            lambda by: actions.add_group(wanted=wanted, by=by, now=timezone.now()),
            lambda by: actions.remove_group(group=group, by=by, now=timezone.now()),
            lambda by: actions.change_group(
                group=group, seen=group.updated_at, wanted=wanted, by=by, now=timezone.now()
            ),
        ):
            with pytest.raises(actions.words.PermissionDenied):
                act(user)
        assert not SynonymGroup.objects.visible_to(user).exists(), name
    assert Client().get(LIST).status_code == 302
    assert client_of(roles.siteadmin).post(group.get_absolute_url(), sent(group)).status_code == 302
    assert SynonymGroup.objects.visible_to(roles.siteadmin).count() == 1


@pytest.mark.parametrize(
    ("terms", "sentences"),
    [
        ("interpreter", ["One term alone stands for nothing else: write at least two."]),
        ("a b\n\nA  B\nc", ["Line 3: “A B” stands in line 1 already."]),
        ("=REaL\nreal\nc", ["Line 2: “real” stands in line 1 already."]),
        ("\n".join(f"word {n}" for n in range(41)), ["These are 41 terms. A group has at most"]),
        ("b\n" * 201, ["These are 201 lines. A group has at most 40 terms."]),
        (f"b\n{'x' * 81}", ["Line 2: It has 81 characters. A term has at most 80."]),
        ("b\none two three four five six", ["is too long to be found. Use at most 5 words."]),
        ("b\nxx: wort", ["Line 2: “xx” is no language here. Use one of en, es, hmn, so,"]),
        ("b\n=adas", ["Line 2: “adas” has no capitals"]),
        ("b\n…!", ["Line 2: There is no word in it."]),
        ("b\nfood or drink", ["Line 2: “or” separates words in a search."]),
        ("b\nc\u202ed", ["Line 2: Write it without special signs."]),
        ("=\n> \nes:\n", [f"Line {n}: There is no word in it." for n in (1, 2, 3)]),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_and_nothing_typed_is_lost(roles, client_of, made, terms, sentences):
    group = made()
    reader = client_of(roles.coord)
    for address in (f"{LIST}add/", group.get_absolute_url()):
        response = reader.post(address, sent(group, terms=terms))

        assert response.status_code == 400
        assert [one for one in sentences if one not in said(response)] == []
        assert response.context["form"]["terms"].value() == terms
    assert terms_of(SynonymGroup.objects.get()) == ["interpreter", "translator"]


def test_the_rest_of_the_form_is_looked_at_too(roles, client_of, own):
    reader = client_of(roles.coord)

    response = reader.post(f"{LIST}add/", {"note": "", "area": "the-moon", "terms": ""})

    page = said(response)
    assert response.status_code == 400
    assert "Say in a few words what the group is about." in page
    assert "Choose an area from this list, or none." in page
    assert "Write at least two terms, one a line." in page


@pytest.mark.parametrize(
    ("line", "again"),
    [
        ("Community  health worker ", "Community health worker"),
        ("en: rent", "rent"),
        ("ES:intérprete", "es: intérprete"),
        ("zh-hant: 翻譯", "zh-Hant: 翻譯"),
        ("> es: azúcar", "es: > azúcar"),
        ("es: >azúcar", "es: > azúcar"),
        ("= > REaL", "=>REaL"),
        (">=REaL", "=>REaL"),
    ],
)
def test_a_line_is_read_however_it_is_spaced(line, again):
    term, problem = read_line(line)

    assert problem == ""
    assert line_of(term) == again


def test_two_who_change_one_group_lose_nothing(roles, client_of, made):
    group = made()
    mine = sent(group, terms="mine\nand mine")
    actions.change_group(
        group=group, seen=group.updated_at, by=roles.siteadmin, now=timezone.now(),
        wanted=actions.Wanted(note="Theirs", area="", terms=[Known("theirs", "theirs")]),
    )  # fmt: skip
    reader = client_of(roles.coord)

    response = reader.post(group.get_absolute_url(), mine)

    assert response.status_code == 409
    assert "Somebody changed this group" in said(response)
    assert "What stands now English theirs" in said(response)
    form = response.context["form"]
    assert form["terms"].value() == mine["terms"]
    assert terms_of(group) == ["theirs"]
    # Both have been seen now: the same form again is meant.
    response = reader.post(group.get_absolute_url(), mine | {"seen": form["seen"].value()})
    assert response.status_code == 302
    assert terms_of(group) == ["mine", "and mine"]
    # What changes nothing is no change, and leaves no line.
    group.refresh_from_db()
    lines = ModelLogEntry.objects.count()
    assert reader.post(group.get_absolute_url(), mine | {"seen": "1999"}).status_code == 302
    assert ModelLogEntry.objects.count() == lines


def test_words_for_a_group_that_is_gone_are_kept(roles, client_of, made):
    group = made()
    data = sent(group)
    actions.remove_group(group=group, by=roles.siteadmin, now=timezone.now())
    reader = client_of(roles.coord)

    response = reader.post(f"{LIST}{group.pk}/", data)

    assert response.status_code == 409
    assert "Somebody removed this group" in said(response)
    assert response.context["form"]["terms"].value() == LINES
    assert f'action="{LIST}add/"' in response.content.decode()
    assert reader.get(f"{LIST}{group.pk}/").status_code == 404
    actions.remove_group(group=SynonymGroup(pk=1), by=roles.coord, now=timezone.now())


def test_words_of_an_ended_session_are_kept(roles, client_of, made):
    group = made()
    ours = {"HTTP_SEC_FETCH_SITE": "same-origin"}

    for address in (f"{LIST}add/", group.get_absolute_url()):
        nobody = Client().post(address, FORM, **ours)
        assert "intérprete" in said(nobody)
        assert nobody.status_code == 403
        strict = client_of(roles.coord)
        strict.handler.enforce_csrf_checks = True
        stale = strict.post(address, FORM, **ours)
        assert stale.status_code == 403
        assert "Not kept yet." in said(stale)
        assert stale.context["form"]["terms"].value() == LINES
    assert SynonymGroup.objects.count() == 1


def test_the_list_is_narrowed_by_word_and_area(roles, client_of, made):
    made("Talking", ("interpreter", "Intérprete médico"), "language-access")
    made("Getting there", ("ride", "bus"))
    reader = client_of(roles.coord)

    def shown(query):
        response = reader.get(f"{LIST}?{query}")
        assert response.status_code == 200
        return [row["group"].note for row in response.context["rows"]]

    assert shown("") == ["Getting there", "Talking"]
    assert shown("q=INTERPRETE+med") == ["Talking"]
    assert shown("q=there") == ["Getting there"]
    assert shown("q=%25") == shown("q=…") == shown("q=nothing") == []
    assert shown("area=language-access") == ["Talking"]
    assert shown("area=the-moon") == shown("page=1e999") == ["Getting there", "Talking"]
    assert shown(f"q={'x' * 100}") == ["Getting there", "Talking"]


def test_a_search_can_be_tried(roles, client_of, made):
    made("Talking", ("interpreter", "language line"), "language-access")
    reader = client_of(roles.coord)

    page = said(reader.get(f"{LIST}?try=night+interpreters"))
    assert "night In no group: found as it stands." in page
    assert "interpreters Also finds “interpreter”, “language line”. Talking." in page
    assert "Leads to Language access" in page
    assert "There is nothing else to read here." in said(reader.get(f'{LIST}?try="quoted"'))


def test_it_is_said_where_a_term_stands_too(roles, client_of, made):
    made("Pay", ("MA", "Medicaid"))
    reader = client_of(roles.coord)

    data = {"note": "Work", "area": "", "terms": "=MA\nmedical assistant"}
    page = said(reader.post(f"{LIST}add/", data, follow=True))

    assert "“MA” stands in “Pay” too. Who types it is shown both." in page


def test_the_words_that_came_can_be_saved_as_they_stand(roles):
    areas = []
    for group in synonym_queries.groups_for(roles.coord):
        form = GroupForm(areas=areas, group=group)
        again = GroupForm({**form.initial, "area": ""}, areas=areas)

        assert again.is_valid(), (group, again.errors)
        assert again.wanted().terms == [term.known for term in group.terms.all()]


def test_the_pages_ask_the_same_for_one_and_three(roles, client_of, made):
    counts = {}
    for number in (1, 2, 3):
        group = made(f"Group {number}", ("one", "two", f"three {number}"), "language-access")
        for turn in range(number):
            actions.change_group(
                group=group, seen=SynonymGroup.objects.get(pk=group.pk).updated_at,
                wanted=actions.Wanted(group.note, "", [Known(f"n {turn}", f"n {turn}")]),
                by=roles.coord, now=timezone.now(),
            )  # fmt: skip
        for address in (
            LIST, f"{LIST}?q=n&try=n+1", group.get_absolute_url(), group.get_remove_url()
        ):  # fmt: skip
            reader = client_of(roles.coord)
            with CaptureQueriesContext(connection) as seen:
                assert reader.get(address).status_code == 200
            counts.setdefault(address.replace(str(group.pk), "…"), []).append(len(seen))

    assert counts == {
        LIST: [7, 7, 7],
        f"{LIST}?q=n&try=n+1": [8, 8, 8],
        f"{LIST}…/": [7, 7, 7],
        f"{LIST}…/remove/": [5, 5, 5],
    }


def test_the_desk_of_a_coordinator_leads_here(roles, client_of):
    link = f'href="{LIST}"'

    assert link in client_of(roles.coord).get("/desk/").content.decode()
    assert link not in client_of(roles.stewardA).get("/desk/").content.decode()

"""Components declare what they accept, refuse the rest, and tie words to controls."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError

from collaborative.core.samples import AREAS, WALLS, SampleForm


def render(source: str, **context) -> BeautifulSoup:
    return BeautifulSoup(Template(source).render(Context(context)), "html.parser")


@pytest.mark.parametrize(
    "source",
    [
        '{% badge text="Live" colour="red" %}',
        '{% page_header title="A" subtitle="B" %}',
        '{% button "Save" "/x/" %}',
        '{% scope_tag name="A" %}',
        "{% plan_of_rooms rooms=areas %}",
    ],
)
def test_a_component_refuses_what_it_does_not_declare(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% badge text="Live" kind="red" %}',
        '{% notice text="x" kind="loud" %}',
        '{% wall_mark wall="above" %}',
        '{% button text="x" href="/" kind="huge" %}',
    ],
)
def test_a_component_refuses_a_kind_that_nobody_drew(source):
    with pytest.raises(TemplateSyntaxError, match="is one of"):
        render(source)


def test_a_page_header_holds_the_only_h1_and_escapes_it():
    page = render('{% page_header title=title lead="Lead" %}', title="<b>Bold</b>")
    assert [h1.text for h1 in page.find_all("h1")] == ["<b>Bold</b>"]
    assert page.select_one(".page-header__eyebrow") is None


def test_a_scope_tag_says_its_wall_in_words_and_by_shape():
    page = render('{% scope_tag name="Policy" wall="beyond" href="/p/" %}')
    link = page.a
    assert link["href"] == "/p/"
    assert link.get_text() == "Policy (beyond our walls)"
    assert link.svg["aria-hidden"] == "true"


def test_a_field_ties_label_hint_and_error_to_its_control():
    form = SampleForm(data={"title": ""})
    page = render("{% field field=form.title %}", form=form)
    control = page.find("input")
    assert page.find("label")["for"] == control["id"]
    described = control["aria-describedby"].split()
    assert [page.find(id=name) is not None for name in described] == [True, True]
    assert control["aria-invalid"] == "true"
    assert page.find(id="id_title_error").get_text(strip=True) == "This field is required."


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    page = render("{% field field=form.story %}", form=SampleForm())
    assert page.fieldset.legend.get_text(strip=True) == "Kind of story"
    assert page.find(id=page.fieldset["aria-describedby"]) is not None


def test_a_long_answer_says_how_long_it_may_be():
    page = render("{% field field=form.summary %}", form=SampleForm())
    control = page.find("textarea")
    assert page.find(id=control["aria-describedby"]).get_text() == "Up to 280 characters."


def test_an_error_summary_links_to_controls_that_exist():
    form = SampleForm(data={"title": ""})
    page = render("{% error_summary form=form %}{% form_fields form=form %}", form=form)
    targets = [link["href"].removeprefix("#") for link in page.select(".error-summary a")]
    assert targets[:4] == ["id_title", "id_summary", "id_stage", "id_story_0"]
    assert all(page.find(id=target) is not None for target in targets)
    assert render("{% error_summary form=form %}", form=SampleForm()).get_text(strip=True) == ""


def test_the_plan_shows_every_area_on_its_side_with_its_count():
    page = render("{% plan_of_rooms areas=areas walls=walls level=2 %}", areas=AREAS, walls=WALLS)
    within = page.select(".plan__building .plan__room")
    beyond = page.select(".plan__land .plan__place")
    assert [len(within), len(beyond)] == [6, 5]
    assert within[1].a["href"] == "/practices/?scope=language-access"
    assert [room.select_one(".plan__count").text for room in within[1:5]] == [
        "12 practices",
        "1 practice",
        "7 practices",
        "None yet",
    ]
    assert [h2.get_text(" ", strip=True) for h2 in page.find_all("h2")] == [
        "Within our walls 31 practices",
        "Beyond our walls 27 practices",
    ]


def test_the_plan_adds_nothing_up_because_a_practice_has_several_areas():
    page = render("{% plan_of_rooms areas=areas %}", areas=AREAS)
    assert page.select(".plan__sum") == []


def test_the_plan_leaves_an_area_without_furniture_its_empty_room():
    class New:
        wall, slug, name, short_name, blurb, count, url = "within", "new", "New", "New", "", 0, "/"

    page = render("{% plan_of_rooms areas=areas %}", areas=[New, AREAS[0]])
    assert [len(room.select(".plan__furniture")) for room in page.select(".plan__room")] == [0, 1]


def test_pagination_keeps_the_rest_of_the_address():
    page = render(
        "{% pagination page=page query=query %}",
        query="q=rent&scope=policy-advocacy",
        page=Paginator(range(50), 20).page(2),
    )
    assert [link["href"] for link in page.find_all("a")] == [
        "?q=rent&scope=policy-advocacy&page=1",
        "?q=rent&scope=policy-advocacy&page=3",
    ]
    alone = render("{% pagination page=page %}", page=Paginator(range(5), 20).page(1))
    assert alone.get_text(strip=True) == ""


def test_meta_leaves_out_what_is_unknown():
    page = render("{% meta items=items %}", items=[("Stage", "Idea"), ("Cost", "")])
    assert [dt.text for dt in page.find_all("dt")] == ["Stage"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One\ntwo", "<p>One<br>two</p>"),
        ("One\r\n\r\ntwo", "<p>One</p>\n<p>two</p>"),
        (
            "We did:\n- this\n* that\nand more",
            "<p>We did:</p>\n<ul><li>this</li><li>that</li></ul>\n<p>and more</p>",
        ),
        ("- <script>x</script>", "<ul><li>&lt;script&gt;x&lt;/script&gt;</li></ul>"),
        ("5 - 3 = 2", "<p>5 - 3 = 2</p>"),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists_and_nothing_else(text, html):
    assert Template("{{ text|paragraphs }}").render(Context({"text": text})) == html

"""An area of the charter is called by one name everywhere."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from practices.models import Practice, ScopeArea
from tests.factories import published_practice

pytestmark = pytest.mark.django_db


def test_a_short_name_is_the_name_only_shorter():
    areas = list(ScopeArea.objects.in_order())
    assert len(areas) == 11
    for area in areas:
        name = area.name.lower()
        assert [word for word in area.short_name.lower().split() if word not in name] == []
        assert len(area.short_name) <= 30


def test_names_given_before_follow_with_the_cards_that_show_them_and_own_names_stay():
    practice = published_practice(scopes=["cultural-competency", "policy-advocacy"])
    for slug, name in (("cultural-competency", "Culture and humility"), ("policy-advocacy", "Law")):
        area = ScopeArea.objects.get(slug=slug)
        area.short_name = name
        area.save()
    practice.refresh_from_db()
    assert "Culture and humility" in practice.card_html

    import_module("practices.migrations.0006_short_names_say_the_name").rename(apps, None)

    card = Practice.objects.get(pk=practice.pk).card_html
    assert "Culture and humility" not in card
    assert ">Cultural competency<" in card
    assert ">Law<" in card
    assert ScopeArea.objects.get(slug="policy-advocacy").short_name == "Law"

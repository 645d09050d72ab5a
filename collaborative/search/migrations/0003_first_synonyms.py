"""The words to begin with. From here on they are rows, kept by coordinators.

A group is brought once, by its key: one that is there is left as coordinators made it. Taking the
migration back removes the groups that nobody has changed since.
"""

import datetime as dt
import tomllib
from pathlib import Path

from django.db import migrations

from collaborative.search.folding import fold


FILE = Path(__file__).resolve().parent.parent / "data" / "synonyms.toml"
# Of the file, not of the day on which a machine was set up: whoever changes a group changes this.
BROUGHT_AT = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
LANGUAGES = {"en": ""}
NOT_TERMS = {"key", "about", "area"}


def bring(apps, schema_editor):
    SynonymGroup = apps.get_model("search", "SynonymGroup")
    Term = apps.get_model("search", "Term")
    there = set(SynonymGroup.objects.values_list("key", flat=True))
    fresh = [one for one in tomllib.loads(FILE.read_text())["group"] if one["key"] not in there]
    groups = SynonymGroup.objects.bulk_create(
        SynonymGroup(
            key=one["key"], note=one["about"], area=one.get("area", ""), updated_at=BROUGHT_AT
        )
        for one in fresh
    )
    Term.objects.bulk_create(
        Term(group=group, position=position, **term)
        for group, one in zip(groups, fresh, strict=True)
        for position, term in enumerate(_terms(one), start=1)
    )


def _terms(one):
    for language, lines in one.items():
        if language in NOT_TERMS:
            continue
        for line in lines:
            unmarked = line.removeprefix("=")
            words = unmarked.removeprefix(">").strip()
            yield {
                "words": words,
                "folded": fold(words),
                "language": LANGUAGES.get(language, language),
                "is_exact": line != unmarked,
                "is_way_in": unmarked.startswith(">"),
            }


def take_back(apps, schema_editor):
    SynonymGroup = apps.get_model("search", "SynonymGroup")
    SynonymGroup.objects.exclude(key="").filter(updated_at=BROUGHT_AT).delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0002_synonyms")]
    operations = [migrations.RunPython(bring, take_back)]

"""The plan of the house, held: layers, directions, a matrix row for every address."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.apps import apps

from tests.url_map import mapped, matrix, patterns

ROOT = Path(__file__).resolve().parent.parent

# Highest first; neighbours in one tuple never point at each other.
FLOORS = (
    ("demo",),
    ("api", "digests", "search", "desk"),
    ("pages",),
    ("practices", "events"),
    ("members",),
    ("core",),
)
OURS = {label: floor for floor, labels in enumerate(FLOORS) for label in labels}


def test_imports_keep_the_layers():
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr


def test_foreign_keys_point_down():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
        if (field.many_to_one or field.one_to_one or field.many_to_many)
        and field.concrete
        and field.related_model is not None
        and field.related_model._meta.app_label in OURS
        and field.related_model._meta.app_label != model._meta.app_label
        and OURS[field.related_model._meta.app_label] <= OURS[model._meta.app_label]
    ]

    assert upward == []


def test_every_address_has_a_row_in_the_matrix():
    known = matrix()
    lines = mapped()
    missing = [
        f"{name} ({route})"
        for name, route in patterns()
        if not route.startswith("cms/") and name not in lines
    ]
    unknown_rows = [
        f"{name}: {row}"
        for name, line in lines.items()
        for row in line["rows"].split()
        if row != "PUBLIC" and row not in known
    ]

    assert missing == []
    assert unknown_rows == []


def test_every_mapped_address_exists():
    names = {name for name, _ in patterns()}

    assert [name for name in mapped() if name not in names] == []


def test_public_addresses_say_why():
    silent = [
        name for name, line in mapped().items() if "PUBLIC" in line["rows"] and not line["note"]
    ]

    assert silent == []

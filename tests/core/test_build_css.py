"""One stylesheet, layer by layer."""

from __future__ import annotations

import gzip
import re

import pytest
from django.core.management.base import CommandError

from collaborative.core.management.commands.build_css import LAYERS, SOURCE, build

MOST_COMPRESSED_BYTES = 14 * 1024


def test_the_stylesheet_names_its_layers_first_and_keeps_their_order():
    css = build(SOURCE)
    assert css.startswith("@layer tokens,base,layout,components,utilities;")
    opened = re.findall(r"@layer ([a-z]+)\{", css)
    assert list(dict.fromkeys(opened)) == list(LAYERS)
    assert opened == sorted(opened, key=LAYERS.index)


def test_the_stylesheet_is_light_and_asks_nobody():
    css = build(SOURCE)
    assert len(gzip.compress(css.encode())) < MOST_COMPRESSED_BYTES
    assert re.findall(r"https?:|@import|url\(", css) == []


def test_a_descendant_stays_a_descendant_when_minified(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "a.css").write_text("@layer base {\n  .a :is(b, c) { color: red; }\n}\n")
    assert ".a *:is(b,c){color:red}" in build(tmp_path)


def test_a_file_in_the_folder_of_another_layer_is_refused(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "a.css").write_text("@layer components {\n  a { color: red; }\n}\n")
    with pytest.raises(CommandError, match=r"a\.css lies in the folder of the layer base"):
        build(tmp_path)


def test_every_block_says_what_it_is_for():
    silent = [
        path.name
        for path in SOURCE.rglob("*.css")
        if not path.read_text().startswith("/*") or "Use:" not in path.read_text().split("*/")[0]
    ]
    assert silent == []

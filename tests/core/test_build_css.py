"""One stylesheet, layer by layer."""

from __future__ import annotations

import gzip
import re

import pytest
from django.core.management.base import CommandError

from collaborative.core.management.commands.build_css import LAYERS, SOURCE, build

ROOT = SOURCE.parents[2]
MOST_COMPRESSED_BYTES = 15 * 1024


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


def test_only_colours_change_in_the_dark():
    """So that pages are measured in light alone; in the dark it is their contrast that is tried."""
    css = build(SOURCE)
    dark = re.findall(r"@media ?\(prefers-color-scheme: ?dark\)\{:root\{([^{}]*)\}\}", css)
    assert len(dark) == css.count("prefers-color-scheme") == 1
    assert "light-dark(" not in css
    values = dict(one.split(":", 1) for one in dark[0].strip(";").split(";"))
    shadow = values.pop("--shadow")
    colour = re.compile(r"#[0-9a-f]{3,8}")
    assert [name for name, value in values.items() if not colour.fullmatch(value.strip())] == []
    assert re.fullmatch(r"[^;]*rgb\([^;]*\)", shadow.strip())
    used = set(re.findall(r"([a-z-]+):[^;{}]*var\(--shadow\)", css))
    assert used <= {"box-shadow"}
    for file in (ROOT / "collaborative/static/js").glob("*.js"):
        assert "color-scheme" not in file.read_text(), file


def test_every_block_says_what_it_is_for():
    silent = [
        path.name
        for path in SOURCE.rglob("*.css")
        if not path.read_text().startswith("/*") or "Use:" not in path.read_text().split("*/")[0]
    ]
    assert silent == []

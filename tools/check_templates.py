"""Every template of ours: it compiles, its tags close, and nothing in it breaks the CSP.

The linters that know Django's templates are formatters, carry a licence that this project does
not take, or no longer start; the rules that matter here are few and of this project.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

import django
from django.conf import settings
from django.template import engines
from django.template.exceptions import TemplateSyntaxError

from tools.refusals import one_sentence
from tools.servers import PROJECT

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
VOID |= {"track", "wbr"}
# Their end tags are optional in HTML, and templates may leave them out.
OPTIONAL_END = {"li", "dt", "dd", "p", "option", "tr", "td", "th", "thead", "tbody", "tfoot"}
# Mail clients know neither classes nor our stylesheet; /cms/ has a policy with nonces of its own.
ELSEWHERE = ("emails", "mail", "wagtailadmin")
COMMENT = re.compile(r"{#.*?#}|{% comment.*?%}.*?{% endcomment %}", re.DOTALL)
TAG = re.compile(r"{%.*?%}", re.DOTALL)
VALUE = re.compile(r"{{.*?}}", re.DOTALL)


class Markup(HTMLParser):
    """Collects what is wrong in one file's HTML."""

    def __init__(self, *, has_own_rules: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.has_own_rules = has_own_rules
        self.opened: Counter[str] = Counter()
        self.wrong: list[tuple[int, str]] = []
        self._in_svg = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, {name: value or "" for name, value in attrs})
        if tag not in VOID | OPTIONAL_END:
            self.opened[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID | OPTIONAL_END:
            self.opened[tag] -= 1

    def _look(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "img" and "alt" not in attributes:
            self._say('an <img> without alt: describe it, or write alt="" when it adds nothing')
        if self.has_own_rules:
            return
        if tag == "style" or "style" in attributes:
            self._say("inline style: the CSP lets no browser apply it; write a class")
        if tag == "script" and "src" not in attributes and "json" not in attributes.get("type", ""):
            self._say("inline script: the CSP lets no browser run it; put it in static/js")
        for name, value in attributes.items():
            if name.startswith("on"):
                self._say(f"{name}=: the CSP lets no browser run it; listen from static/js")
            if name in {"href", "src", "action"} and value.strip().lower().startswith(
                "javascript:"
            ):
                self._say("a javascript: address: the CSP lets no browser run it")
        fetched = attributes.get("src", "") or (tag == "link" and attributes.get("href")) or ""
        if "canonical" not in attributes.get("rel", "") and re.match(r"(https?:)?//", fetched):
            self._say(f"{fetched} is fetched from another host; everything comes from ours")

    def _say(self, words: str) -> None:
        self.wrong.append((self.getpos()[0], words))


def ours() -> Iterator[tuple[Path, str]]:
    """The project's own templates, each with the name Django knows it by."""
    for engine in settings.TEMPLATES:
        folders = [Path(folder) for folder in cast("list[str]", engine["DIRS"])]
        folders += [path for path in PROJECT.glob("*/templates") if path.is_dir()]
        folders += [path for path in PROJECT.glob("*/*/templates") if path.is_dir()]
        for folder in dict.fromkeys(folders):
            for path in sorted(folder.rglob("*")):
                if path.suffix in {".html", ".txt", ".xml", ".svg"}:
                    yield path, path.relative_to(folder).as_posix()


def complaints(path: Path, name: str) -> Iterator[str]:
    try:
        engines["django"].get_template(name)
    except TemplateSyntaxError as error:
        yield f"{path.relative_to(PROJECT)}: {error}"
        return
    source = path.read_text(encoding="utf-8")
    here = path.relative_to(PROJECT).as_posix()
    if "autoescape off" in source and path.suffix == ".html":
        yield f"{here}: autoescape off: what a person typed would be taken for HTML"
    if path.suffix != ".html":
        return
    markup = Markup(has_own_rules=any(part in ELSEWHERE for part in path.parts))
    markup.feed(without_template_language(source))
    markup.close()
    for line, words in markup.wrong:
        yield f"{here}:{line}: {words}"
    for tag, count in sorted(markup.opened.items()):
        if count:
            more = "more" if count > 0 else "less"
            yield f"{here}: <{tag}> is opened {abs(count)} times {more} often than it is closed"


def without_template_language(source: str) -> str:
    """The HTML alone, line for line where it was."""

    def lines(match: re.Match[str]) -> str:
        return "\n" * match.group().count("\n")

    return VALUE.sub(lambda match: "x" + lines(match), TAG.sub(lines, COMMENT.sub(lines, source)))


def main() -> int:
    django.setup()
    count = 0
    wrong: list[str] = []
    for path, name in ours():
        count += 1
        wrong.extend(complaints(path, name))
    for line in wrong:
        print(line)
    print(f"{count} templates, {len(wrong)} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    with one_sentence():
        sys.exit(main())

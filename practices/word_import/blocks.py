"""A document's HTML, as mammoth gives it, as headings and plain text in the order of reading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "img"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
SPACES = re.compile(r"[ \t\xa0]+")
LIKE_TITLE = 120
BACK_LINK = "↑"


@dataclass
class Node:
    """An element with what is in it: other elements and text."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """A heading with its level (1 to 6), or text (0). `is_title`: the document's own title.

    `seems`: a line in bold alone, which may be meant as a heading. `lead`: bold words with which a
    paragraph begins. `rows`: the cells of a table, as text.
    """

    text: str
    level: int = 0
    is_title: bool = False
    seems: bool = False
    lead: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def blocks_of(html: str) -> tuple[list[Block], int]:
    """The blocks in order, and how many pictures stood among them."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return _blocks(tree.root), _pictures(tree.root)


def _pictures(node: Node) -> int:
    inside = sum(_pictures(child) for child in node.children if isinstance(child, Node))
    return inside + (node.tag == "img")


def _blocks(node: Node) -> list[Block]:
    found: list[Block] = []
    for child in node.children:
        if isinstance(child, str):
            if child.strip():
                found.append(Block(_tidy(child)))
        elif child.tag in HEADINGS:
            text = _tidy(_inline(child)).replace("\n", " ")
            is_title = "title" in child.attributes.get("class", "").split()
            found += [Block(text, int(child.tag[1]), is_title)] if text else []
        elif child.tag in {"ul", "ol"}:
            lines = _list_lines(child)
            found += [Block("\n".join(lines))] if lines else []
        elif child.tag == "table":
            found += _table(child)
        elif child.tag == "p":
            found += _paragraph(child)
        else:
            found += _blocks(child)
    return found


def _paragraph(node: Node) -> list[Block]:
    text = _tidy(_inline(node))
    if not text:
        return []
    bold = _leading_bold(node)
    seems = bool(bold) and bold == text and len(text) <= LIKE_TITLE and text[-1] not in ".;,"
    return [Block(text, seems=seems, lead="" if bold == text else bold)]


def _leading_bold(node: Node) -> str:
    """The bold words with which a paragraph begins."""
    words = ""
    for child in node.children:
        if isinstance(child, Node) and child.tag in {"strong", "b"}:
            words += _inline(child)
        elif isinstance(child, str) and not child.strip():
            words += child
        elif not isinstance(child, Node) or _inline(child).strip():
            break
    return _tidy(words)


def _inline(node: Node | str) -> str:
    if isinstance(node, str):
        return node
    if node.tag == "br":
        return "\n"
    if node.tag == "a":
        return _link(node)
    return "".join(_inline(child) for child in node.children)


def _link(node: Node) -> str:
    """A web address stays beside its words; jumps inside the document go."""
    text = "".join(_inline(child) for child in node.children)
    address = node.attributes.get("href", "")
    if text.strip() == BACK_LINK:
        return ""
    if not address.startswith(("http://", "https://")) or address.rstrip("/") in text:
        return text
    return f"{text} ({address})"


def _list_lines(node: Node) -> list[str]:
    """A dash before each line of a list; numbers stay numbers."""
    lines: list[str] = []
    number = 0
    for item in node.children:
        if not isinstance(item, Node):
            continue
        number += 1
        words = "".join(_inline(part) for part in item.children if not _is_list(part))
        text = " ".join(_tidy(words).split())
        if text:
            lines.append(f"{number}. {text}" if node.tag == "ol" else f"- {text}")
        for part in item.children:
            if isinstance(part, Node) and _is_list(part):
                lines += _list_lines(part)
    return lines


def _is_list(part: Node | str) -> bool:
    return isinstance(part, Node) and part.tag in {"ul", "ol"}


def _table(node: Node) -> list[Block]:
    """Rows as lines. A table of one column is a frame around text, and is read as that."""
    rows = _below(node, "tr")
    cells = [[cell for cell in row.children if isinstance(cell, Node)] for row in rows]
    if all(len(row) <= 1 for row in cells):
        return [block for row in cells for cell in row for block in _blocks(cell)]
    texts = tuple(
        tuple("\n".join(block.text for block in _blocks(cell)) for cell in row) for row in cells
    )
    lines = ["- " + " | ".join(" ".join(cell.split()) for cell in row) for row in texts if any(row)]
    return [Block("\n".join(lines), rows=texts)] if lines else []


def _below(node: Node, tag: str) -> list[Node]:
    """The rows of this table, not those of tables in its cells."""
    found: list[Node] = []
    for child in node.children:
        if isinstance(child, Node):
            if child.tag == tag:
                found.append(child)
            elif child.tag in {"thead", "tbody", "tfoot"}:
                found += _below(child, tag)
    return found


def _tidy(text: str) -> str:
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)

"""A page as the tree that the PDF is set from: plain data, made of Sphinx's document tree.

A node is a text, or a mapping with its `kind` and its `parts`. Whatever stands in a text stays a text: the template
(`assets/paper`) gets the tree as JSON, so nothing that was typed can be an instruction to who sets it. What the book
has not shown before is refused instead of left out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from docutils import nodes

from evalbook.book.paper_tables import columns_of
from evalbook.errors import EvalbookError

Node = str | dict[str, object]

SPACE = re.compile(r"[ \t\r\n\f\v]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
TAG = re.compile(r"<(?P<end>/?)(?P<name>\w+)(?P<about>(?:\s[^>]*)?)>")
ABOUT = re.compile(r'([\w-]+)="([^"]*)"')
OUTSIDE = ("http", "https", "mailto")
PAGE = "\u00a0p.\u00a012"
SCREEN_ONLY = "on-screen"
NAMED = {"emphasis": "emphasis", "strong": "strong", "literal": "code", "title_reference": "emphasis"}
THROUGH = ("inline", "compact_paragraph")
SILENT = ("target", "comment", "substitution_definition", "toctree")


@dataclass
class PaperTree:
    """Turns the document tree of the page `name` into nodes; `numbers` of its sections by id."""

    name: str
    numbers: Mapping[str, str] = field(default_factory=dict)

    def page(self, document: nodes.document) -> list[Node]:
        return list(_together(self._blocks(document.children, depth=0)))

    def _blocks(self, children: Iterable[nodes.Node], depth: int) -> Iterator[Node]:
        """What stands below each other, sections one after another, without what is for the screen."""
        folded = False
        for child in children:
            if isinstance(child, nodes.raw) and child.astext().lstrip().startswith(("<details", "</details")):
                folded = not child.astext().lstrip().startswith("</")
            elif not folded:
                yield from self._block(child, depth)

    def _block(self, node: nodes.Node, depth: int) -> Iterator[Node]:
        kind = type(node).__name__
        if isinstance(node, nodes.section):
            yield self._heading(node, depth)
            yield from self._blocks(node.children[1:], depth + 1)
        elif isinstance(node, nodes.container):
            yield from self._container(node, depth)
        elif kind in SILENT or (kind == "compound" and "toctree-wrapper" in node["classes"]):
            return
        else:
            make = getattr(self, f"_{kind}", None)
            if make is None:
                self._refuse(kind)
            yield {**make(node), **self._own_id(node)}

    def _heading(self, section: nodes.section, depth: int) -> Node:
        number = self.numbers.get(section["ids"][0] if depth else "", "")
        parts = self._line(section[0].children)
        return {"kind": "heading", "level": depth + 1, "number": number, "parts": parts, **self._own_id(section)}

    def _container(self, node: nodes.container, depth: int) -> Iterator[Node]:
        classes = node["classes"]
        if "result-notes" in classes:
            yield {"kind": "notes", "parts": list(self._blocks(node.children, depth))}
        elif "key-figures" in classes:
            yield {"kind": "key-figures", "items": [self._key_figure(item) for item in node[0]]}
        elif SCREEN_ONLY not in classes:
            yield from self._blocks(node.children, depth)

    def _key_figure(self, item: nodes.list_item) -> dict[str, object]:
        """The number that its line begins with, and what it is of."""
        number, *said = self._line(item[0].children)
        return {"number": [number], "parts": said}

    def _rubric(self, node: nodes.rubric) -> dict[str, object]:
        return {"kind": "rubric", "level": node.get("level", 2), "parts": self._line(node.children)}

    def _paragraph(self, node: nodes.paragraph) -> dict[str, object]:
        return {"kind": "paragraph", "parts": self._line(node.children)}

    def _bullet_list(self, node: nodes.bullet_list) -> dict[str, object]:
        return {"kind": "list", "items": self._items(node)}

    def _enumerated_list(self, node: nodes.enumerated_list) -> dict[str, object]:
        return {"kind": "numbered", "start": node.get("start", 1), "items": self._items(node)}

    def _items(self, node: nodes.Element) -> list[list[Node]]:
        return [list(self._blocks(item.children, depth=0)) for item in node]

    def _definition_list(self, node: nodes.definition_list) -> dict[str, object]:
        return {"kind": "terms", "items": [self._term(item) for item in node]}

    def _term(self, item: nodes.definition_list_item) -> dict[str, object]:
        term, meaning = item[0], item[-1]
        parts = list(self._blocks(meaning.children, depth=0))
        return {"kind": "term", "term": self._line(term.children), "parts": parts, **self._own_id(term)}

    def _admonition(self, node: nodes.admonition) -> dict[str, object]:
        parts = list(self._blocks(node.children[1:], depth=0))
        kind = "findings" if "findings" in node["classes"] else "box"
        return {"kind": kind, "title": self._line(node[0].children), "parts": parts}

    def _block_quote(self, node: nodes.block_quote) -> dict[str, object]:
        return {"kind": "quote", "parts": list(self._blocks(node.children, depth=0))}

    def _literal_block(self, node: nodes.literal_block) -> dict[str, object]:
        return {"kind": "listing", "text": node.astext()}

    def _image(self, node: nodes.image) -> dict[str, object]:
        alt = SPACE.sub(" ", node.get("alt", "")).strip()
        if not alt:
            said = posixpath.basename(node["uri"])
            raise EvalbookError(f"The figure {said} says nothing to who cannot see it. Give it an alt text.")
        kind = "formula" if "formula" in node["classes"] else "picture"
        return {"kind": kind, "file": f"/{node['uri']}", "alt": alt, "small": "small" in node["classes"]}

    def _figure(self, node: nodes.figure) -> dict[str, object]:
        image = next(node.findall(nodes.image))
        caption = [part for each in node.findall(nodes.caption) for part in self._line(each.children)]
        return {**self._image(image), "kind": "figure", "caption": caption, "notes": []}

    def _table(self, node: nodes.table) -> dict[str, object]:
        title = [part for each in node.children if isinstance(each, nodes.title) for part in self._line(each.children)]
        heads, rows = (
            [[self._cell(entry) for entry in row] for part in node.findall(kind) for row in part]
            for kind in (nodes.thead, nodes.tbody)
        )
        first = next(node.findall(nodes.row))
        aligned = ["right" if "text-right" in entry["classes"] else "left" for entry in first]
        columns = columns_of([[_said(cell) for cell in row] for row in (*heads, *rows)], aligned)
        return {"kind": "table", "caption": title, "heads": heads, "rows": rows, "notes": [], **columns}

    def _cell(self, entry: nodes.entry) -> list[Node]:
        if "morecols" in entry or "morerows" in entry:
            self._refuse("cell of several columns or rows")
        if [type(child) for child in entry] == [nodes.paragraph]:
            return self._line(entry[0].children)
        return list(self._blocks(entry.children, depth=0))

    def _line(self, children: Sequence[nodes.Node]) -> list[Node]:
        """The words of a paragraph, a title or a cell, without spaces around them."""
        parts = _joined(self._words(children))
        if parts and isinstance(parts[0], str):
            parts[0] = parts[0].lstrip(" ")
        if parts and isinstance(parts[-1], str):
            parts[-1] = parts[-1].rstrip(" ")
        return [part for part in parts if part]

    def _words(self, children: Iterable[nodes.Node]) -> list[Node]:
        """Words, their tags opened and closed: a tag of HTML stands beside what is within it."""
        open_tags: list[tuple[dict[str, object] | None, list[Node]]] = [({}, [])]
        for child in children:
            if not isinstance(child, nodes.raw):
                open_tags[-1][1].extend(self._word(child))
                continue
            for tag in TAG.finditer(child.astext()):
                if tag["name"] == "br":
                    open_tags[-1][1].append({"kind": "break"})
                elif not tag["end"]:
                    open_tags.append((self._opened(tag["name"], dict(ABOUT.findall(tag["about"]))), []))
                else:
                    about, parts = open_tags.pop()
                    open_tags[-1][1].extend(_closed(about, parts))
        return open_tags[0][1]

    def _opened(self, name: str, about: Mapping[str, str]) -> dict[str, object] | None:
        """What a tag is on paper: nothing of its own (`{}`), a kind of words, or left out (`None`)."""
        if name == "a" and about.get("class") == "data":
            return None
        if name != "span":
            self._refuse(f"tag <{name}>")
        if "lang" in about:
            return {"kind": "foreign", "language": about["lang"]}
        kind, *marks = about.get("class", "").split() or [""]
        return {"kind": kind, "marks": marks} if kind else {}

    def _word(self, node: nodes.Node) -> Iterator[Node]:
        kind = type(node).__name__
        if isinstance(node, nodes.Text):
            yield CONTROL.sub("", SPACE.sub(" ", node.astext()))
        elif kind in NAMED:
            yield {"kind": NAMED[kind], "parts": _joined(self._words(node.children))}
        elif kind in THROUGH:
            yield from self._words(node.children)
        elif isinstance(node, nodes.reference):
            yield {"kind": "link", **self._target(node), "parts": _joined(self._words(node.children))}
        elif kind not in SILENT:
            self._refuse(kind)

    def _target(self, node: nodes.reference) -> dict[str, str]:
        """Where a link leads: to an address, or to a part of the book as `page#id`."""
        if "refid" in node:
            return {"to": f"{self.name}#{node['refid']}"}
        address = urlsplit(node["refuri"])
        if address.scheme in OUTSIDE:
            return {"url": node["refuri"]}
        page, ending = posixpath.splitext(unquote(address.path))
        if ending != ".html" or address.scheme:
            # A link to a file would become the address of a folder on this machine.
            raise EvalbookError(f"The PDF cannot link to the file {posixpath.basename(address.path)}.")
        return {"to": f"{posixpath.normpath(posixpath.join(posixpath.dirname(self.name), page))}#{address.fragment}"}

    def _own_id(self, node: nodes.Element) -> dict[str, object]:
        ids = node.get("ids", [])
        return {"ids": [f"{self.name}#{id}" for id in ids]} if ids else {}

    def _refuse(self, what: str) -> None:
        raise EvalbookError(f"{self.name}: the PDF has no form for this: {what}.")


def _closed(about: dict[str, object] | None, parts: list[Node]) -> list[Node]:
    if about is None:
        return []
    return [{**about, "parts": _joined(parts)}] if about else parts


def _said(tree: object) -> str:
    """The words of a tree, with room for the page that a link leads to; a break is the end of a line."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        return "".join(map(_said, tree))
    return _said([tree.get("parts", "\n"), *tree.get("items", ()), PAGE if "to" in tree else ""])


def _joined(parts: Iterable[Node]) -> list[Node]:
    """Texts that follow each other as one."""
    joined: list[Node] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _together(blocks: Iterable[Node]) -> Iterator[Node]:
    """Notes within the table or figure that they stand under; small figures that follow each other in pairs."""
    waiting: dict[str, object] | None = None
    for block in blocks:
        if waiting and block["kind"] == "notes" and waiting["kind"] in ("table", "figure"):
            waiting["notes"] += block["parts"]
            continue
        if waiting and block.get("small") and waiting["kind"] == "pair" and len(waiting["figures"]) == 1:
            waiting["figures"].append(block)
            continue
        if waiting:
            yield waiting
        waiting = {"kind": "pair", "figures": [block]} if block.get("small") else block
    if waiting:
        yield waiting

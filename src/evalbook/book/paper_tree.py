"""A page as the tree that the PDF is set from: plain data, made of Sphinx's document tree.

A node is a text, or a mapping with its `kind` and its `parts`. Whatever stands in a text stays a text: the template
(`assets/paper`) gets the tree as JSON, so nothing that was typed can be an instruction to who sets it. What the book
has not shown before is refused instead of left out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from docutils import nodes

from evalbook.book.paper_tables import columns_of, texts_of
from evalbook.book.paper_words import SILENT, SPACE, Node, PaperWords
from evalbook.errors import EvalbookError

SCREEN_ONLY = "on-screen"


@dataclass
class PaperTree:
    """Turns the document tree of the page `name` into nodes; `numbers` of its sections by id."""

    name: str
    numbers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _words(self) -> PaperWords:
        return PaperWords(self.name)

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
                self._words.refuse(kind)
            yield {**make(node), **self._own_id(node)}

    def _heading(self, section: nodes.section, depth: int) -> Node:
        number = self.numbers.get(section["ids"][0] if depth else "", "")
        parts = self._words.line(section[0].children)
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
        """The number that its line begins with, and what it is of; where there is none, why."""
        first, *said = self._words.line(item[0].children)
        if not isinstance(first, str) and first["kind"] == "strong":
            return {"number": [first], "parts": [said[0].lstrip(), *said[1:]] if isinstance(said[0], str) else said}
        return {"number": [], "parts": [first, *said]}

    def _rubric(self, node: nodes.rubric) -> dict[str, object]:
        return {"kind": "rubric", "level": node.get("level", 2), "parts": self._words.line(node.children)}

    def _paragraph(self, node: nodes.paragraph) -> dict[str, object]:
        return {"kind": "paragraph", "parts": self._words.line(node.children)}

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
        return {"kind": "term", "term": self._words.line(term.children), "parts": parts, **self._own_id(term)}

    def _admonition(self, node: nodes.admonition) -> dict[str, object]:
        parts = list(self._blocks(node.children[1:], depth=0))
        kind = "findings" if "findings" in node["classes"] else "box"
        return {"kind": kind, "title": self._words.line(node[0].children), "parts": parts}

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
        return {"kind": kind, "file": f"/{node['uri']}", "alt": alt, **_form(node["classes"])}

    def _figure(self, node: nodes.figure) -> dict[str, object]:
        image = next(node.findall(nodes.image))
        caption = [part for each in node.findall(nodes.caption) for part in self._words.line(each.children)]
        return {**self._image(image), "kind": "figure", "caption": caption, "notes": []}

    def _table(self, node: nodes.table) -> dict[str, object]:
        title = [
            part for each in node.children if isinstance(each, nodes.title) for part in self._words.line(each.children)
        ]
        heads, rows = ([row for part in node.findall(kind) for row in part] for kind in (nodes.thead, nodes.tbody))
        columns = int(next(node.findall(nodes.tgroup))["cols"])
        whole = [row for row in rows if len(row) == columns] or heads
        aligned = ["right" if "text-right" in entry["classes"] else "left" for entry in whole[0]]
        made = {
            name: [[self._cell(entry) for entry in row] for row in of]
            for name, of in (("heads", heads), ("rows", rows))
        }
        form = columns_of(texts_of(made["heads"], [row for row in made["rows"] if len(row) == columns]), aligned)
        return {"kind": "table", "caption": title, **made, "notes": [], **form}

    def _cell(self, entry: nodes.entry) -> dict[str, object]:
        """A cell with the columns and rows that it takes."""
        if [type(child) for child in entry] == [nodes.paragraph]:
            parts = self._words.line(entry[0].children)
        else:
            parts = list(self._blocks(entry.children, depth=0))
        return {"parts": parts, "across": entry.get("morecols", 0) + 1, "down": entry.get("morerows", 0) + 1}

    def _own_id(self, node: nodes.Element) -> dict[str, object]:
        ids = node.get("ids", [])
        return {"ids": [f"{self.name}#{id}" for id in ids]} if ids else {}


def _form(classes: Sequence[str]) -> dict[str, bool]:
    return {name: name in classes for name in ("small", "wide")}


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

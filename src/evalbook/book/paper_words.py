"""The words of a line on paper: texts, and nodes for what is emphasised, linked, or of another kind or language."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from docutils import nodes

from evalbook.errors import EvalbookError

Node = str | dict[str, object]

SPACE = re.compile(r"[ \t\r\n\f\v]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
TAG = re.compile(r"<(?P<end>/?)(?P<name>\w+)(?P<about>(?:\s[^>]*)?)>")
ABOUT = re.compile(r'([\w-]+)="([^"]*)"')
OUTSIDE = ("http", "https", "mailto")
NAMED = {"emphasis": "emphasis", "strong": "strong", "literal": "code", "title_reference": "emphasis"}
THROUGH = ("inline", "compact_paragraph")
SILENT = ("target", "comment", "substitution_definition", "toctree")  # nothing on paper
PAGE = "\u00a0p.\u00a012"  # what stands behind a link within the book


@dataclass(frozen=True)
class PaperWords:
    """Turns what stands in a line of the page `name` into nodes."""

    name: str

    def line(self, children: Sequence[nodes.Node]) -> list[Node]:
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
            self.refuse(f"tag <{name}>")
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
            self.refuse(kind)

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

    def refuse(self, what: str) -> None:
        """Raises EvalbookError: what the book has not shown before is not left out in silence."""
        raise EvalbookError(f"{self.name}: the PDF has no form for this: {what}.")


def _closed(about: dict[str, object] | None, parts: list[Node]) -> list[Node]:
    if about is None:
        return []
    return [{**about, "parts": _joined(parts)}] if about else parts


def said(tree: object) -> str:
    """The words of a tree, with room for the page that a link leads to; a break is the end of a line."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        return "".join(map(said, tree))
    return said([tree.get("parts", "\n"), *tree.get("items", ()), PAGE if "to" in tree else ""])


def _joined(parts: Iterable[Node]) -> list[Node]:
    """Texts that follow each other as one."""
    joined: list[Node] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return joined

"""The trees of a short edition on paper: what it leaves out is named in its place, and no link leads out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evalbook.book.paper_words import Node, said
from evalbook.book.papers import Paper


def abridged(pages: Mapping[str, Sequence[Node]], paper: Paper) -> dict[str, list[Node]]:
    """The pages that a paper has, without the sections, tables and figures that it leaves out."""
    return {name: list(_kept(pages[name], paper)) for name in paper.chosen.pages}


def _kept(tree: Sequence[Node], paper: Paper) -> Iterator[Node]:
    """The blocks that stay, and behind each run of others one line that names them."""
    names: list[str] = []
    for block, name in _with_names(tree, paper.chosen.left_out):
        if name is None:
            yield from _told(names, paper)
            names = []
            yield block
        elif name:
            names.append(name)
    yield from _told(names, paper)


def _with_names(tree: Sequence[Node], left_out: Sequence[str]) -> Iterator[tuple[Node, str | None]]:
    """Each block with None where it stays, else with its name, '' for what belongs to what was left out before it."""
    level = 0  # of the section
    for block in tree:
        own = any(label in left_out for label in _labels(block))
        if block["kind"] == "heading" and (not level or block["level"] <= level):
            level = block["level"] if own else 0
            yield block, said(block["parts"]) if own else None
        elif level:
            yield block, ""
        else:
            yield block, _name(block) if own else None


def _labels(block: Mapping[str, object]) -> list[str]:
    return [each.partition("#")[2] for each in block.get("ids", ())]


def _name(block: Mapping[str, object]) -> str:
    """What an exhibit is called: what its caption begins with in bold."""
    return said(block.get("caption", block.get("parts", [""]))[0]).strip().rstrip(".")


def _told(names: Sequence[str], paper: Paper) -> Iterator[Node]:
    if names:
        text = paper.left_out.format("; ".join(dict.fromkeys(names)))
        yield {"kind": "left-out", "parts": [text]}


def links_apart(nodes: Iterable[dict[str, object]], here: Mapping[str, str], paper: Paper) -> None:
    """A link to what this paper has not becomes words, with where it stands."""
    for node in nodes:
        if "to" in node and node["to"] not in here:
            node |= {"kind": "elsewhere", "where": paper.elsewhere}
            del node["to"]

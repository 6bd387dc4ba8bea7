"""Of Sphinx: heads over several columns or rows, which a table of Markdown has no form for (`markup.over`).

What stands marked before the head of a column becomes a cell above all columns next to each other that have it; what
stands marked alone in a row becomes a cell across the whole of it. So pages and paper get one tree of the same table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

OPENS, CLOSES, BETWEEN = '<span class="over">', "</span>", ", "


class GroupedHeads(SphinxTransform):
    """Puts each mark where it heads what it stands for."""

    default_priority = 500

    def apply(self, **_: object) -> None:
        for table in self.document.findall(nodes.tgroup):
            for head in table.findall(nodes.thead):
                _group_columns(head)
            for row in [row for body in table.findall(nodes.tbody) for row in body]:
                if taken := _taken(row[0]):
                    row[0] += nodes.paragraph("", "", *taken)
                    row[0]["morecols"] = len(row) - 1
                    del row[1:]


def _group_columns(head: nodes.thead) -> None:
    """A row more, where heads are marked: a head of one column alone goes down both rows."""
    row = head[0]
    marked = [(entry, _taken(entry)) for entry in row]
    if not any(taken for _, taken in marked):
        return
    above = nodes.row("", classes=row["classes"])
    for group, own in groupby(marked, key=lambda each: "".join(node.astext() for node in each[1])):
        entries = list(own)
        above += list(_across(entries) if group else _down(entry for entry, _ in entries))
    head.insert(0, above)


def _across(entries: list[tuple[nodes.entry, list[nodes.Node]]]) -> Iterator[nodes.entry]:
    first, taken = entries[0]
    more = {"morecols": len(entries) - 1} if len(entries) > 1 else {}
    yield nodes.entry("", nodes.paragraph("", "", *taken), classes=first["classes"], **more)


def _down(entries: Iterator[nodes.entry]) -> Iterator[nodes.entry]:
    for entry in list(entries):
        entry.parent.remove(entry)
        entry["morerows"] = 1
        yield entry


def _taken(entry: nodes.entry) -> list[nodes.Node]:
    """What is marked in a cell, taken out of it with its marks; what follows it begins with a capital."""
    words = entry[0] if entry.children else None
    if words is None or not (words.children and words[0].astext() == OPENS and isinstance(words[0], nodes.raw)):
        return []
    end = next(at for at, node in enumerate(words) if isinstance(node, nodes.raw) and node.astext() == CLOSES)
    taken, rest = words[1:end], words[end + 1 :]
    if rest and isinstance(rest[0], nodes.Text):
        text = rest[0].astext().removeprefix(BETWEEN)
        rest[0] = nodes.Text(text[:1].upper() + text[1:] if text[1:2].islower() else text)
    words.children = []
    words += rest
    if not rest:
        entry.remove(words)
    return taken


def setup(app: Sphinx) -> Mapping[str, bool]:
    app.add_transform(GroupedHeads)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Of Sphinx: its typographer leaves alone what comes with a key, so that quotes and dashes stay as they were typed.

A number or text that was computed stands between the tags of a span with its key (`markup.with_key`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxSmartQuotes, SphinxTransform

KEYED = "<span data-key="
END = "</span>"


class AsTyped(SphinxTransform):
    """Tells the typographer which texts are not its own."""

    default_priority = SphinxSmartQuotes.default_priority - 1

    def apply(self, **_: object) -> None:
        for tag in list(self.document.findall(nodes.raw)):
            if tag.astext().startswith(KEYED):
                for text in _within(tag):
                    text.support_smartquotes = False


def _within(tag: nodes.raw) -> Iterator[nodes.Text]:
    """The texts up to the tag that ends the span."""
    siblings = tag.parent.children
    depth = 1
    for node in siblings[siblings.index(tag) + 1 :]:
        if isinstance(node, nodes.raw):
            depth += node.astext().startswith("<span") - node.astext().startswith(END)
        if not depth:
            return
        yield from node.findall(nodes.Text)


def setup(app: Sphinx) -> Mapping[str, bool]:
    app.add_transform(AsTyped)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

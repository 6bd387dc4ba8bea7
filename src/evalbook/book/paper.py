"""Of Sphinx: each page that it sets as HTML is written down as a tree too, for the PDF, and not read twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError

from evalbook.book.paper_tree import PaperTree
from evalbook.errors import EvalbookError

TREES = "paper"  # a folder beside the pages


def setup(app: Sphinx) -> Mapping[str, bool]:
    app.connect("doctree-resolved", _write_tree)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _write_tree(app: Sphinx, document: nodes.document, name: str) -> None:
    """The tree of one page, of a book that has a PDF. Raises SphinxError for what has no form on paper."""
    if not app.config.html_context["edition"]["papers"]:
        return
    numbered = app.env.toc_secnumbers.get(name, {})
    numbers = {anchor.removeprefix("#"): ".".join(map(str, of)) for anchor, of in numbered.items() if of}
    try:
        tree = PaperTree(name, numbers).page(document)
    except EvalbookError as fault:
        raise SphinxError(f"ERROR: {fault}") from None
    path = Path(app.outdir).parent / TREES / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")

"""The book on paper: the trees of its pages, set by Typst as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import matplotlib
import typst
import yaml
from matplotlib.ft2font import FT2Font

from evalbook.book.paper_words import Node
from evalbook.book.papers import Paper
from evalbook.book.pdf_tags import finished
from evalbook.book.short_edition import abridged, links_apart
from evalbook.book.typesetting import ASSETS, CONTENTS, Interface
from evalbook.errors import EvalbookError

TEMPLATE = Path(ASSETS) / "paper" / "book.typ"
FONTS = Path(ASSETS) / "paper" / "fonts"
# Signs that the text fonts lack must not depend on the fonts of the machine.
SYMBOLS = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
BOOK = "book.json"  # what the template reads, beside the assets
UNKNOWN = "\ufffd"
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060"  # hyphens and joints, of which a font need have no picture


def write_pdf(trees: Path, source: Path, target: Path, facing: Interface, paper: Paper) -> None:
    """A paper of the book from the trees of its pages in `trees`, with bookmarks, contents and running heads.

    `source` has the assets and the figures. Raises EvalbookError with what Typst says.
    """
    pages = {name: json.loads((trees / f"{name}.json").read_text(encoding="utf-8")) for name in _names(source)}
    fonts = source / FONTS / SYMBOLS.name
    fonts.write_bytes(SYMBOLS.read_bytes())
    text = json.dumps(book_tree(pages, _parts(source), facing, paper), ensure_ascii=False)
    (source / BOOK).write_text(shown(text, signs_of(fonts.parent)), encoding="utf-8")
    target.write_bytes(finished(_set(source, facing)))


def _set(source: Path, facing: Interface) -> bytes:
    at = datetime.combine(facing.day, datetime.min.time(), UTC)
    try:
        return typst.compile(
            source / TEMPLATE,
            root=source,
            font_paths=[source / FONTS],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            timestamp=at,
            pretty=True,  # objects as text, which `finished` reads
        )
    except typst.TypstError as fault:
        raise EvalbookError("\n".join([f"The PDF cannot be set: {fault.message}", *fault.hints])) from None


def _contents(source: Path) -> Mapping[str, object]:
    return yaml.safe_load((source / CONTENTS).read_text(encoding="utf-8"))


def _parts(source: Path) -> list[tuple[str, list[str]]]:
    """The parts of the book by their caption, the first page as one without."""
    contents = _contents(source)
    parts = [(part["caption"], [chapter["file"] for chapter in part["chapters"]]) for part in contents["parts"]]
    return [("", [contents["root"]]), *parts]


def _names(source: Path) -> list[str]:
    return [name for _, names in _parts(source) for name in names]


def book_tree(
    pages: Mapping[str, list[Node]],
    parts: Sequence[tuple[str, Sequence[str]]],
    facing: Interface,
    paper: Paper,
) -> dict[str, object]:
    """All that the template shows. A part of the book that a link leads to has one name, `id`, whatever it is called.

    Raises EvalbookError for a link that leads nowhere.
    """
    everywhere = _ids(pages)
    for name, tree in pages.items():
        _check_links(tree, everywhere, name)
    if paper.chosen:
        pages = abridged(pages, paper)
    ids = _ids(pages)
    links_apart(_all(list(pages.values())), ids, paper)
    for node in _all(list(pages.values())):
        _name(node, ids)
    shown = [(caption, [name for name in names if name in pages]) for caption, names in parts]
    return {
        **_around(facing, paper),
        "parts": [
            {"caption": caption, "chapters": [_chapter(pages[name], name in paper.compact) for name in names]}
            for caption, names in shown
            if names
        ],
    }


def _chapter(tree: list[Node], compact: bool) -> dict[str, object]:
    return {"compact": compact, "blocks": tree}


def _around(facing: Interface, paper: Paper) -> dict[str, object]:
    """What stands on the cover, above and below the pages, and in the file's own description."""
    return {
        **{name: getattr(facing, name) for name in ("title", "edition", "until", "notice", "language", "publisher")},
        "authors": facing.authors,
        "author": facing.authors or facing.publisher,
        "paper": paper.title,
        "date": [facing.day.year, facing.day.month, facing.day.day],
        **{said: facing.words[said] for said in ("contents", "page")},
    }


def _ids(pages: Mapping[str, list[Node]]) -> dict[str, str]:
    """The one name of each part of the pages, by all that it is called."""
    ids = {each: node["ids"][0] for tree in pages.values() for node in _all(tree) for each in node.get("ids", ())}
    return ids | {f"{name}#": tree[0]["ids"][0] for name, tree in pages.items()}


def _check_links(tree: list[Node], ids: Mapping[str, str], page: str) -> None:
    for node in _all(tree):
        if "to" in node and node["to"] not in ids:
            raise EvalbookError(f"{page}: a link of the PDF leads to {node['to']}, which is not in it.")


def _name(node: dict[str, object], ids: Mapping[str, str]) -> None:
    if "ids" in node:
        node["id"] = node.pop("ids")[0]
    if "to" in node:
        node["to"] = ids[node["to"]]


def _all(tree: object) -> Iterator[dict[str, object]]:
    """Every node but texts, wherever it stands."""
    if isinstance(tree, Mapping):
        if "kind" in tree:
            yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for each in tree:
            yield from _all(each)


def signs_of(fonts: Path) -> frozenset[str]:
    """The signs that one of the fonts in a folder has a picture of."""
    return frozenset(chr(code) for path in sorted(fonts.glob("*.ttf")) for code in FT2Font(str(path)).get_charmap())


def shown(text: str, signs: Iterable[str]) -> str:
    """A text with a sign for each of which no font has a picture, as Typst makes no PDF/UA with an empty place."""
    strange = set(text) - {*signs, *UNSEEN}
    return text.translate({ord(sign): UNKNOWN for sign in strange})

"""Chapters: executed in processes of their own, and what of them is published.

A page of the book is plain Markdown, made of the text cells of the book's language, their names filled in, and of
what the other cells displayed as table or figure. Code, its other outputs and the notebook's metadata stay behind.
"""

from __future__ import annotations

import ast
import html
import json
import multiprocessing
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from evalbook.book.kernels import WARM_MODULES
from evalbook.book.running import executed
from evalbook.errors import EvalbookError
from evalbook.exhibits.preview import DRAWING, PAGE
from evalbook.exhibits.sentences import NAMES, page_text, standing, tags, texts
from evalbook.machine.progress import part, say, stage
from evalbook.machine.workers import Job, run_jobs
from evalbook.suggestions import nearest
from evalbook.words.vocabulary import read_words

HIDDEN = frozenset({"parameters", "injected-parameters", "remove-cell", "remove-output"})
FIGURES = "figures"
FINDINGS, KEY_FIGURES, BOX, GLANCE = "findings", "key-figures", "box", "glance"  # tags of text cells
HEADING = re.compile(r"^((?:\([^()\n]+\)=\n)?#{1,6} [^\n]*)$", re.MULTILINE)  # with its label
COMPUTED = ("::::::{container} computed\n\n", "\n\n::::::")  # what the scan of the finished book looks at
MOST_PROCESSES = 4  # a kernel and its client take up to 300 MB


@dataclass(frozen=True)
class Page:
    """The published part of a chapter: MyST Markdown, and its figures as SVG by file name."""

    text: str
    figures: Mapping[str, str] = field(default_factory=dict)


def check_parameters(notebooks: Sequence[Path], names: Sequence[str]) -> None:
    """Raises EvalbookError for a name that no chapter's cell `parameters` assigns.

    Papermill itself only warns, and the chapter would then show its default.
    """
    known = tuple(dict.fromkeys(name for path in notebooks for name in parameter_names(path)))
    for name in names:
        if name not in known:
            chapters = notebooks[0].stem if len(notebooks) == 1 else "no chapter"
            has = "has no parameter" if len(notebooks) == 1 else "has a parameter"
            raise EvalbookError(f"{chapters} {has} {name}.{nearest(name, known)}")


def parameter_names(path: Path) -> tuple[str, ...]:
    """The parameters that a chapter takes."""
    return _parameter_names(nbformat.read(path, 4))


def _parameter_names(notebook: nbformat.NotebookNode) -> tuple[str, ...]:
    source = "\n".join(cell.source for cell in notebook.cells if "parameters" in tags(cell))
    names = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    return tuple(name.id for name in names if isinstance(name.ctx, ast.Store))


def run_chapters(jobs: Sequence[tuple[Path, Mapping[str, object]]]) -> list[Page]:
    """The page of each notebook, executed with its parameters, several at a time; all its languages in one kernel.

    Raises EvalbookError that names the chapter and the cell of every fault, and the chapters that were killed.
    """
    if not jobs:
        return []
    notebooks = list(dict.fromkeys(notebook for notebook, _ in jobs))
    check_parameters(notebooks, list(dict.fromkeys(name for _, parameters in jobs for name in parameters)))
    multiprocessing.set_forkserver_preload([__name__, *WARM_MODULES])
    spoken = [(each, own_parameters(each, parameters)) for each, parameters in jobs]
    together: dict[tuple[Path, str], list[int]] = {}
    for at, (each, own) in enumerate(spoken):
        together.setdefault((each, json.dumps(own | {"language": ""}, sort_keys=True, default=str)), []).append(at)
    named = [Job(each.stem, _run, (each, [spoken[at][1] for at in ats])) for (each, _), ats in together.items()]
    with stage("run chapters", len(named)):
        most = min(os.cpu_count() or 1, MOST_PROCESSES)
        made = run_jobs(named, most=most, ended=lambda job: part(job.name))
    pages = {
        at: page
        for ats, found in zip(together.values(), made, strict=True)
        for at, page in zip(ats, found, strict=True)
    }
    return [pages[at] for at in range(len(jobs))]


def own_parameters(notebook: Path, parameters: Mapping[str, object]) -> dict[str, object]:
    """Those of the parameters that a chapter takes."""
    known = parameter_names(notebook)
    return {name: value for name, value in parameters.items() if name in known}


def _run(path: Path, spoken: Sequence[Mapping[str, object]]) -> list[Page]:
    shown = zip(executed(path, spoken), spoken, strict=True)
    return [published(each, chapter=path.stem, language=str(own.get("language", ""))) for each, own in shown]


def published(notebook: nbformat.NotebookNode, *, chapter: str, language: str) -> Page:
    """What of an executed notebook becomes a page.

    Raises EvalbookError for a cell that displays anything but names, text, tables and figures (a printed frame could
    hold rows of persons), and for a name in a text that no cell above it shows.
    """
    figures: dict[str, str] = {}
    return Page("\n\n".join(text for _, text in pieces(notebook, figures, chapter, language)) + "\n", figures)


def pieces(
    notebook: nbformat.NotebookNode, figures: dict[str, str], chapter: str, language: str
) -> Iterator[tuple[int, str]]:
    """The parts of a page in order, each with the number of its cell; the drawings that they name go to `figures`."""
    cells = [cell for cell in notebook.cells if "injected-parameters" not in tags(cell)]
    filled = texts(cells, chapter=chapter, language=language)
    small: list[Mapping[str, object]] = []  # a small figure waits for the text below it
    for number, cell, anchors in standing(cells, language, chapter=chapter):
        where = f"{chapter}, cell {number}"
        if cell.cell_type == "markdown":
            if len(small) > (GLANCE in tags(cell)):
                raise EvalbookError(f"{where}: below each report.glance stands a text cell with the tag {GLANCE}.")
            text = _text(cell, filled.get(number), small, language, where=where)
            yield number, "\n".join([*(f"({each})=" for each in anchors), text])
            small = []
        elif cell.cell_type == "code" and not HIDDEN & tags(cell):
            yield from ((number, shown) for shown in _shown(cell.outputs, figures, small, where=where))
    if small:
        raise EvalbookError(f"{chapter}: below its last report.glance stands no text cell with the tag {GLANCE}.")


def _text(
    cell: nbformat.NotebookNode, filled: str | None, small: Sequence[Mapping], language: str, *, where: str
) -> str:
    """A text cell in its box, if it has one; one with a name in it is marked as computed, any other is written."""
    text = page_text(cell.source, where=where) if filled is None else filled
    if small:
        return computed(_figure(small[0]["figure"], small[0], text), kind=small[0]["kind"])
    boxed = _boxed(text, tags(cell), language)
    if filled is None:
        return boxed
    return computed(boxed) if boxed != text else _computed_below_headings(text)


def _computed_below_headings(text: str) -> str:
    """What stands between headings marked as computed; a heading within it would be none of the page."""
    parts = (part.strip("\n") for part in HEADING.split(text))
    return "\n\n".join(part if HEADING.fullmatch(part) else computed(part) for part in parts if part)


def _boxed(text: str, tagged: Collection[str], language: str) -> str:
    """A text in the box that its cell's tag asks for; the title of a `box` is its first line."""
    if FINDINGS in tagged:
        title = read_words(language).sentences["findings"]
        return f":::{{admonition}} {title}\n:class: findings\n\n{text}\n:::"
    if KEY_FIGURES in tagged:
        return f":::{{container}} {KEY_FIGURES}\n{text}\n:::"
    if BOX in tagged:
        title, _, below = text.partition("\n")
        return f":::{{admonition}} {title.strip('*')}\n{below.strip()}\n:::"
    return text


def _shown(
    outputs: Sequence[nbformat.NotebookNode], figures: dict[str, str], small: list[Mapping[str, object]], *, where: str
) -> Iterator[str]:
    captions = dict(_captions(outputs))
    for output in outputs:
        about = output.get("metadata", {}).get("evalbook", {})
        data = output.get("data", {})
        if "figure" in about and DRAWING in data:
            name = about["figure"]
            figures[f"{name}.svg"] = data[DRAWING]
            if about.get("kind") == "small":
                small.append(about)
            else:
                yield computed(_figure(name, about, captions.get(name, "")))
        elif "formula" in about:
            name = f"formula_{about['formula']}"
            figures[f"{name}.svg"] = data[DRAWING]
            yield _formula(name, about["alt"])
        elif "preview" in about:
            raise EvalbookError(f"{where}: report.preview is for whoever writes; remove its cell.")
        elif NAMES in data:
            continue
        elif PAGE not in data:
            _refuse(output, where)
        elif "heading" in about:  # stands outside what is marked: within it, it would be no heading of the page
            yield data[PAGE]
        elif "caption_of" not in about:
            yield computed(data[PAGE])


def computed(markdown: str, *, kind: str = "") -> str:
    """Marked as computed: the scan tells it so from written text, in which digits need no key."""
    opening, closing = COMPUTED
    return f"{opening.rstrip()} {kind}\n\n{markdown}{closing}" if kind else markdown.join(COMPUTED)


def _captions(outputs: Sequence[nbformat.NotebookNode]) -> Iterator[tuple[str, str]]:
    for output in outputs:
        name = output.get("metadata", {}).get("evalbook", {}).get("caption_of")
        if name:
            yield name, output["data"][PAGE]


def _figure(name: str, about: Mapping[str, object], caption: str) -> str:
    """A figure with its caption; the keys of the numbers in its text alternative stand, unseen, in the caption."""
    alt = json.dumps(about["alt"], ensure_ascii=False)
    options = {"name": name.replace("_", "-"), "alt": alt, "class": f"result {about.get('kind', '')}".strip()}
    lines = [f":{key}: {value}" for key, value in options.items()]
    keys = html.escape(";".join(about.get("alt_keys", ())))
    keyed = f'{caption}<span data-alt-keys="{keys}"></span>' if keys else caption
    return "\n".join([f":::{{figure}} {FIGURES}/{name}.svg", *lines, "", keyed, ":::"])


def _formula(name: str, spoken: str) -> str:
    options = {"alt": json.dumps(spoken, ensure_ascii=False), "class": "formula"}
    return "\n".join(
        [f":::{{image}} {FIGURES}/{name}.svg", *(f":{key}: {value}" for key, value in options.items()), ":::"]
    )


def _refuse(output: nbformat.NotebookNode, where: str) -> None:
    if output.get("name") != "stderr":
        kind = output.get("name") or ", ".join(output.get("data", {})) or output.output_type
        raise EvalbookError(f"{where}: shows {kind}; a chapter shows only text, tables and figures.")
    say(f"{where}: {output.text.rstrip()}")

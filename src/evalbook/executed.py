"""The pages of a book's chapters: executed now, or found from an earlier time with the same content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import nbformat

from evalbook.cache import Ingredients, cached_folder, changes, find_folder, ingredients
from evalbook.chapters import FIGURES, Page, run_chapters
from evalbook.errors import EvalbookError
from evalbook.settings import nearest

PAGES = "pages"
TEXT = "page.md"
SHOWN_ITEM = re.compile(r'report\.(?:table|figure)\("(\w+)"\)')
LABELLED_HEADING = re.compile(r"^(?:\([\w-]+\)=|#+ .*)$", re.MULTILINE)


def chapter_file(notebooks: Mapping[str, Path], wanted: str) -> str:
    """The name in the contents of a chapter that is asked for by its short name or its file's name.

    Raises EvalbookError with the nearest name.
    """
    known = {_short_name(path): name for name, path in notebooks.items()}
    known |= {path.stem: name for name, path in notebooks.items()}
    if wanted not in known:
        there = ", ".join(known)
        raise EvalbookError(f"There is no chapter {wanted}.{nearest(wanted, tuple(known))} There are: {there}.")
    return known[wanted]


def _short_name(path: Path) -> str:
    return nbformat.read(path, 4).metadata.get("evalbook", {}).get("name", path.stem)


def made_pages(
    notebooks: Mapping[str, Path],
    release: Path,
    parameters: Mapping[str, object],
    *,
    chapter: str = "",
    edition: str = "",
) -> dict[str, Page]:
    """The page of each notebook on a release, by its name in the contents; one with the same content is not run again.

    With `chapter`, no other chapter is run: one that was not made before becomes a page that says so.
    """
    recipes = {name: recipe(path, release, parameters) for name, path in notebooks.items()}
    missing = [name for name in notebooks if not find_folder(PAGES, recipes[name])]
    wanted = [name for name in missing if chapter in ("", name)]
    executed = run_chapters([notebooks[name] for name in wanted], {"source": str(release), **parameters})
    for name in wanted:
        keep = partial(_write_page, executed[notebooks[name]])
        cached_folder(PAGES, recipes[name], keep, label=f"{edition} {name}")
    found = {name: find_folder(PAGES, recipes[name]) for name in notebooks}
    return {name: _read_page(found[name]) if found[name] else not_made(path) for name, path in notebooks.items()}


def recipe(notebook: Path, release: Path, parameters: Mapping[str, object]) -> Ingredients:
    """What a page is made from: the chapter, the release, the parameters and the code."""
    return ingredients({notebook.name: notebook, **{path.name: path for path in release.iterdir()}}, parameters)


def page_changes(
    name: str, notebook: Path, release: Path, parameters: Mapping[str, object], *, edition: str
) -> list[str]:
    """Why a chapter's page is to be made again; nothing when it is up to date."""
    return changes(PAGES, recipe(notebook, release, parameters), label=f"{edition} {name}")


def _write_page(page: Page, folder: Path) -> None:
    (folder / FIGURES).mkdir(parents=True)
    (folder / TEXT).write_text(page.text, encoding="utf-8")
    for name, svg in page.figures.items():
        (folder / FIGURES / name).write_text(svg, encoding="utf-8")


def _read_page(folder: Path) -> Page:
    figures = {path.name: path.read_text(encoding="utf-8") for path in sorted((folder / FIGURES).iterdir())}
    return Page((folder / TEXT).read_text(encoding="utf-8"), figures)


def not_made(notebook: Path) -> Page:
    """The headings and labels of a chapter, so that links to it arrive, and that it was not made this time."""
    cells = nbformat.read(notebook, 4).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    headings = [line for text in texts for line in LABELLED_HEADING.findall(text)]
    items = [item for cell in cells if cell.cell_type == "code" for item in SHOWN_ITEM.findall(cell.source)]
    labels = [f"({item.replace('_', '-')})=\n{NOT_MADE}" for item in items]
    return Page("\n\n".join(["\n".join(headings), NOT_MADE, *labels]) + "\n")


NOT_MADE = "Dit deel is in deze uitgave niet gemaakt."

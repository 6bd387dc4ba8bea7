"""The pages of a book's chapters: executed now, or found from an earlier time with the same content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path

import nbformat

from evalbook.cache import Ingredients, cached_folder, changes, find_folder, ingredients
from evalbook.chapters import FIGURES, Page, run_chapters, speaks
from evalbook.errors import EvalbookError
from evalbook.suggestions import nearest
from evalbook.vocabulary import read_words

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
    languages: Sequence[str],
    chapter: str = "",
    edition: str = "",
) -> dict[str, dict[str, Page]]:
    """The page of each notebook on a release, by language and its name in the contents.

    One with the same content is not run again. With `chapter`, no other chapter is run: one that was not made before
    becomes a page that says so.
    """
    spoken = {language: {**parameters, "language": language} for language in languages}
    recipes = {each: recipe(notebooks[each[1]], release, spoken[each[0]]) for each in product(languages, notebooks)}
    wanted = [each for each in recipes if chapter in ("", each[1]) and not find_folder(PAGES, recipes[each])]
    executed = run_chapters([(notebooks[name], {"source": str(release), **spoken[tongue]}) for tongue, name in wanted])
    for (language, name), page in zip(wanted, executed, strict=True):
        label = label_of(edition, language, name)
        cached_folder(PAGES, recipes[language, name], partial(_write_page, page), label=label)
    found = {each: find_folder(PAGES, recipes[each]) for each in recipes}
    return {
        language: {
            name: _read_page(found[language, name]) if found[language, name] else not_made(path, language)
            for name, path in notebooks.items()
        }
        for language in languages
    }


def label_of(edition: str, language: str, name: str) -> str:
    return f"{edition} {language} {name}"


def recipe(notebook: Path, release: Path, parameters: Mapping[str, object]) -> Ingredients:
    """What a page is made from: the chapter, the release, the parameters and the code."""
    return ingredients({notebook.name: notebook, **{path.name: path for path in release.iterdir()}}, parameters)


def page_changes(name: str, notebook: Path, release: Path, language: str, *, edition: str) -> list[str]:
    """Why a chapter's page is to be made again; nothing when it is up to date."""
    made_from = recipe(notebook, release, {"language": language})
    return changes(PAGES, made_from, label=label_of(edition, language, name))


def _write_page(page: Page, folder: Path) -> None:
    (folder / FIGURES).mkdir(parents=True)
    (folder / TEXT).write_text(page.text, encoding="utf-8")
    for name, svg in page.figures.items():
        (folder / FIGURES / name).write_text(svg, encoding="utf-8")


def _read_page(folder: Path) -> Page:
    figures = {path.name: path.read_text(encoding="utf-8") for path in sorted((folder / FIGURES).iterdir())}
    return Page((folder / TEXT).read_text(encoding="utf-8"), figures)


def not_made(notebook: Path, language: str) -> Page:
    """The headings and labels of a chapter, so that links to it arrive, and that it was not made this time."""
    cells = [cell for cell in nbformat.read(notebook, 4).cells if speaks(cell, language)]
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    headings = [line for text in texts for line in LABELLED_HEADING.findall(text)]
    items = [item for cell in cells if cell.cell_type == "code" for item in SHOWN_ITEM.findall(cell.source)]
    said = read_words(language).sentences["not_made"]
    labels = [f"({item.replace('_', '-')})=\n{said}" for item in items]
    return Page("\n\n".join(["\n".join(headings), said, *labels]) + "\n")

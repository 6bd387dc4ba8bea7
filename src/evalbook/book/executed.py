"""The pages of a book's chapters: executed now, or found from an earlier time with the same content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import nbformat

from evalbook.book.chapters import FIGURES, Page, run_chapters
from evalbook.errors import EvalbookError
from evalbook.exhibits.sentences import page_text, speaks
from evalbook.machine.cache import PAGES, changes, find, keep
from evalbook.machine.ingredients import Ingredients, check_unchanged, ingredients
from evalbook.published.question_texts import label_of_group
from evalbook.suggestions import nearest
from evalbook.voices.themes import labels_of
from evalbook.words.vocabulary import read_words

TEXT = "page.md"
SHOWN = re.compile(r'report\.(table|figure|questions|voices)\("(\w+)"\)')
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
    pages = {each: page_of(texts) for each in recipes if (texts := find(PAGES, recipes[each]))}
    wanted = [each for each in recipes if chapter in ("", each[1]) and each not in pages]
    executed = run_chapters([(notebooks[name], {**spoken[tongue], "source": str(release)}) for tongue, name in wanted])
    for (language, name), page in zip(wanted, executed, strict=True):
        check_unchanged(recipes[language, name], recipe(notebooks[name], release, spoken[language]))
        keep(PAGES, recipes[language, name], texts_of(page), label=label_of(edition, language, name))
        pages[language, name] = page
    if chapter:
        pages = {each: not_made(notebooks[each[1]], each[0]) for each in recipes} | pages
    return {language: {name: pages[language, name] for name in notebooks} for language in languages}


def label_of(edition: str, language: str, name: str) -> str:
    return f"{edition} {language} {name}"


def recipe(notebook: Path, release: Path, parameters: Mapping[str, object]) -> Ingredients:
    """What a page is made from: the chapter, the release, the parameters and the code."""
    return ingredients({notebook.name: notebook, **{path.name: path for path in release.iterdir()}}, parameters)


def page_changes(name: str, notebook: Path, release: Path, language: str, *, edition: str) -> list[str]:
    """Why a chapter's page is to be made again; nothing when it is up to date."""
    made_from = recipe(notebook, release, {"language": language})
    return changes(PAGES, made_from, label=label_of(edition, language, name))


def texts_of(page: Page) -> dict[str, str]:
    """A page as the files it is kept in."""
    return {TEXT: page.text, **{f"{FIGURES}/{name}": svg for name, svg in sorted(page.figures.items())}}


def page_of(texts: Mapping[str, str]) -> Page:
    """The page that is kept in these files."""
    figures = {Path(name).name: svg for name, svg in texts.items() if name != TEXT}
    return Page(texts[TEXT], figures)


def not_made(notebook: Path, language: str) -> Page:
    """The headings and labels of a chapter, so that links to it arrive, and that it was not made this time."""
    cells = [cell for cell in nbformat.read(notebook, 4).cells if speaks(cell, language)]
    texts = [page_text(cell.source, where=notebook.stem) for cell in cells if cell.cell_type == "markdown"]
    headings = [line for text in texts for line in LABELLED_HEADING.findall(text)]
    shown = [each for cell in cells if cell.cell_type == "code" for each in SHOWN.findall(cell.source)]
    said = read_words(language).sentences["not_made"]
    labels = ["".join(f"({label})=\n" for label in _labels(kind, name)) + said for kind, name in shown]
    return Page("\n\n".join(["\n".join(headings), said, *labels]) + "\n")


def _labels(kind: str, name: str) -> list[str]:
    """The labels of what a call of the report shows."""
    if kind == "voices":
        return labels_of(name)
    return [label_of_group(name) if kind == "questions" else name.replace("_", "-")]

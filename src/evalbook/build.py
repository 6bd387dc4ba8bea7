"""From an extract or a release to the book, in one command."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalbook.book.downloads import beside_the_book
from evalbook.book.edition_site import check_name, check_site, write_site
from evalbook.book.editions import beside_the_editions
from evalbook.book.own_words import own_texts, prose, source_texts, told_texts
from evalbook.book.pages import check_links
from evalbook.book.pdf_objects import pages_in
from evalbook.book.scan import check_names, scan
from evalbook.book.site import notebooks_of, publish, surroundings
from evalbook.book.typesetting import LANGUAGES, chapter_names
from evalbook.book.whereabouts import check_before, check_places, whereabouts
from evalbook.errors import EvalbookError
from evalbook.exhibits.terms import check_publisher
from evalbook.extract.extract import is_extract, person_ids, read_extract
from evalbook.machine.ingredients import check_unchanged
from evalbook.machine.making_place import aside_of, workshop
from evalbook.machine.progress import expect, say, stage
from evalbook.machine.swap import put_in_place, unstopped
from evalbook.machine.temporary import temporary_folder
from evalbook.prepared import edition_of, prepare_release, release_recipe
from evalbook.release.release import Release, write_release

BOOK = Path(__file__).parents[2]  # the repository: chapters, contents, configuration, assets
# The stages of a build: seconds that a part of each takes on two cores, of the shipped extract.
USUAL = {"read the extract": 6.0, "run chapters": 0.9, "set pages": 8.0, "set the PDF": 5.0, "look it all through": 6.0}


@dataclass(frozen=True)
class Made:
    """A book that is in its place: how many pages it has in each language, and how many its PDFs."""

    output: Path
    pages: Mapping[str, int]
    paper: Mapping[str, tuple[int, ...]]


def build(
    source: Path,
    output: Path,
    *,
    book: Path = BOOK,
    parameters: Mapping[str, object] | None = None,
    chapter: str = "",
    languages: Sequence[str] = (),
    internal: bool = False,
    previous: Path | None = None,
    voices: Path | None = None,
    secret: Path | None = None,
    withhold: bool = False,
    among: bool = False,
) -> Made:
    """Makes the book of `source`, an extract or a release, and puts it at `output` when it is whole.

    `internal`: a register extract without protection, for reading inside the closed machine; every page says so.
    `previous`: the last edition (an extract, a release or a file of results), of which a page tells what changed.
    `voices`: interviews of a new wave, the file that `evalbook voices` made. `secret`: the file that a register is
    protected with, where it does not stand beside the extract. `withhold`: what two releases together would tell.
    What was made before from the same content is not made again. With `chapter` only that chapter is run and no PDF
    made. `languages`: the first stands at the root; without it all are made, of a chapter alone the first only.
    `among`: `output` is a folder of a site of several editions (`place_on`), which then know each other.
    Of a protected register it must be filled in who publishes.
    Raises EvalbookError with what is to be mended; the book that was at `output` then stays as it was.
    """
    source, output, book = Path(source), Path(output).resolve(), Path(book)
    _check_replaceable(output, [source, book, Path.cwd(), *filter(None, (previous, voices))])
    _check_parameters(parameters or {})
    chosen = {"chapter": chapter, "languages": tuple(languages) or (LANGUAGES[:1] if chapter else LANGUAGES)}
    expect(_usual(book, **chosen))
    release = {"internal": internal, "previous": previous, "voices": voices, "secret": secret, "withhold": withhold}
    with temporary_folder() as passing, workshop(output) as work:
        with stage("read the extract"):
            made, persons, keep = _made_and_persons(source, work / "release", release)
        _check_publishable(made, whole=not chapter, among=among)
        own, written = own_texts(book, made), source_texts(book)
        here = whereabouts([work, passing, book, source])
        check_before({**written, **told_texts(made), "A parameter": json.dumps(parameters)}, here)
        check_names(made, prose(written), persons=persons, own=own)
        with surroundings(made):
            site = publish(work / "release", work, book=book, parameters=parameters or {}, among=among, **chosen)
        with stage("look it all through"):
            check_links(site, beside_the_editions(chosen["languages"]) if among else ())
            check_places(site, here, own)
            scan(site, made, persons=persons, own=own)
        found = _found(site, output, book, chosen["languages"])
        with unstopped():
            put_in_place(site, output, aside=aside_of(output))
            keep()
            write_site(output.parent, book) if among else None
    return found


def _check_publishable(made: Release, *, whole: bool, among: bool) -> None:
    if made.edition.kind == "register" and made.protected and whole:
        check_publisher()
    if among and made.edition.kind == "register" and not made.protected:
        raise EvalbookError("An edition that is unprotected is for reading on this machine: it has no place on a site.")


def place_on(site: Path, source: Path) -> Path:
    """Where the edition of an extract or a release stands on a site. Raises EvalbookError where it cannot."""
    name = edition_of(source).id
    check_name(name)
    check_site(site)
    return site / name


def _usual(book: Path, *, chapter: str, languages: Sequence[str]) -> dict[str, tuple[float, int]]:
    """The stages of a build with the seconds that are usual for a part, and how many parts each has."""
    runs = 1 if chapter else len(notebooks_of(book))  # all languages together
    parts = (1, runs, len(languages), 0 if chapter else len(languages), 1)
    return {name: (seconds, number) for (name, seconds), number in zip(USUAL.items(), parts, strict=True)}


def _found(site: Path, output: Path, book: Path, languages: Sequence[str]) -> Made:
    roots = {language: site / (language if place else "") for place, language in enumerate(languages)}
    found = {
        language: sorted(pages_in(path.read_bytes()) for path in root.glob("*.pdf")) for language, root in roots.items()
    }
    paper = {language: tuple(pages) for language, pages in found.items() if pages}
    return Made(output, dict.fromkeys(languages, len(chapter_names(book))), paper)


def _check_parameters(parameters: Mapping[str, object]) -> None:
    if "language" in parameters:
        raise EvalbookError("The language of a book is no parameter of its chapters: choose it with --language.")
    if "source" in parameters:
        raise EvalbookError("What a book is made from is no parameter of its chapters: name it after `evalbook build`.")


def _made_and_persons(
    source: Path, folder: Path, chosen: Mapping[str, object]
) -> tuple[Release, frozenset[str], Callable[[], None]]:
    """The release and the ids of the same delivery: nothing changed meanwhile. And what to call when it is out."""
    made_from = {name: value for name, value in chosen.items() if name not in ("secret", "withhold")}
    before = release_recipe(source, **made_from) if is_extract(source) else {}
    extract = read_extract(source) if is_extract(source) else None
    for warning in extract.warnings if extract else ():
        say(str(warning))
    made, keep = prepare_release(source, folder, **chosen, extract=extract)
    persons = person_ids(extract) if extract else frozenset()  # those that may stand nowhere in the book
    check_unchanged(before, release_recipe(source, **made_from) if is_extract(source) else {})
    return made, persons, keep


def put_release(made: Release, output: Path) -> None:
    """A release as a folder that takes its place in one step; `check_release_place` was asked before."""
    output = Path(output).resolve()
    with workshop(output) as work:
        write_release(made, work / "release")
        with unstopped():
            put_in_place(work / "release", output, aside=aside_of(output))


def _check_replaceable(output: Path, needed: Sequence[Path]) -> None:
    """Raises EvalbookError where something else than a book would go, or the book would lie in what it is made from."""
    is_empty = not output.exists() or (output.is_dir() and not any(output.iterdir()))
    if others := [] if is_empty else beside_the_book(output):
        raise EvalbookError(f"{output} holds {others[0]} beside a book. Move it, or choose another --output.")
    for path in (each.resolve() for each in needed):
        if path.is_relative_to(output) and output.exists():
            raise EvalbookError(f"{path} lies in {output}, which the book will replace. Choose another --output.")
    if output.is_relative_to(needed[0].resolve()):
        raise EvalbookError(f"{output} lies in what the book is made from. Choose another --output.")

"""From an extract or a release to the book, in one command."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evalbook.book.downloads import beside_the_book
from evalbook.book.own_words import own_texts, prose, source_texts, told_texts
from evalbook.book.pages import check_links
from evalbook.book.scan import check_names, scan
from evalbook.book.site import publish, surroundings
from evalbook.book.typesetting import LANGUAGES
from evalbook.book.whereabouts import check_before, check_places, whereabouts
from evalbook.errors import EvalbookError
from evalbook.extract.extract import files_of, is_extract, kind_of, person_ids, read_extract
from evalbook.gate.compare import released
from evalbook.gate.making import tell_of_secret
from evalbook.machine.cache import RELEASES, find, keep
from evalbook.machine.ingredients import Ingredients, check_unchanged, ingredients
from evalbook.machine.making_place import aside_of, workshop
from evalbook.machine.swap import put_in_place, unstopped
from evalbook.machine.temporary import temporary_folder
from evalbook.release import release as disclosure
from evalbook.release.release import Release, is_release, read_release, release_bytes, write_release

BOOK = Path(__file__).parents[2]  # the repository: chapters, contents, configuration, assets


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
) -> None:
    """Makes the book of `source`, an extract or a release, and puts it at `output` when it is whole.

    `internal`: a register extract without protection, for reading inside the closed machine; every page says so.
    `previous`: the last edition (an extract, a release or a file of results), of which a page tells what changed.
    `voices`: interviews of a new wave, the file that `evalbook voices` made. `secret`: the file that a register is
    protected with, where it does not stand beside the extract.
    What was made before from the same content is not made again. With `chapter` only that chapter is run and no PDF
    made. `languages`: the first stands at the root; without it all are made, of a chapter alone the first only.
    Raises EvalbookError with what is to be mended; the book that was at `output` then stays as it was.
    """
    source, output, book = Path(source), Path(output).resolve(), Path(book)
    _check_replaceable(output, [source, book, Path.cwd(), *filter(None, (previous, voices))])
    _check_parameters(parameters or {})
    chosen = {"chapter": chapter, "languages": tuple(languages) or (LANGUAGES[:1] if chapter else LANGUAGES)}
    with temporary_folder() as passing, workshop(output) as work:
        release = {"internal": internal, "previous": previous, "voices": voices, "secret": secret}
        made, persons, keep = _made_and_persons(source, work / "release", release)
        own, written = own_texts(book, made), source_texts(book)
        here = whereabouts([work, passing, book, source])
        check_before({**written, **told_texts(made), "A parameter": json.dumps(parameters)}, here)
        check_names(made, prose(written), persons=persons, own=own)
        with surroundings(made):
            site = publish(work / "release", work, book=book, parameters=parameters or {}, **chosen)
        check_links(site)
        check_places(site, here, own)
        scan(site, made, persons=persons, own=own)
        with unstopped():
            put_in_place(site, output, aside=aside_of(output))
            keep()


def _check_parameters(parameters: Mapping[str, object]) -> None:
    if "language" in parameters:
        raise EvalbookError("The language of a book is no parameter of its chapters: choose it with --language.")
    if "source" in parameters:
        raise EvalbookError("What a book is made from is no parameter of its chapters: name it after `evalbook build`.")


def _made_and_persons(
    source: Path, folder: Path, chosen: Mapping[str, object]
) -> tuple[Release, frozenset[str], Callable[[], None]]:
    """The release and the ids of the same delivery: nothing changed meanwhile. And what to call when it is out."""
    made_from = {name: value for name, value in chosen.items() if name != "secret"}
    before = release_recipe(source, **made_from) if is_extract(source) else {}
    (made, keep), persons = prepare_release(source, folder, **chosen), persons_at_hand(source)
    check_unchanged(before, release_recipe(source, **made_from) if is_extract(source) else {})
    return made, persons, keep


def put_release(made: Release, output: Path) -> None:
    """A release as a folder that takes its place in one step; `check_release_place` was asked before."""
    output = Path(output).resolve()
    with workshop(output) as work:
        write_release(made, work / "release")
        with unstopped():
            put_in_place(work / "release", output, aside=aside_of(output))


def prepare_release(
    source: Path,
    folder: Path,
    *,
    internal: bool = False,
    previous: Path | None = None,
    voices: Path | None = None,
    secret: Path | None = None,
) -> tuple[Release, Callable[[], None]]:
    """The release of an extract, or a copy of a release, in `folder`; and what to call once it is out."""
    chosen, keep = {"internal": internal, "previous": previous, "voices": voices}, lambda: None
    if is_release(source):
        if previous or voices:
            told = "what changed already. --previous" if previous else "its interviews already. --voices"
            raise EvalbookError(f"A release holds {told} needs the extract itself.")
        if internal and read_release(source).protected:
            raise EvalbookError("This release is protected already. --internal needs the extract itself.")
        folder.mkdir()
        for name, content in release_bytes(source).items():
            (folder / name).write_bytes(content)
    elif not is_extract(source):
        raise EvalbookError(f"{source} is no extract (extract.yaml) and no release (release.yaml).")
    elif internal or kind_of(source) != "register":
        write_texts(release_texts(source, **chosen), folder)
    else:  # what is kept of it changes with each one: none is taken from an earlier build
        done = released(source, read_extract(source), secret=secret, **chosen)
        tell_of_secret(done)
        write_release(done.release, folder)
        keep = done.keep
    return read_release(folder), keep


def write_texts(texts: Mapping[str, str], folder: Path) -> None:
    """The files of a release in a new folder."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def persons_at_hand(source: Path) -> frozenset[str]:
    """The ids that may stand nowhere in the book; none when it is made from a release."""
    return person_ids(read_extract(source)) if is_extract(source) else frozenset()


def release_texts(
    extract: Path, *, internal: bool = False, previous: Path | None = None, voices: Path | None = None
) -> dict[str, str]:
    """The files of an extract's release by their names, computed only when its files or the code have changed.

    Raises EvalbookError when a file changes meanwhile.
    """
    chosen = {"internal": internal, "previous": previous, "voices": voices}
    made_from = release_recipe(extract, **chosen)
    texts = find(RELEASES, made_from) or _make_release(extract, made_from, chosen)
    keep(RELEASES, made_from, texts, label=f"{extract.resolve()}{' --internal' if internal else ''}")
    return texts


def _make_release(extract: Path, made_from: Ingredients, chosen: Mapping[str, object]) -> dict[str, str]:
    with TemporaryDirectory() as folder:
        write_release(released(extract, read_extract(extract), **chosen).release, Path(folder))
        texts = {name: (Path(folder) / name).read_bytes().decode() for name in disclosure.FILES}
    check_unchanged(made_from, release_recipe(extract, **chosen))
    return texts


def release_recipe(
    extract: Path, *, internal: bool = False, previous: Path | None = None, voices: Path | None = None
) -> Ingredients:
    """What a release is made from: every file of the extract, the code, and whether it is to be protected."""
    files = files_of(extract)
    if previous:
        if not (previous.is_file() or is_extract(previous) or is_release(previous)):
            raise EvalbookError(f"--previous {previous} is no extract, no release and no file of results.")
        before = files_of(previous) if previous.is_dir() else {previous.name: previous}
        files |= {f"previous {name}": path for name, path in before.items() if path.is_file()}
    if voices:
        if not voices.is_file():
            raise EvalbookError(f"--voices {voices} is no file. Make it with `evalbook voices`.")
        files |= {"voices": voices}
    return ingredients(files, {"internal": True} if internal else {})


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

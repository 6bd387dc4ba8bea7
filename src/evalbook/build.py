"""From an extract or a release to the book, in one command."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from evalbook import disclosure
from evalbook.cache import Ingredients, cached_folder, ingredients
from evalbook.disclosure import Release, is_release, read_release, write_release
from evalbook.downloads import MANIFEST
from evalbook.errors import EvalbookError
from evalbook.extract import files_of, is_extract, read_extract
from evalbook.identifiers import person_ids
from evalbook.interviews import read_interviews
from evalbook.own_words import own_texts, prose, source_texts, told_texts
from evalbook.pages import check_links
from evalbook.scan import check_names, scan
from evalbook.site import publish, surroundings
from evalbook.typesetting import LANGUAGES
from evalbook.whereabouts import check_before, check_places, whereabouts

BOOK = Path(__file__).parents[2]  # the repository: chapters, contents, configuration, assets
RELEASES = "releases"


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
) -> None:
    """Makes the book of `source`, an extract or a release, and puts it at `output` when it is whole.

    `internal`: a register extract without protection, for reading inside the closed machine; every page says so.
    `previous`: the last edition (an extract, a release or a file of results), of which a page tells what changed.
    `voices`: interviews of a new wave, the file that `evalbook voices` made.
    What was made before from the same content is not made again. With `chapter` only that chapter is run and no PDF
    made. `languages`: the first stands at the root; without it all are made, of a chapter alone the first only.
    Raises EvalbookError with what is to be mended; the book that was at `output` then stays as it was.
    """
    output = Path(output).resolve()
    _check_replaceable(output)
    if "language" in (parameters or {}):
        raise EvalbookError("The language of a book is no parameter of its chapters: choose it with --language.")
    chosen = {"chapter": chapter, "languages": tuple(languages) or (LANGUAGES[:1] if chapter else LANGUAGES)}
    with alone(output), _workshop(output) as work:
        released = prepare_release(Path(source), work / "release", internal=internal, previous=previous, voices=voices)
        persons, own = persons_at_hand(Path(source)), own_texts(Path(book), released)
        here = whereabouts([work, Path(book), Path(source)])
        check_before({**source_texts(Path(book)), **told_texts(released)}, here)
        check_names(released, prose(source_texts(Path(book))), persons=persons, own=own)
        with surroundings(released):
            site = publish(work / "release", work, book=Path(book), parameters=parameters or {}, **chosen)
        check_links(site)
        check_places(site, here, own)
        scan(site, released, persons=persons, own=own)
        _replace(site, output)


def prepare_release(
    source: Path, folder: Path, *, internal: bool = False, previous: Path | None = None, voices: Path | None = None
) -> Release:
    """The release of an extract, or a copy of a release, in `folder`."""
    if is_release(source):
        if previous or voices:
            told = "what changed already. --previous" if previous else "its interviews already. --voices"
            raise EvalbookError(f"A release holds {told} needs the extract itself.")
        if internal and read_release(source).protected:
            raise EvalbookError("This release is protected already. --internal needs the extract itself.")
        folder.mkdir()
        for name in disclosure.FILES:
            shutil.copy(source / name, folder)
    elif is_extract(source):
        shutil.copytree(cached_release(source, internal=internal, previous=previous, voices=voices), folder)
    else:
        raise EvalbookError(f"{source} is no extract (extract.yaml) and no release (release.yaml).")
    return read_release(folder)


def persons_at_hand(source: Path) -> frozenset[str]:
    """The ids that may stand nowhere in the book; none when it is made from a release."""
    return person_ids(read_extract(source)) if is_extract(source) else frozenset()


def cached_release(
    extract: Path, *, internal: bool = False, previous: Path | None = None, voices: Path | None = None
) -> Path:
    """The folder of an extract's release, computed only when its files or the code have changed."""

    def make(folder: Path) -> None:
        write_release(released(extract, internal=internal, previous=previous, voices=voices), folder)

    label = f"{extract.resolve()}{' --internal' if internal else ''}"
    made_from = release_recipe(extract, internal=internal, previous=previous, voices=voices)
    return cached_folder(RELEASES, made_from, make, label=label)


def released(
    extract: Path, *, internal: bool = False, previous: Path | None = None, voices: Path | None = None
) -> Release:
    """The release of an extract, with what changed since the last edition and new interviews where they are given."""
    made = disclosure.release(read_extract(extract), unprotected=internal)
    made = replace(made, voices=read_interviews(voices)) if voices else made
    if previous is None:
        return made
    from evalbook.compare import changes_since

    return replace(made, changes=changes_since(previous, extract, unprotected=internal))


def release_recipe(
    extract: Path, *, internal: bool = False, previous: Path | None = None, voices: Path | None = None
) -> Ingredients:
    """What a release is made from: every file of the extract, the code, and whether it is to be protected."""
    files = files_of(extract)
    if previous:
        before = previous.iterdir() if previous.is_dir() else [previous]
        files |= {f"previous {path.name}": path for path in before if path.is_file()}
    if voices and voices.is_file():
        files |= {"voices": voices}
    return ingredients(files, {"internal": True} if internal else {})


@contextmanager
def alone(output: Path) -> Iterator[None]:
    """Keeps a second build of the same book out while one is at work; the system lets go when a program ends."""
    name = hashlib.sha256(str(output).encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"evalbook-{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise EvalbookError(f"Another build is making {output}. Wait for it, or choose another --output.") from None
        yield


@contextmanager
def _workshop(output: Path) -> Iterator[Path]:
    """A folder beside the output, on the same disk, so that the finished book needs only a new name."""
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as folder:
        yield Path(folder)


def _check_replaceable(output: Path) -> None:
    book_or_empty = (output / MANIFEST).is_file() or (output.is_dir() and not any(output.iterdir()))
    if output.exists() and not book_or_empty:
        raise EvalbookError(f"{output} holds something else than a book. Choose another --output.")


def _replace(site: Path, output: Path) -> None:
    """The new book takes the old one's name; when it cannot, the old one gets it back."""
    old = site.with_name("replaced")
    if output.exists():
        os.rename(output, old)
    try:
        os.rename(site, output)
    except OSError:
        if old.exists():
            os.rename(old, output)
        raise

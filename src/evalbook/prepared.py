"""The release that a book is made from: of an extract, found from an earlier time where that may be, or one at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from evalbook.contract.edition import Edition
from evalbook.errors import EvalbookError
from evalbook.extract.extract import Extract, files_of, is_extract, kind_of, read_extract, said_edition
from evalbook.gate.compare import check_withhold, released
from evalbook.gate.making import made, tell_of_protection
from evalbook.machine.cache import RELEASES, find, keep
from evalbook.machine.ingredients import Ingredients, check_unchanged, ingredients
from evalbook.release import release as disclosure
from evalbook.release.release import Release, is_release, read_release, release_bytes, write_release


def prepare_release(
    source: Path,
    folder: Path,
    *,
    internal: bool = False,
    previous: Path | None = None,
    voices: Path | None = None,
    secret: Path | None = None,
    withhold: bool = False,
    found: bool = True,
    extract: Extract | None = None,
) -> tuple[Release, Callable[[], None]]:
    """The release of an extract, or a copy of a release, in `folder`; and what to call once it is out.

    `found`: one that was made before from the same content is taken, where that may be. `extract`: what was read of
    the source, where it was.
    """
    chosen, keep = {"internal": internal, "previous": previous, "voices": voices}, lambda: None
    if is_release(source):
        if previous or voices or withhold:
            option = "--previous" if previous else "--voices" if voices else "--withhold"
            told = f"{'its interviews' if option == '--voices' else 'what changed'} already. {option}"
            raise EvalbookError(f"A release holds {told} needs the extract itself.")
        if internal and read_release(source).protected:
            raise EvalbookError("This release is protected already. --internal needs the extract itself.")
        folder.mkdir()
        for name, content in release_bytes(source).items():
            (folder / name).write_bytes(content)
    elif not is_extract(source):
        raise EvalbookError(f"{source} is no extract (extract.yaml) and no release (release.yaml).")
    elif found and (internal or kind_of(source) != "register"):
        check_withhold(withhold, exact=True, last=None)
        write_texts(release_texts(source, **chosen, read=extract), folder)
    else:  # of a register what is kept changes with each one: none is taken from an earlier build
        done = released(source, extract or read_extract(source), secret=secret, withhold=withhold, **chosen)
        tell_of_protection(done)
        write_release(done.release, folder)
        keep = done.keep
    return read_release(folder), keep


def edition_of(source: Path) -> Edition:
    """The edition of an extract or a release, before anything else of it is read. Raises EvalbookError without one."""
    if is_release(source):
        return read_release(source).edition
    edition = said_edition(source) if is_extract(source) else None
    if edition is None:
        told = "is no extract (extract.yaml) and no release (release.yaml)"
        told = (
            "its extract.yaml says no edition: `evalbook validate` tells what to mend" if is_extract(source) else told
        )
        raise EvalbookError(f"{source}: {told}.")
    return edition


def release_of(extract: Path) -> Release:
    """The release of an extract: of a register made now, else found from an earlier time where that may be."""
    if not is_extract(extract) or kind_of(extract) == "register":
        return made(read_extract(extract), extract).release
    with TemporaryDirectory() as room:
        return prepare_release(extract, Path(room) / "release")[0]


def write_texts(texts: Mapping[str, str], folder: Path) -> None:
    """The files of a release in a new folder."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def release_texts(
    extract: Path,
    *,
    internal: bool = False,
    previous: Path | None = None,
    voices: Path | None = None,
    read: Extract | None = None,
) -> dict[str, str]:
    """The files of an extract's release by their names, computed only when its files or the code have changed.

    `read`: what was read of it, where it was.

    Raises EvalbookError when a file changes meanwhile.
    """
    chosen = {"internal": internal, "previous": previous, "voices": voices}
    made_from = release_recipe(extract, **chosen)
    texts = find(RELEASES, made_from) or _make_release(extract, made_from, chosen, read)
    keep(RELEASES, made_from, texts, label=f"{extract.resolve()}{' --internal' if internal else ''}")
    return texts


def _make_release(
    extract: Path, made_from: Ingredients, chosen: Mapping[str, object], read: Extract | None
) -> dict[str, str]:
    with TemporaryDirectory() as folder:
        write_release(released(extract, read or read_extract(extract), **chosen).release, Path(folder))
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

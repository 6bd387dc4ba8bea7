"""From an extract or a release to the book, in one command."""

from __future__ import annotations

import calendar
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from evalbook import disclosure, pdf
from evalbook.chapters import run_chapters
from evalbook.disclosure import Release, is_release, read_release, write_release
from evalbook.downloads import DATA, MANIFEST, check_places, write_audit, write_data, write_manifest
from evalbook.errors import EvalbookError
from evalbook.extract import is_extract, read_extract
from evalbook.pages import check_links, finish_site
from evalbook.typesetting import Interface, chapter_names, interface, lay_out, set_pages

BOOK = Path(__file__).parents[2]  # the repository: chapters, contents, configuration, assets
LANGUAGE = "nl"
RELEASED = (disclosure.FILE, disclosure.RESULTS, disclosure.WITHHELD, disclosure.WARNINGS)


def build(source: Path, output: Path, *, book: Path = BOOK) -> None:
    """Makes the book of `source`, an extract or a release, and puts it at `output` when it is whole.

    Raises EvalbookError with what is to be mended; the book that was at `output` then stays as it was.
    """
    output = Path(output).resolve()
    _check_replaceable(output)
    with _workshop(output) as work:
        released = prepare_release(Path(source), work / "release")
        with surroundings(released):
            site = publish(work / "release", work, book=Path(book))
        check_links(site)
        check_places(site, [work, Path(book).resolve(), Path(source).resolve()])
        _replace(site, output)


def prepare_release(source: Path, folder: Path) -> Release:
    """The release of an extract, or a copy of a release, in `folder`."""
    if is_release(source):
        folder.mkdir()
        for name in RELEASED:
            shutil.copy(source / name, folder)
    elif is_extract(source):
        write_release(disclosure.release(read_extract(source)), folder)
    else:
        raise EvalbookError(f"{source} is no extract (extract.yaml) and no release (release.yaml).")
    return read_release(folder)


def publish(release: Path, work: Path, *, book: Path) -> Path:
    """The site of a release, made in the folder `work`: pages, PDF, data and manifest."""
    facing = interface(book, read_release(release), language=LANGUAGE)
    why_not = pdf.missing_libraries()
    source = typeset(release, work, book=book, facing=facing, with_pdf=not why_not)
    with ThreadPoolExecutor() as both:
        paper = both.submit(make_pdf, source, work, facing) if not why_not else None
        site = make_site(source, work, facing)
        if paper:
            shutil.move(paper.result(), site / facing.words["pdf"])
    if why_not:
        print(why_not, file=sys.stderr)
    shutil.copytree(source / DATA, site / DATA)
    shutil.copy(source / MANIFEST, site / MANIFEST)
    return site


def typeset(release: Path, work: Path, *, book: Path, facing: Interface, with_pdf: bool) -> Path:
    """The book's source for this release, its chapters executed."""
    notebooks = {name: book / f"{name}.ipynb" for name in chapter_names(book)}
    notebooks = {name: path for name, path in notebooks.items() if path.is_file()}
    parameters = {"source": str(release), "language": facing.language}
    executed = run_chapters(list(notebooks.values()), parameters)
    source = work / "source"
    pages = {name: executed[path] for name, path in notebooks.items()}
    lay_out(book, source, pages=pages, facing=facing, with_pdf=with_pdf)
    write_data(release, source / DATA)
    write_audit(read_release(release), source / DATA)
    shown = {"language": facing.language}
    write_manifest(source / MANIFEST, release, list(notebooks.values()), shown)
    return source


def make_site(source: Path, work: Path, facing: Interface) -> Path:
    site = set_pages(source, work / "html", builder="html")
    finish_site(site, facing)
    return site


def make_pdf(source: Path, work: Path, facing: Interface) -> Path:
    one_page = set_pages(source, work / "singlehtml", builder="singlehtml")
    target = work / facing.words["pdf"]
    pdf.write_pdf(one_page, source, target, facing)
    return target


@contextmanager
def surroundings(released: Release) -> Iterator[None]:
    # What programs take from around them, the same on every machine and at every hour.
    epoch = calendar.timegm(released.edition.reference_date.timetuple())
    fixed = {"SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    before = {name: os.environ.get(name) for name in fixed}
    _set_environment(fixed)
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


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

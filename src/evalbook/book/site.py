"""The site of a release: its pages in each language, the same on paper, the data and what it was made from."""

from __future__ import annotations

import calendar
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from evalbook.book import pdf
from evalbook.book.back_links import link_back
from evalbook.book.chapters import Page
from evalbook.book.dataset import describe_data
from evalbook.book.downloads import DATA, MANIFEST, write_audit, write_data, write_manifest, write_workbooks
from evalbook.book.editions import write_about
from evalbook.book.executed import chapter_file, made_pages
from evalbook.book.feeds import write_feeds
from evalbook.book.figure_files import offer_figures
from evalbook.book.heads import CARD, write_sitemap
from evalbook.book.pages import finish_site, lighten
from evalbook.book.search import write_search
from evalbook.book.translations import join
from evalbook.book.typesetting import LANGUAGES, Interface, chapter_names, interfaces, lay_out, set_pages, trees_of
from evalbook.exhibits.dictionary import write_dictionary
from evalbook.figures.cards import card
from evalbook.machine.progress import part, stage
from evalbook.machine.workers import Job, run_jobs
from evalbook.release.release import Release, read_release

MOST_PROCESSES = 2  # each sets the pages of a language; a PDF takes 750 MB and has the machine for itself


def publish(
    release: Path,
    work: Path,
    *,
    book: Path,
    parameters: Mapping[str, object],
    languages: Sequence[str] = LANGUAGES,
    chapter: str = "",
    among: bool = False,
) -> Path:
    """The site of a release, made in the folder `work`; the first of the languages stands at its root.

    `among`: it will stand among other editions.
    """
    facings = interfaces(book, read_release(release), languages, among=among)
    with_pdf = not chapter
    pages = pages_of(release, book=book, parameters=parameters, languages=languages, chapter=chapter)
    for facing in facings:
        lay_out(book, source_of(work, facing), pages=pages[facing.language], facing=facing, with_pdf=with_pdf)
    site = join(set_languages(work, facings, with_pdf=with_pdf, whole=not chapter), facings)
    released = read_release(release)
    for facing in facings:
        offer_figures(site, facing, chapter_names(book))
        link_back(site, facing, chapter_names(book))
        write_search(site, facing)
        (site / facing.folder / CARD).write_bytes(card_of(released, facing))
    describe_data(site, released, facings)
    write_sitemap(site, facings)
    write_about(site, released, facings)
    write_feeds(site, released, facings)
    lighten(site)
    write_files(release, site / DATA, languages)
    shown = {**parameters, "language": list(languages)}
    write_manifest(site / MANIFEST, release, list(notebooks_of(book).values()), shown)
    open_to_readers(site)
    return site


def card_of(released: Release, facing: Interface) -> bytes:
    about = {"title": facing.title, "until": facing.until, "notice": facing.notice}
    return card(released, **about, language=facing.language)


def write_files(release: Path, folder: Path, languages: Sequence[str]) -> None:
    """The released numbers as files, the audit of the published ones, and what the columns mean."""
    released = read_release(release)
    write_data(release, folder)
    write_audit(released, folder)
    write_dictionary(released, folder)
    write_workbooks(released, folder, languages)


def open_to_readers(site: Path) -> None:
    """A web server is another user: it may read every file and enter every folder, whatever the umask was."""
    for path in (site, *site.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def pages_of(
    release: Path, *, book: Path, parameters: Mapping[str, object], languages: Sequence[str], chapter: str = ""
) -> dict[str, dict[str, Page]]:
    """The pages of the book in each language, its chapters executed; with `chapter`, only that one."""
    notebooks = notebooks_of(book)
    chosen = chapter_file(notebooks, chapter) if chapter else ""
    edition = read_release(release).edition.id
    return made_pages(notebooks, release, parameters, languages=languages, chapter=chosen, edition=edition)


def notebooks_of(book: Path) -> dict[str, Path]:
    """The chapters of a book that are notebooks, by their name in its contents."""
    paths = {name: book / f"{name}.ipynb" for name in chapter_names(book)}
    return {name: path for name, path in paths.items() if path.is_file()}


def source_of(work: Path, facing: Interface) -> Path:
    return work / facing.language / "source"


def made_of(work: Path, facing: Interface) -> Path:
    return work / facing.language / "set"


def set_languages(work: Path, facings: Sequence[Interface], *, with_pdf: bool, whole: bool) -> list[Path]:
    """The site of each language with its PDF: pages beside each other, PDFs one after another.

    Each step has a process of its own: what setting the pages took is given back before a PDF is laid out.
    """
    setting = [Job(f"Pages ({each.language})", make_site, (work, each, whole)) for each in facings]
    with stage("set pages", len(setting)):
        sites = run_jobs(setting, most=MOST_PROCESSES, ended=_tell)
    if with_pdf:
        beside = zip(facings, sites, strict=True)
        papers = [Job(f"PDF ({each.language})", make_pdf, (work, each, site)) for each, site in beside]
        with stage("set the PDF", len(papers)):
            run_jobs(papers, most=1, ended=_tell)
    return sites


def _tell(job: Job) -> None:
    part(job.name)


def make_site(work: Path, facing: Interface, whole: bool = True) -> Path:
    """The pages of one language from its source."""
    site = set_pages(source_of(work, facing), made_of(work, facing), whole=whole)
    finish_site(site, facing)
    return site


def make_pdf(work: Path, facing: Interface, site: Path) -> None:
    """The book on paper, short and complete, from the trees that Sphinx wrote down when it set the pages."""
    for paper in facing.papers:
        pdf.write_pdf(trees_of(made_of(work, facing)), source_of(work, facing), site / paper.file, facing, paper)


@contextmanager
def surroundings(released: Release) -> Iterator[None]:
    # What programs take from around them, the same on every machine and at every hour.
    epoch = calendar.timegm(released.edition.reference_date.timetuple())
    fixed = {"SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    fixed |= {"PYTHONSAFEPATH": "1"}  # a file random.py where the command is given is not imported
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

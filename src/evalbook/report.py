"""What a chapter calls: one call a cell, which shows released numbers as table or figure, or names them for a text.

report = open_report(source, language=language)
report.table("table_2_1")
report.figure("figure_4_1")
report.names(participants="table_2_1/all/all/all//n")

The text cells below it, Dutch and English, then say {participants}."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import nbformat
from IPython.display import display

from evalbook.exhibits import changes, colophon, contrasts, curves, delivery, directions, formulas, privacy, terms
from evalbook.exhibits.about import about
from evalbook.exhibits.preview import DRAWING, FORMULA
from evalbook.exhibits.prose import Computed, Meaning, names_bundle, set_beside
from evalbook.exhibits.sentences import texts
from evalbook.exhibits.tables import table
from evalbook.figures.brief_figures import BRIEF, brief_part
from evalbook.figures.design_figures import TRIALS, trials_drawing
from evalbook.figures.figures import figure
from evalbook.figures.small_figures import small_figure
from evalbook.places import SHIPPED_EXTRACT
from evalbook.prepared import release_of
from evalbook.published import audit, claim_texts, concordance, corrections, question_texts
from evalbook.release.release import Release, is_release, read_release
from evalbook.showing import draw, show, show_drawn
from evalbook.voices import opinions
from evalbook.voices import themes as voices
from evalbook.words.vocabulary import read_words


@dataclass(frozen=True)
class Report:
    """A release in one language; what its methods show is MyST with a preview of it, and SVG."""

    release: Release
    language: str

    def names(self, **meanings: Meaning) -> None:
        """Shows what names stand for in the sentences of the text cells below, up to the next cell of names.

        A name stands for a key, or for a word that is computed: `direction`, `claim`, ... Without any, these are the
        words of the edition, for all of the chapter.
        """
        display(names_bundle(self.release, meanings), raw=True)

    def preview(self, notebook: str | Path) -> None:
        """Shows the sentences of a saved chapter with their names filled in, as its cells of names last showed them.

        Raises EvalbookError for a name that no cell above it has shown, with the number of the cell."""
        path = Path(notebook)
        found = texts(nbformat.read(path, 4).cells, chapter=path.stem, language=self.language)
        show("\n\n".join(found.values()), preview=path.stem)

    def table(self, item: str) -> None:
        """Shows a table with its caption and notes, or the sentence that says why it is not there."""
        show(table(self.release, item, language=self.language))

    def figure(self, item: str) -> None:
        """Shows a figure, its caption and what stands below it, or why it is not there."""
        drawn = figure(self.release, item, language=self.language)
        if isinstance(drawn, str):
            show(drawn)
        else:
            show_drawn(item, drawn)

    def drawing(self) -> None:
        """Shows how the comparison is designed: a drawn example with its caption."""
        show_drawn(TRIALS, trials_drawing(self.language))

    def formula(self, name: str) -> None:
        """Shows a formula; the words for who cannot see it are in the drawing's metadata."""
        written = formulas.formula(name)
        spoken = {"nl": written.nl, "en": written.en}[self.language]
        drawing = formulas.drawn(written, name=name)
        image = {DRAWING: drawing, FORMULA: f"$${written.tex}$$", "text/plain": spoken}
        display(image, raw=True, metadata={"evalbook": {"formula": name, "alt": spoken}})

    def glance(self, item: str, marked: str = "") -> None:
        """Shows a figure of lines small, nothing where none can be drawn; the text cell below is its caption.

        With the key of a month of a line, no other number stands in it."""
        drawn = small_figure(self.release, item, language=self.language, marked=marked)
        if drawn:
            draw(f"small_{item}", *drawn, kind="small", marked=marked)

    def brief(self, part: str) -> None:
        """Shows the `headline`, what is `reconciled`, the `letter`, the `timeline`, `of_hundred`, the `forest`."""
        made = brief_part(self.release, part, language=self.language)
        show(made) if isinstance(made, str) else show_drawn(f"{BRIEF}{part}", made, kind="wide")

    def about(self) -> None:
        """Shows the edition, the size of its registers and what the check of the data noticed."""
        show(about(self.release, language=self.language))

    def provenance(self) -> None:
        """Shows the files that the edition was made from and the programs that made it."""
        show(colophon.provenance(self.release, language=self.language))

    def protection(self) -> None:
        """Shows whether the edition is protected, and how many of its numbers are shown."""
        show(privacy.protection(self.release, language=self.language))

    def threshold(self, name: str) -> Computed:
        """A number of the rules of protection: `fewest_persons`, `largest_change`, ..."""
        return Computed(partial(privacy.threshold, name=name))

    def delivery(self) -> None:
        """Shows what to ask of who keeps the registers, so that there is a comparison: tables, columns, an example."""
        show(delivery.delivery(language=self.language))

    def files(self) -> None:
        """Shows what the columns of the data files mean, with the files to take along."""
        show(colophon.files(self.release, language=self.language))

    def audit_summary(self) -> None:
        """Shows how many published numbers are met, by table."""
        show(audit.summary(self.release, language=self.language))

    def audit(self, item: str) -> None:
        """Shows each published number of a table beside the rebuilt one."""
        show(audit.item_audit(self.release, item, language=self.language))

    def audit_statements(self) -> None:
        """Shows the quantities of the report's prose beside the rebuilt ones."""
        show(audit.statements(self.release, language=self.language))

    def changes(self) -> None:
        """Shows what changed since the last edition."""
        show(changes.changes(self.release, language=self.language))

    def changes_summary(self) -> None:
        """Shows in a sentence how much changed since the last edition."""
        show(changes.summary(self.release, language=self.language))

    def voices(self, name: str) -> None:
        """Shows what people say on a theme (`first_conversation`) or on all themes of a chapter (`chapter_3`)."""
        for part in voices.voices(self.release, name, language=self.language):
            show(part.markdown, **({"heading": name} if part.is_heading else {}))

    def opinions(self, *themes: str) -> None:
        """Shows, a line for each theme, what it states and which groups say yes or no to it."""
        show(opinions.opinions(themes, language=self.language))

    def interviews(self) -> None:
        """Shows how many interviews of a new round are under which theme, or that there is no new round."""
        show(voices.interviews(self.release, language=self.language))

    def codebook(self) -> None:
        """Shows which parts of the published report the codebook covers, and by which themes."""
        show(voices.sections(language=self.language))

    def errata(self) -> None:
        """Shows where the published report contradicts itself."""
        show(audit.errata(language=self.language))

    def corrections(self) -> None:
        """Shows what earlier editions of this book told wrongly."""
        show(corrections.corrections(language=self.language))

    def primary_contrasts(self) -> None:
        """Shows the few comparisons that were chosen beforehand, and how many others there are."""
        show(contrasts.primary_contrasts(self.release, language=self.language))

    def glossary(self) -> None:
        """Shows the terms of the report with their meaning."""
        show(terms.glossary(language=self.language))

    def publisher(self, name: str) -> Computed:
        """What `data/publisher.yaml` says of the publisher under a name."""
        return Computed(partial(terms.publisher, name=name))

    def claims_summary(self) -> None:
        """Shows how many claims of the report and the letter hold."""
        show(claim_texts.claims_summary(self.release, language=self.language))

    def claims(self, *named: str) -> None:
        """Shows the claims that were first made in the letter or a section of the report, or a list of those named."""
        show(claim_texts.claims_shown(self.release, *named, language=self.language))

    def claim(self, identifier: str) -> Computed:
        """The sentence that says what has become of a claim in this edition; it changes with the verdict."""
        return Computed(partial(claim_texts.claim, identifier=identifier))

    def questions_summary(self) -> None:
        """Shows how many of the sub-questions of the evaluation this edition answers."""
        show(question_texts.questions_summary(self.release, language=self.language))

    def questions(self, group: str) -> None:
        """Shows the sub-questions of a group: where each is answered, how well, and what is missing."""
        show(question_texts.questions_table(self.release, group, language=self.language))

    def concordance_summary(self) -> None:
        """Shows of how many parts of the report this book leaves something out."""
        show(concordance.concordance_summary(language=self.language))

    def concordance(self, source: str) -> None:
        """Shows where this book has the parts of the letter, or of a chapter or an appendix of the report."""
        show(concordance.concordance_table(source, language=self.language))

    def beside(self, left: str, right: str = "", by: str = "", form: str = "against") -> Computed:
        """`meer dan de`, `minder dan de` or `tegen` between two numbers, or what `form` names in `comparisons`.

        Each is a key, or a name beside it, `by` that of the difference that decides where it is not that of the two.
        `data/contrasts.yaml` has the comparison; ValueError for any other.
        """
        return set_beside(left, right, by, form=form)

    def of_hundred(self, expression: str) -> Computed:
        """`35`, for 35 of every hundred."""
        return Computed(directions.of_hundred, (expression,))

    def quantity(self, expression: str, form: str = "fraction") -> Computed:
        """`ongeveer een derde`, or the percentage near no fraction; as `part`, `geen` of exactly 0 before `van de`."""
        return Computed(partial(directions.quantity, form=form), (expression,))

    def last(self, item: str, *views: str, **codes: str) -> str:
        """The key of the last month that is shown of a curve, with views (`month`)."""
        return "|".join([curves.last(self.release, item, **codes), *views])

    def peak(self, item: str, *views: str, **codes: str) -> str:
        """The key of the month in which a curve is highest, with views (`month`)."""
        return "|".join([curves.peak(self.release, item, **codes), *views])


def open_report(source: str | Path = "", *, language: str) -> Report:
    """The report of a release folder or an extract folder; '' is the extract that the project ships.

    A register is read, checked and protected first, in this process; of an invented extract the release is taken
    that was made before. Raises EvalbookError when the folder is neither, or there is no book in the language.
    """
    read_words(language)
    folder = Path(source) if source else SHIPPED_EXTRACT
    if is_release(folder):
        marks = ((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.iterdir()))
        return Report(_read(folder, tuple(marks)), language)
    return Report(release_of(folder), language)


@lru_cache(maxsize=1)
def _read(folder: Path, _: tuple[tuple[str, int, int], ...]) -> Release:
    """A release, read once for both languages of a chapter while its files are as they were."""
    return read_release(folder)

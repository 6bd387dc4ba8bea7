"""What a chapter calls: one call a cell, which shows released numbers as text, table or figure.

report = open_report(source, language=language)
report.text(nl="Er zijn {table_2_1/all/all/all//n} deelnemers.", en="There are {table_2_1/all/all/all//n} ...")
report.table("table_2_1")
report.figure("figure_4_1")
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from IPython.display import display

from evalbook import (
    audit,
    changes,
    claim_texts,
    colophon,
    concordance,
    curves,
    directions,
    formulas,
    opinions,
    question_texts,
    terms,
    voices,
)
from evalbook.about import about
from evalbook.alt_texts import AltText
from evalbook.directions import Word
from evalbook.disclosure import Release, is_release, read_release, release
from evalbook.drawing import Drawing
from evalbook.extract import read_extract
from evalbook.figures import figure
from evalbook.places import SHIPPED_EXTRACT
from evalbook.preview import DRAWING, FORMULA, both
from evalbook.prose import paragraph
from evalbook.scenario import read_scenario
from evalbook.small_figures import small_figure
from evalbook.tables import table
from evalbook.vocabulary import read_words


@dataclass(frozen=True)
class Report:
    """A release in one language; what its methods show is MyST with a preview of it, and SVG."""

    release: Release
    language: str

    def text(self, *, nl: str, en: str, **words: Word | str) -> None:
        """Shows a text with numbers and computed words in the language of the edition; `prose.paragraph` says how."""
        _show(self._paragraph(nl=nl, en=en, **words))

    def findings(self, *, nl: str, en: str, **words: Word | str) -> None:
        """Shows, in a box, what a chapter found; the text is as in `text`."""
        title = read_words(self.language).sentences["findings"]
        text = self._paragraph(nl=nl, en=en, **words)
        _show(f":::{{admonition}} {title}\n:class: findings\n\n{text}\n:::")

    def key_figures(self, *, nl: str, en: str) -> None:
        """Shows a list of numbers, each set large with what it is below it; the text is as in `text`."""
        _show(f":::{{container}} key-figures\n{self._paragraph(nl=nl, en=en)}\n:::")

    def _paragraph(self, *, nl: str, en: str, **words: Word | str) -> str:
        return paragraph(self.release, {"nl": nl, "en": en}[self.language], language=self.language, **words)

    def table(self, item: str) -> None:
        """Shows a table with its caption and notes, or the sentence that says why it is not there."""
        _show(table(self.release, item, language=self.language))

    def figure(self, item: str) -> None:
        """Shows a figure, its caption and what stands below it, or why it is not there."""
        drawn = figure(self.release, item, language=self.language)
        if isinstance(drawn, str):
            _show(drawn)
            return
        _draw(item, drawn.drawing, drawn.alt, drawn.caption)
        _show(drawn.below)

    def formula(self, name: str) -> None:
        """Shows a formula; the words for who cannot see it are in the drawing's metadata."""
        written = formulas.formula(name)
        spoken = {"nl": written.nl, "en": written.en}[self.language]
        drawing = formulas.drawn(written, name=name)
        image = {DRAWING: drawing, FORMULA: f"$${written.tex}$$", "text/plain": spoken}
        display(image, raw=True, metadata={"evalbook": {"formula": name, "alt": spoken}})

    def glance(self, item: str, *, nl: str, en: str, **words: Word | str) -> None:
        """Shows a figure of lines small, with a text below it; only the text where there is nothing to draw."""
        text = self._paragraph(nl=nl, en=en, **words)
        drawn = small_figure(self.release, item, language=self.language)
        if not drawn:
            _show(text)
            return
        _draw(f"small_{item}", *drawn, text, kind="small")

    def about(self) -> None:
        """Shows the edition, the size of its registers and what the check of the data noticed."""
        _show(about(self.release, language=self.language))

    def provenance(self) -> None:
        """Shows the files that the edition was made from and the programs that made it."""
        _show(colophon.provenance(self.release, language=self.language))

    def files(self) -> None:
        """Shows what the columns of the data files mean, with the files to take along."""
        _show(colophon.files(self.release, language=self.language))

    def audit_summary(self) -> None:
        """Shows how many published numbers are met, by table."""
        _show(audit.summary(self.release, language=self.language))

    def audit(self, item: str) -> None:
        """Shows each published number of a table beside the rebuilt one."""
        _show(audit.item_audit(self.release, item, language=self.language))

    def audit_statements(self) -> None:
        """Shows the quantities of the report's prose beside the rebuilt ones."""
        _show(audit.statements(self.release, language=self.language))

    def changes(self) -> None:
        """Shows what changed since the last edition."""
        _show(changes.changes(self.release, language=self.language))

    def changes_summary(self) -> None:
        """Shows in a sentence how much changed since the last edition."""
        _show(changes.summary(self.release, language=self.language))

    def voices(self, name: str) -> None:
        """Shows what people say on a theme (`first_conversation`) or on all themes of a chapter (`chapter_3`)."""
        for part in voices.voices(self.release, name, language=self.language):
            _show(part.markdown, **({"heading": name} if part.is_heading else {}))

    def opinions(self, *themes: str) -> None:
        """Shows, a line for each theme, what it states and which groups say yes or no to it."""
        _show(opinions.opinions(themes, language=self.language))

    def interviews(self) -> None:
        """Shows how many interviews of a new round are under which theme, or that there is no new round."""
        _show(voices.interviews(self.release, language=self.language))

    def codebook(self) -> None:
        """Shows which parts of the published report the codebook covers, and by which themes."""
        _show(voices.sections(language=self.language))

    def errata(self) -> None:
        """Shows where the published report contradicts itself."""
        _show(audit.errata(language=self.language))

    def glossary(self) -> None:
        """Shows the terms of the report with their meaning."""
        _show(terms.glossary(language=self.language))

    def publisher(self, *, nl: str, en: str) -> None:
        """Shows a text about the publisher: `{publisher_name}` and the other names of `data/publisher.yaml`."""
        _show(self._paragraph(nl=nl, en=en, **terms.publisher(language=self.language)))

    def claims_summary(self) -> None:
        """Shows how many claims of the report and the letter hold."""
        _show(claim_texts.claims_summary(self.release, language=self.language))

    def claims(self, source: str) -> None:
        """Shows the claims that were first made in the letter or a section of the report, with their verdicts."""
        _show(claim_texts.claims_table(self.release, source, language=self.language))

    def claim(self, identifier: str) -> Word:
        """The sentence that says what has become of a claim in this edition; it changes with the verdict."""
        return claim_texts.claim(self.release, identifier, language=self.language)

    def questions_summary(self) -> None:
        """Shows how many of the sub-questions of the evaluation this edition answers."""
        _show(question_texts.questions_summary(self.release, language=self.language))

    def questions(self, group: str) -> None:
        """Shows the sub-questions of a group: where each is answered, how well, and what is missing."""
        _show(question_texts.questions_table(self.release, group, language=self.language))

    def concordance_summary(self) -> None:
        """Shows of how many parts of the report this book leaves something out."""
        _show(concordance.concordance_summary(language=self.language))

    def concordance(self, source: str) -> None:
        """Shows where this book has the parts of the letter, or of a chapter or an appendix of the report."""
        _show(concordance.concordance_table(source, language=self.language))

    def direction(self, left: str, right: str = "", kind: str = "often") -> Word:
        """`vaker dan`, `minder vaak dan` or neither, by the interval of the difference (itself, if alone)."""
        return directions.direction(self.release, left, right, kind, language=self.language)

    def of_hundred(self, expression: str) -> Word:
        """`35`, for 35 of every hundred."""
        return directions.of_hundred(self.release, expression, language=self.language)

    def quantity(self, expression: str) -> Word:
        """`ongeveer een derde`, or the percentage where it is near no fraction."""
        return directions.quantity(self.release, expression, language=self.language)

    def last(self, item: str, **codes: str) -> str:
        """The key of the last month that is shown of a curve."""
        return curves.last(self.release, item, **codes)

    def peak(self, item: str, **codes: str) -> str:
        """The key of the month in which a curve is highest."""
        return curves.peak(self.release, item, **codes)

    def after_means(self, key: str) -> str:
        """The sum of a key over the calendar years after the means of the scenario end; `{}` stands for the year."""
        return " + ".join(key.format(year) for year in read_scenario().years_without_means)


def open_report(source: str | Path = "", *, language: str) -> Report:
    """The report of a release folder or an extract folder; '' is the extract that the project ships.

    An extract is read, checked and protected first, in this process. Raises EvalbookError when the folder is
    neither, or there is no book in the language.
    """
    read_words(language)
    folder = Path(source) if source else SHIPPED_EXTRACT
    released = read_release(folder) if is_release(folder) else release(read_extract(folder))
    return Report(released, language)


def _show(markdown: str, **about: str) -> None:
    display(both(markdown), raw=True, metadata={"evalbook": about} if about else {})


def _draw(name: str, drawing: Drawing, alt: AltText, caption: str, **more: str) -> None:
    """Shows a drawing and its caption; its metadata holds its text alternative with the keys of its numbers."""
    about = {"figure": name, "alt": alt.text, "alt_keys": list(alt.keys), **more}
    display({DRAWING: drawing.svg(), "text/plain": alt.text}, raw=True, metadata={"evalbook": about})
    _show(caption, caption_of=name)

"""Text cells of a chapter as MyST: each name in braces is filled in as the cell of names above it showed.

In a cell, labels and links within the book are Markdown that everyone reads; here they become those of the page.

Knows text only, no release: a page is filled from what the notebook displayed, and so is a preview of a saved one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode

from evalbook.contract.schema import TABLES
from evalbook.errors import EvalbookError
from evalbook.exhibits.markup import DATA_FOLDER, file_link
from evalbook.suggestions import nearest

NAMES = "application/vnd.evalbook.names+json"  # by language and name what is said, and the names without a number
REASONS = "{}"  # where they stand in a sentence that says several
LANGUAGES = frozenset({"nl", "en"})
PLACEHOLDER = re.compile(r"(?<![:`])\{([^{}]+)\}(?!`)")  # not of a role or directive: `{ref}`, `:::{table}`
SENTENCE_END = re.compile(r"((?:(?<=[.!?])|(?<=[.!?]\*\*))\s+(?=[A-Z{*])|\n\s*(?=[-*] |\d+\. )|\n\s*\n)")
LABEL = re.compile(r"^<!-- ([a-z0-9-]+) -->\n(?=#+ )", re.MULTILINE)  # of the heading on the line below it
ANCHOR = re.compile(r"^\(([a-z0-9-]+)\)=$", re.MULTILINE)
NEEDS, WITHOUT = "needs-", "without-"  # how tags begin that name a register
LINK = re.compile(r"\[([^][{}`<>]+)\]\(#([a-z0-9-]+)\)")
FILE_LINK = re.compile(rf"\[([^][]+)\]\({re.escape(DATA_FOLDER)}/([\w.-]+)\)")
NEITHER = re.compile(r"<!--[^>\n]*>?|\[?[^][\n]*\]\(#[^)\n]*\)?")
SENTENCE_STOP = re.compile(r"[.!?]?\**$")
FIRST_LETTER = re.compile(r"^((?:<[^>]*>)*)([a-z])(?=[a-z])")  # after the tag of its key; not of a name such as oWajong
LIST_MARK = re.compile(r"(?:[-*]|\d+\.)\s+")


@dataclass(frozen=True)
class Said:
    """What stands for a name in a sentence; without a number, the sentence `instead` of the one that it is in.

    `ends`: what its sentence ends with, and what it ends with where one before it in the text did. `also` is said in
    its place where the text has told the same `reason` already; `several`, with the reasons in its braces, where more
    sentences of the text miss numbers of the same item.
    """

    text: str = ""
    instead: str = ""
    also: str = ""
    reason: str = ""
    several: str = ""
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Names:
    """What the names of a text cell stand for: those of the chapter's first cell, and of the cell of names above."""

    always: Mapping[str, Mapping] = field(default_factory=dict)
    below: Mapping[str, Mapping] = field(default_factory=dict)

    def after(self, shown: Mapping) -> Names:
        """The names after a cell that showed these; names that are used from here on leave the earlier ones behind."""
        return Names(shown, {}) if shown["always"] else Names(self.always, shown)

    def said(self, name: str, language: str) -> Said:
        """What a name stands for; KeyError with a did-you-mean when it is none, or a result's key."""
        for each in (self.below, self.always):
            if name in each.get(language, {}):
                text = each[language][name]
                why = each.get("why", {}).get(language, {}).get(name, {})
                ends = each.get("ends", {}).get(language, {}).get(name, ("", ""))
                return Said(instead=text, **why) if name in each["missing"] else Said(text, ends=tuple(ends))
        if "/" in name:
            raise KeyError(f"{{{name}}} is no name; give it one in the cell above: report.names(short_name={name!r}).")
        known = [*self.below.get(language, {}), *self.always.get(language, {})]
        raise KeyError(f"{{{name}}} is not named by the last report.names(...) above it.{nearest(name, known)}")


def texts(cells: Sequence[NotebookNode], *, chapter: str, language: str) -> dict[int, str]:
    """The filled text of each text cell of a language with a name in it, by the number of its cell, counted from 1.

    Raises EvalbookError for a name that is not known where it stands, with the chapter and the cell.
    """
    names, found = Names(), {}
    for number, cell in enumerate(cells, start=1):
        for output in cell.get("outputs", ()):
            if NAMES in output.get("data", {}):
                names = names.after(output["data"][NAMES])
        if cell.cell_type == "markdown" and speaks(cell, language):
            where = f"{chapter}, cell {number}"
            written = page_text(cell.source, where=where)
            if PLACEHOLDER.search(written):
                try:
                    found[number] = filled(written, lambda name, names=names: names.said(name, language))
                except KeyError as fault:
                    raise EvalbookError(f"{where}: {fault.args[0]}") from None
    return found


def page_text(source: str, *, where: str) -> str:
    """What is written in a text cell, as MyST: a label above a heading, a link to a label or to a file of the data.

    Raises EvalbookError, with where it stands, for a comment that is no label and a link that cannot be one.
    """
    links = FILE_LINK.sub(lambda link: file_link(link[2], link[1]), LINK.sub(r"{ref}`\1 <\2>`", source))
    text = LABEL.sub(r"(\1)=\n", links)
    if wrong := NEITHER.search(text):
        say = "A label is <!-- name --> straight above its heading, a link [words](#name) without names in its words."
        raise EvalbookError(f"{where}: {wrong[0]} is no label and no link. {say}")
    return text


def tags(cell: NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def speaks(cell: NotebookNode, language: str) -> bool:
    """Whether a cell is for the readers of a language: it is in no other."""
    spoken = LANGUAGES & tags(cell)
    return not spoken or language in spoken


def standing(
    cells: Sequence[NotebookNode], language: str, *, chapter: str
) -> Iterator[tuple[int, NotebookNode, list[str]]]:
    """The cells of a language that stand in the book of this edition, by number, counted from 1.

    A tag `needs-jobs` leaves a cell out where the edition has no register `jobs`, `without-jobs` where it has. With a
    text cell come the labels of those that need one and were left out before it, so that links to them lead there.
    Raises EvalbookError for a tag that names no register.
    """
    absent, anchors = frozenset(), []
    for number, cell in enumerate(cells, start=1):
        for output in cell.get("outputs", ()):
            if output.get("data", {}).get(NAMES, {}).get("always"):
                absent = frozenset(output["data"][NAMES].get("absent", ()))
        if not speaks(cell, language):
            continue
        where = f"{chapter}, cell {number}"
        needs, stands_in = (_registers(cell, begins, where=where) for begins in (NEEDS, WITHOUT))
        if stands_in and not stands_in & absent:
            continue
        if needs & absent:
            anchors += _anchors_of(cell, where=where)
            continue
        is_text = cell.cell_type == "markdown"
        yield number, cell, anchors if is_text else []
        anchors = [] if is_text else anchors


def _registers(cell: NotebookNode, begins: str, *, where: str) -> set[str]:
    """The registers that the tags of a cell name which begin so."""
    named = {tag.removeprefix(begins) for tag in tags(cell) if tag.startswith(begins)}
    for name in sorted(named - {*TABLES}):
        raise EvalbookError(f"{where}: the tag {begins}{name} names no register.{nearest(name, tuple(TABLES))}")
    return named


def _anchors_of(cell: NotebookNode, *, where: str) -> list[str]:
    """The labels of a text's headings, or of the tables and figures that a cell shows or says why not."""
    if cell.cell_type == "markdown":
        return ANCHOR.findall(page_text(cell.source, where=where))
    pages = [page for output in cell.get("outputs", ()) for page in output.get("data", {}).values()]
    return [anchor for page in pages if isinstance(page, str) for anchor in ANCHOR.findall(page)]


def filled(template: str, said: Callable[[str], Said]) -> str:
    """A template as Markdown: what is `said` for each placeholder stands in its place.

    A sentence (or list item) without its number is replaced by the reason, which is told once.
    """
    pieces = SENTENCE_END.split(template.strip())
    sentences = [_sentence(piece, said) for piece in pieces[::2]]
    return "".join(_without_repeats(sentences, ["", *pieces[1::2]])).strip()


def _sentence(template: str, said: Callable[[str], Said]) -> Said:
    written = PLACEHOLDER.split(template)
    words = [said(placeholder.strip()) for placeholder in written[1::2]]
    without = next((word for word in words if word.instead), None)
    if without is None:
        written[1::2] = [word.text for word in words]
        if not written[0].removeprefix(_mark(template)):
            written[1] = FIRST_LETTER.sub(lambda found: found[1] + found[2].upper(), written[1])
        return Said("".join(written), ends=next((word.ends for word in words if any(word.ends)), ("", "")))
    mark = _mark(template)
    told = {name: mark + text for name in ("instead", "also", "several") if (text := getattr(without, name))}
    return replace(without, **told)


def _mark(template: str) -> str:
    """The mark of the list item that a sentence is."""
    found = LIST_MARK.match(template)
    return found[0] if found else ""


def _without_repeats(sentences: Sequence[Said], breaks: Sequence[str]) -> Iterator[str]:
    """The sentences, each after the break before it; what is not there is told once for each item, with all reasons."""
    reasons: dict[str, dict[str, None]] = {}
    for sentence in sentences:
        if sentence.instead:
            reasons.setdefault(sentence.several or sentence.instead, {})[sentence.reason] = None
    told: set[str] = set()
    ended = False
    for sentence, before in zip(sentences, breaks, strict=True):
        item = sentence.several or sentence.instead
        if not sentence.instead:
            yield before + SENTENCE_STOP.sub(
                lambda stop, text=sentence.ends[ended]: text + stop[0], sentence.text, count=1
            )
            ended |= any(sentence.ends)
        elif item not in told:
            why = [*reasons[item]]
            shorter = sentence.also if set(why) <= told else ""
            longer = sentence.several.replace(REASONS, "; ".join(why)) if len(why) > 1 else ""
            yield before + (shorter or longer or sentence.instead)
            told |= {item, *why}

"""Interviews of a new wave: what a REFI-QDA project (`.qdpx`) says of its codes, without a quotation or a name.

Source: REFI-QDA, Project.xsd 1.0 (2019): a zip with `project.qde` (or another name that ends so), XML in the
namespace urn:QDA-XML:project:1.0. Only that file is read, in memory; nothing is unpacked, and texts of interviews are
passed over.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from evalbook.delivery.contents import open_zip, over
from evalbook.delivery.files import is_litter
from evalbook.delivery.written import UnreadableFile
from evalbook.errors import EvalbookError
from evalbook.limits import limits

PROJECT = ".qde"
SPACE = "{urn:QDA-XML:project:1.0}"
SOURCES = tuple(f"{SPACE}{kind}Source" for kind in ("Text", "Picture", "PDF", "Audio", "Video"))
PATH_SIGN = " > "  # between a code and its sub-code
VALUE = tuple(f"{SPACE}{kind}Value" for kind in ("Text", "Boolean", "Integer", "Float", "Date", "DateTime"))


@dataclass(frozen=True)
class Unit:
    """An interview, focus group or speaker, as what is known of it: pairs such as ("set", "Werkgevers", "")."""

    traits: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True)
class Coding:
    """A code given in a source: to the whole of it, or to a piece of which the speaker may be known (a case)."""

    source: str
    code: str
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """`codes`: by id their names from the top down; `units`: sources and cases by id; `codings`, once each.

    Ids are the file's own and stay inside: nothing that is shown or written has one.
    """

    codes: Mapping[str, tuple[str, ...]]
    units: Mapping[str, Unit] = field(default_factory=dict)
    codings: frozenset[Coding] = frozenset()


def read_project(path: Path) -> Project:
    """The codes, sources and codings of a project. Raises EvalbookError for a file that is damaged or no project."""
    root = _parsed(_project_file(Path(path)), Path(path).name)
    if root.tag != f"{SPACE}Project":
        raise EvalbookError(f"{Path(path).name} is no REFI-QDA project of version 1.0. Export it anew as .qdpx.")
    codes = dict(_codes(root))
    cases = root.findall(f"{SPACE}Cases/{SPACE}Case")
    names = {_id(each): each.get("name", "") for each in root.findall(f"{SPACE}Variables/{SPACE}Variable")}
    sets = _sets(root)
    units = {_id(case): _unit(case, "case", names, sets) for case in cases}
    units |= {_id(source): _unit(source, "source", names, sets) for source in _sources(root)}
    units = _with_cases(units, cases)
    codings = {*_source_codings(root, _speakers(cases)), *_case_codings(cases)}
    return Project(codes, units, frozenset(each for each in codings if each.code in codes))


def _project_file(path: Path) -> bytes:
    """The project file of the zip, read to a limit: what a file says of its own size is not believed."""
    most = limits().project_bytes
    try:
        with open_zip(path) as packed:
            members = packed.infolist()
            found = [member for member in members if _is_project(member.filename)]
            if len(members) > limits().project_members:
                raise over("project_members", f"holds {len(members)} files", "Export it without media.")
            if len(found) != 1:
                raise EvalbookError(f"{path.name} holds no project (.qde), or more than one. Export it anew as .qdpx.")
            with packed.open(found[0]) as member:
                written = member.read(most + 1)
    except UnreadableFile as fault:
        raise EvalbookError(fault.told_of(path.name)) from None
    except FileNotFoundError:
        raise EvalbookError(f"{path.name} is not there.") from None
    except OSError as fault:
        raise EvalbookError(f"{path.name} cannot be opened: {fault.strerror}.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise EvalbookError(f"{path.name} is damaged or no .qdpx file. Export it anew.") from None
    except RuntimeError:  # zipfile's own word for it
        raise EvalbookError(f"{path.name} is locked with a password. Export it without one.") from None
    if len(written) > most:
        fault = over("project_bytes", "unpacks to more bytes", "Export it without media.")
        raise EvalbookError(fault.told_of(path.name))
    return written


def _is_project(name: str) -> bool:
    """Whether a member is the project: the standard calls it project.qde, ATLAS.ti after the project, and who packs an
    archive anew puts it in a folder. What macOS adds beside a file is none."""
    *folders, own = name.split("/")
    return own.lower().endswith(PROJECT) and not any(is_litter(each) for each in (*folders, own))


def _parsed(written: bytes, name: str) -> Element:
    """The XML, once a first reading that builds nothing has found no harm in it."""
    try:
        _check_harmless(written)
        return ElementTree.fromstring(written)
    except UnreadableFile as fault:
        raise EvalbookError(fault.told_of(name)) from None
    except _Harmful as harm:
        raise EvalbookError(f"{name} {harm}, which a .qdpx file has no use for. It was not read.") from None
    except (expat.ExpatError, ElementTree.ParseError, LookupError, ValueError):
        raise EvalbookError(f"The project file of {name} is damaged: no well-formed XML. Export it anew.") from None


class _Harmful(Exception):
    """What makes a file unsafe to read."""


def _check_harmless(written: bytes) -> None:
    """Raises _Harmful for a document type, which could name other files or swell without end, and for endless depth."""
    depth = 0

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > limits().project_depth:
            raise over("project_depth", "is nested without end", "It was not read.")

    def closed(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise _Harmful("declares a document type")

    guard = expat.ParserCreate()
    guard.StartDoctypeDeclHandler, guard.StartElementHandler, guard.EndElementHandler = declared, opened, closed
    guard.Parse(written, True)


def _id(element: Element) -> str:
    return _bare(element.get("guid", ""))


def _bare(guid: str) -> str:
    # The standard allows an id with braces and without, in either case.
    return guid.strip("{}").upper()


def _target(element: Element) -> str:
    return _bare(element.get("targetGUID", ""))


def _targets(element: Element, kind: str) -> Iterator[str]:
    return (_target(reference) for reference in element.findall(f"{SPACE}{kind}"))


def _codes(root: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    top = root.find(f"{SPACE}CodeBook/{SPACE}Codes")
    waiting = [((), code) for code in (top if top is not None else ())]
    while waiting:
        above, code = waiting.pop()
        if code.tag == f"{SPACE}Code":
            names = (*above, " ".join(code.get("name", "").split()))
            yield _id(code), names
            waiting += [(names, below) for below in code]


def _sources(root: Element) -> Iterator[Element]:
    sources = root.find(f"{SPACE}Sources")
    return (each for each in (sources if sources is not None else ()) if each.tag in SOURCES)


def _sets(root: Element) -> dict[str, set[str]]:
    """By source or case the names of the sets that it is in."""
    found: dict[str, set[str]] = {}
    for each in root.findall(f"{SPACE}Sets/{SPACE}Set"):
        for member in _targets(each, "MemberSource"):
            found.setdefault(member, set()).add(each.get("name", ""))
    return found


def _unit(element: Element, kind: str, names: Mapping[str, str], sets: Mapping[str, set[str]]) -> Unit:
    own = {(kind, " ".join(element.get("name", "").split()), "")}
    variables = {("variable", names.get(of, ""), value) for of, value in _values(element)}
    in_sets = {("set", name, "") for name in sets.get(_id(element), ())}
    return Unit(frozenset(own | variables | in_sets))


def _values(element: Element) -> Iterator[tuple[str, str]]:
    for value in element.findall(f"{SPACE}VariableValue"):
        reference = value.find(f"{SPACE}VariableRef")
        texts = [(each.text or "").strip() for each in value if each.tag in VALUE]
        if reference is not None and texts:
            yield _target(reference), texts[0]


def _with_cases(units: Mapping[str, Unit], cases: list[Element]) -> dict[str, Unit]:
    """Sources with what is known of the cases that they belong to as a whole."""
    joined = {name: set(unit.traits) for name, unit in units.items()}
    for case in cases:
        for source in _targets(case, "SourceRef"):
            if source in joined:
                joined[source] |= units[_id(case)].traits
    return {name: Unit(frozenset(traits)) for name, traits in joined.items()}


def _speakers(cases: list[Element]) -> dict[str, tuple[str, ...]]:
    """The cases that a selection belongs to, by the selection's id: in a focus group, who speaks there."""
    speakers: dict[str, list[str]] = {}
    for case in cases:
        for selection in _targets(case, "SelectionRef"):
            speakers.setdefault(selection, []).append(_id(case))
    return {selection: tuple(of) for selection, of in speakers.items()}


def _source_codings(root: Element, speakers: Mapping[str, tuple[str, ...]]) -> Iterator[Coding]:
    """Codings of a source: on the whole, a selection, its transcripts, and the text of a PDF or a picture."""
    for source in _sources(root):
        waiting = [(source, ())]
        while waiting:
            element, above = waiting.pop()
            spoken = speakers.get(_id(element), above)
            waiting += [(each, spoken) for each in element]
            if element.tag == f"{SPACE}Coding":
                yield from (Coding(_id(source), code, above) for code in _targets(element, "CodeRef"))


def _case_codings(cases: list[Element]) -> Iterator[Coding]:
    """Codes given to a case as a whole: they hold for its sources, or for itself where it has none."""
    for case in cases:
        sources = list(_targets(case, "SourceRef")) or [_id(case)]
        for code in _targets(case, "CodeRef"):
            yield from (Coding(source, code, (_id(case),)) for source in sources)

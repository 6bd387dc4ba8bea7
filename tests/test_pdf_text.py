"""What a PDF says is found wherever it stands; a file that cannot be read is not passed."""

import io

import pikepdf
import pytest

from evalbook.book.pdf_objects import Objects, written
from evalbook.book.pdf_text import pdf_text
from evalbook.errors import EvalbookError

TABLE = b"1 beginbfchar\n<0001> <0041>\n<0002> <0042>\nendbfchar\n1 beginbfrange\n<0010> <0012> <0061>\nendbfrange"


def stream(held, about=b""):
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (about, len(held), held)


def said(held, *, others=None):
    """The texts of a file with one page that shows `held`."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /Resources 4 0 R /Contents 5 0 R >>",
        4: b"<< /Font << /f0 6 0 R /f1 8 0 R >> >>",
        5: stream(held),
        6: b"<< /Type /Font /ToUnicode 7 0 R >>",
        7: stream(TABLE),
        8: b"<< /Type /Font >>",
        **(others or {}),
    }
    return list(pdf_text(written(Objects(objects, b"/Root 1 0 R"))))


@pytest.mark.parametrize(
    ("held", "text"),
    [
        (rb"BT /f0 9 Tf (\000\001\000\002) Tj ET", "AB"),
        (b"BT /f0 9 Tf [<0001> 12 <0002>] TJ ET", "AB"),
        (b"BT /f0 9 Tf <00010010> Tj ET BT <0012> Tj ET", "Aa c"),
        (b"BT /f1 9 Tf (plain \\(text\\) (here)) Tj ET", "plain (text) (here)"),
        (b"BT /f1 9 Tf (one) Tj 0 -9 Td (two) Tj ET", "one two"),
        (b"BT /Span << /ActualText <FEFF00E9> >> BDC /f0 9 Tf <0001> Tj EMC <0002> Tj ET", "éB"),
        (
            b"BT /f1 9 Tf (deel) Tj ET BT /Span << /ActualText <FEFF00AD> >> BDC (-) Tj EMC ET BT (nemer) Tj ET",
            "deelnemer",
        ),
    ],
)
def test_the_text_of_a_page_by_the_tables_of_its_fonts(held, text):
    assert said(held)[0].strip() == text


def test_titles_alternative_texts_addresses_and_metadata_are_said():
    others = {
        9: b"<< /Title <FEFF0042006F0065006B> /Author (Jan) /Alt (Een \\(lijn\\)) >>",
        10: b"<< /A << /S /URI /URI (https://example.org/x) >> >>",
        11: stream(b"<dc:title>Boek</dc:title>", b"/Type /Metadata /Subtype /XML"),
    }
    assert {"Boek", "Jan", "Een (lijn)", "https://example.org/x", "<dc:title>Boek</dc:title>"} <= set(
        said(b"", others=others)
    )


def test_the_text_of_a_picture_is_said():
    form = stream(b"BT /f0 9 Tf <0001> Tj ET", b"/Type /XObject /Subtype /Form /Resources << /Font << /f0 6 0 R >> >>")
    assert "A" in [text.strip() for text in said(b"", others={9: form})]


def test_a_file_of_another_program_is_read():
    pdf, file = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = "Boek"
    pdf.save(file)
    assert "Boek" in list(pdf_text(file.getvalue()))


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7", written(Objects({1: b"<< /Type /Pages >>"}, b"/Root 1 0 R"))])
def test_a_file_without_a_page_that_can_be_read_is_refused(file):
    with pytest.raises(EvalbookError, match="The PDF"):
        list(pdf_text(file))

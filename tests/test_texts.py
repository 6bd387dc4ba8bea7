"""Files of text: their shape, their encoding, and the rows that an editor shows."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from evalbook.delivery.texts import _by_row, _mended, _plain, read_text
from evalbook.delivery.written import UnreadableFile

KNOWN = ("person_id", "date", "rung")


def read(text, encoding="utf-8", known=KNOWN, tabs=False, **writing):
    return read_text(text.encode(encoding), known=known, writing=writing, tabs=tabs)


def faults(written):
    return [(fault.severity, fault.problem, fault.rows) for fault in written.faults]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_line_ends_and_encoding_are_detected(delimiter, end, encoding):
    text = end.join(delimiter.join(row) for row in (KNOWN, ("7", "2023-06-01", "1"))) + end
    written = read(text, encoding)
    assert written.rows.to_dict("list") == {"person_id": ["7"], "date": ["2023-06-01"], "rung": ["1"]}
    assert written.faults == () and written.detected["delimiter"] == delimiter.replace("\t", "tab")


def test_accents_are_read_in_cp1252():
    assert read("person_id,naam\n7,cliënt\n", "cp1252").rows["naam"].tolist() == ["cliënt"]


def test_two_encodings_in_one_file_are_told():
    content = "person_id,naam\n7,cliënt\n".encode() + "8,één\n".encode("cp1252")
    written = read_text(content, known=KNOWN, writing={}, tabs=False)
    assert [fault.problem for fault in written.faults] == ["has letters in UTF-8 and others in cp1252"]


@pytest.mark.parametrize("regular", [True, False])
def test_row_numbers_are_those_of_an_editor(regular):
    blank = "" if regular else "\n"
    written = read(f"person_id,date,rung\n7,2023-06-01,1\n{blank},,\n8,2023-06-02,2\n")
    assert written.numbers.tolist() == ([2, 4] if regular else [2, 5])
    assert written.empty_rows == (1 if regular else 2) and written.in_file == len(written.rows) + written.empty_rows


def test_the_line_that_tells_excel_the_delimiter_counts_as_a_row():
    written = read("sep=|\nperson_id|date|rung\n7|2023-06-01|1\n8|2023\n")
    assert written.numbers.tolist() == [3]
    assert faults(written) == [("error", "the last row has 2 of 3 fields; the file may be cut off", (4,))]


def test_rows_of_another_width_are_named_and_the_others_read():
    written = read("person_id,date,rung\n7,2023-06-01,1\n8,2023-06-02\n9,2023-06-03,3,x\n10,2023-06-04,4\n")
    assert written.rows["person_id"].tolist() == ["7", "10"] and written.numbers.tolist() == [2, 5]
    assert faults(written) == [
        ("error", "rows have fewer fields than its header", (3,)),
        ("error", "rows have more fields than its header", (4,)),
    ]


def test_empty_fields_beyond_the_headings_count_for_nothing():
    written = read("person_id;date;rung;;\n7;2023-06-01;1;;\n8;2023-06-02;2\n")
    assert len(written.rows) == 2 and written.faults == ()
    assert written.passed_over == ("column 4 (no heading)", "column 5 (no heading)")


def test_a_quote_that_swallows_rows_is_named_with_its_column():
    written = read('person_id,date,rung\n7,2023-06-01,"1\n8,2023-06-02,2\n9,2023-06-03,3"\n')
    assert [(fault.problem[:5], fault.column, fault.rows) for fault in written.faults] == [("holds", "rung", (2,))]
    assert written.in_file == 3


def test_a_quote_that_swallows_rows_and_gives_too_many_fields_is_named_as_what_it_is():
    written = read('person_id,date,rung\n7,2023-06-01,"1\n8,2023-06-02,2\n9,2023-06-03",3\n')
    assert [(fault.problem[:5], fault.rows) for fault in written.faults] == [("holds", (2,))]


def test_a_quote_that_is_never_closed_is_named():
    written = read('person_id,date,rung\n7,2023-06-01,1\n8,2023-06-02,"2\n9,2023-06-03,3\n')
    assert ("error", "a quote opens a text that is not closed as it should be", (3,)) in faults(written)


def test_a_quote_that_welds_two_rows_together_in_a_column_that_is_passed_over_is_named():
    """Ditto marks: the first opens a text that the second closes, and the row of another person is gone."""
    written = read('person_id;remark;date;rung\n7;";2024-01-01;3\n8;";2024-02-01;4\n9;x;2024-02-01;4\n')
    assert [(fault.problem[:5], fault.column, fault.rows) for fault in written.faults] == [("holds", "remark", (2,))]


def test_line_breaks_in_a_column_that_is_passed_over_are_no_fault():
    written = read('person_id,date,rung,remark\n7,2023-06-01,1,"two\nlines"\n8,2023-06-02,2,x\n')
    assert written.faults == () and written.numbers.tolist() == [2, 4]


def test_quotes_at_the_border_of_each_field_are_read_either_way():
    quoted = read('"person_id","date","rung"\n"7","2023-06-01","1"\n')
    assert quoted.rows.to_dict("list") == read("person_id,date,rung\n7,2023-06-01,1\n").rows.to_dict("list")
    assert read('person_id,naam\n7,"a ""b"", c"\n').rows["naam"].tolist() == ['a "b", c']


def test_a_quote_within_a_text_is_a_sign_like_any_other():
    assert read('person_id,naam\n7,de "Bus" BV\n').rows["naam"].tolist() == ['de "Bus" BV']


def test_what_stands_above_the_headings_is_told_and_passed_over():
    written = read("Levering ladder\n\nperson_id,date,rung\n7,2023-06-01,1\n")
    assert written.numbers.tolist() == [4]
    assert faults(written) == [("warning", "rows above the headings", (1,))]


@pytest.mark.parametrize("total", ["Totaal", "TOTAAL:", "Totaal 2023", "eindtotaal", "som"])
def test_a_row_of_totals_is_named(total):
    written = read(f"person_id,date,rung\n7,2023-06-01,1\n{total},,1\n")
    assert faults(written) == [("error", "looks like a row of totals", (3,))] and len(written.rows) == 1


def test_a_word_for_a_total_elsewhere_in_a_row_is_a_value():
    assert read("person_id,date,rung\n7,totaal,1\n").faults == ()


def test_a_column_that_counts_the_rows_is_told_and_passed_over():
    written = read(",person_id,date,rung\n0,7,2023-06-01,1\n1,8,2023-06-02,2\n")
    assert list(written.rows) == list(KNOWN)
    assert [fault.problem for fault in written.faults] == ["a first column without a heading counts the rows"]


def test_a_column_without_a_heading_that_holds_values_has_its_number_for_a_name():
    assert list(read("person_id,,date\n7,x,2023-06-01\n").rows) == ["person_id", "column 2", "date"]


def test_a_last_line_that_may_be_half_of_one_is_told():
    assert faults(read("person_id,date,rung\n7,2023-06-01,"))[0][0] == "warning"
    assert faults(read("person_id,date,rung\n7,2023-06-01,\n")) == []


@pytest.mark.parametrize("text", ["", "\n\n", "\0\0"])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(UnreadableFile):
        read(text)


SPLIT_PLAINLY = ("person_id,date,rung", '"person_id",date,"rung"')


@pytest.mark.parametrize("seed", range(300))
def test_odd_rows_are_read_apart_as_all_are_row_by_row(seed):
    chance = random.Random(seed)
    cells = ["A", "3", '"', '""', ",", ",,", "\n", " ", "", '"x"', '"a,b"', '"a\nb"', "Totaal", '"a""b"']
    lines = (",".join(chance.choices(cells, k=chance.choice((3, 3, 3, 2, 4)))) for _ in range(6))
    head = chance.choice((*SPLIT_PLAINLY, 'person_id,"da""te",rung', 'person_id,"d,e",rung', 'person_id,"date","rung'))
    text = head + "\n" + "\n".join(lines) + chance.choice(("", "\n", "\n\n"))
    mended = _mended(text, ",", KNOWN)
    assert (mended is None) == (head not in SPLIT_PLAINLY)
    assert mended is None or told(mended) == told(_by_row(text, ",", KNOWN))


def told(written):
    rows = written.rows.astype(object).fillna("").map(lambda cell: cell.replace("\n", " "))
    counts = written.in_file, written.empty_rows, written.numbers.tolist()
    return rows.to_dict("split"), counts, sorted(map(repr, written.faults))


def test_a_file_with_one_odd_row_is_not_read_row_by_row():
    text = "person_id,date,rung\nA,2023-06-01,1\nA\nB,2023-06-01,1\n"
    assert _plain(text, ",", KNOWN) is None
    assert isinstance(_mended(text, ",", KNOWN).rows["person_id"].dtype, pd.CategoricalDtype)

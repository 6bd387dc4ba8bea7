"""Tables on a screen: groups apart, and of one that is too wide for a phone rows as cards that are still a table."""

import pytest
from lxml import html

from evalbook.book.pages import repair_tables
from evalbook.book.table_forms import form_tables

GROUPED = """<table class="result"><caption>Tabel 4.2</caption><thead>
<tr><th rowspan="2">Uren</th><th colspan="2">Eerst</th><th colspan="2">Nu</th></tr>
<tr><th>IVA</th><th>Totaal</th><th>IVA</th><th>Totaal</th></tr></thead>
<tbody><tr><td colspan="5">Jaar 1</td></tr><tr><td>Tot 8</td>{cells}</tr>
<tr><td colspan="5">Jaar 2</td></tr><tr><td>Tot 8</td>{cells}</tr></tbody></table>"""


def formed(text):
    page = html.document_fromstring(f"<html><body>{text}</body></html>")
    repair_tables(page)
    form_tables(page)
    return page.xpath("//table")[0]


def grouped(cell="<td>99,9 procent</td>"):
    return formed(GROUPED.format(cells=cell * 4))


def plain(*columns, rows=1, kind=""):
    heads = "".join(f"<th>{head}</th>" for head, _ in columns)
    cells = "".join(f"<td>{cell}</td>" for _, cell in columns)
    body = f"<tr>{cells}</tr>" * rows
    return formed(f"<table class='result {kind}'><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>")


def classes(table):
    return set(table.get("class").split()) - {"result", "sentences"}


def test_a_head_over_columns_is_of_a_group_of_them_and_a_row_alone_heads_a_body_of_its_own():
    table = grouped()
    assert [(head.text, head.get("scope")) for head in table.xpath("./thead/tr[1]/th")] == [
        ("Uren", "col"),
        ("Eerst", "colgroup"),
        ("Nu", "colgroup"),
    ]
    assert table.xpath("./colgroup/@span") == ["1", "2", "2"]
    assert [body.xpath("string(./tr/th[@scope='rowgroup'])") for body in table.xpath("./tbody")] == ["Jaar 1", "Jaar 2"]
    assert len(table.xpath("./tbody/tr")) == 4 and len(table.xpath(".//th[@scope='row']")) == 2


def test_in_a_card_each_value_has_the_head_of_its_column_and_the_first_of_a_group_that_of_the_group():
    cells = grouped().xpath("(./tbody)[2]/tr[2]/td")
    assert [(cell.get("data-group"), cell.get("data-label")) for cell in cells] == [
        ("Eerst", "IVA"),
        (None, "Totaal"),
        ("Nu", "IVA"),
        (None, "Totaal"),
    ]


def test_what_is_laid_out_as_cards_says_of_each_part_what_it_is_of_a_table():
    table = grouped()
    assert (table.get("role"), "cards" in classes(table)) == ("table", True)
    roles = {(each.tag, each.get("scope"), each.get("role")) for each in table.iter("*") if each.tag != "colgroup"}
    assert roles - {("table", None, "table")} == {
        ("caption", None, None),
        ("thead", None, "rowgroup"),
        ("tbody", None, "rowgroup"),
        ("tr", None, "row"),
        ("th", "col", "columnheader"),
        ("th", "colgroup", "columnheader"),
        ("th", "row", "rowheader"),
        ("th", "rowgroup", "rowheader"),
        ("td", None, "cell"),
    }
    assert {each.get("aria-colspan") == each.get("colspan") for each in table.iter("th")} == {True}


def test_a_table_that_a_phone_can_hold_stays_one_without_labels_and_roles():
    table = plain(("Groep", "IVA"), ("Aantal", "1"), ("Deel", "99%"))
    assert "cards" not in classes(table) and table.xpath(".//@role | .//@data-label") == []


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([("Groep", "IVA"), *[("IVA", "99%")] * 3], {"short"}),
        ([("Groep", "IVA"), *[("IVA", "99%")] * 6], {"wide", "short", "cards"}),
        ([("Groep", "IVA"), *[("IVA", "99%")] * 10], {"wide", "very-wide", "short", "cards"}),
        ([("Groep", "IVA"), *[("Verschil", "−16,5 tot 3,1 procentpunt")] * 4], {"cards", "tight"}),
        ([("Groep", "IVA"), ("Verschil", "−16,5 tot 3,1"), ("Interval", "−16,5 tot 3,1")], {"cards"}),
    ],
)
def test_the_form_of_a_table_follows_from_its_columns_and_the_length_of_their_words(columns, found):
    assert classes(plain(*columns)) == found


def test_a_break_ends_a_line_and_sentences_wrap_on_a_desk_but_not_on_a_phone():
    assert "cards" not in classes(plain(("Groep", "IVA"), ("Kosten", "€ 1.000<br>€ 900–1.100")))
    sentence = ("Uitleg", "Een lange zin over wat er gebeurde in deze groep, woord voor woord. " * 2)
    assert classes(plain(("Groep", "IVA"), sentence, kind="sentences")) == {"cards"}


def test_a_table_without_heads_or_rows_is_left_as_it_is():
    assert formed("<table class='result'><tr><td>1</td></tr></table>").get("class") == "result short"
    assert "cards" not in plain(rows=0).get("class")

"""What a spreadsheet of an item says: the table as on the page, the numbers of its file, and what they mean."""

import pytest

from evalbook.contract.results import STATISTICS
from evalbook.exhibits.item_sheets import BOLD, sheets_of, title_of
from evalbook.words.labels import on_scale
from evalbook.words.vocabulary import languages, read_words
from literal_release import literal_release, protected_release

SUPPORT = """
table_5_1/gedoog/IVA/jobcoach/year=1/percent 10.8 102 6.1 18.3
table_5_1/gedoog/all/jobcoach/year=1/n 41 240
table_5_1/experiment/IVA/jobcoach/year=1/percent x
table_5_1/experiment/IVA/jobcoach/year=2/percent 12.5 23 6 20
"""


def said(release, item, language="nl"):
    """By sheet the texts and numbers of each row, a number as its value and format."""
    return {
        sheet.name: [
            [cell.says if isinstance(cell.says, str) else (round(cell.says, 6), cell.format) for cell in row]
            for row in sheet.rows
        ]
        for sheet in sheets_of(release, item, language=language)
    }


def test_a_table_has_the_heads_of_the_page_numbers_as_numbers_and_signs_as_texts():
    rows = said(literal_release(SUPPORT), "table_5_1")["Tabel"]
    heads = rows.index(["", "Eerste jaar", "", "", "", "Tweede jaar", "", "", ""])
    assert rows[heads + 1][:5] == ["Voorziening", "IVA, %", "Wajong, %", "Totaal, %", "Totaal, aantal"]
    assert rows[heads + 2] == ["Gedoogperiode"]
    assert rows[heads + 3][:5] == ["Jobcoach", (0.108, "0%"), "NB", "NB", (41.0, "#,##0")]
    assert rows[heads + 8][:5] == ["Basis (personen)", (102.0, "#,##0"), "", "", (240.0, "#,##0")]
    assert rows[heads + 9] == ["Experiment"]
    assert rows[heads + 10][5] == (0.125, "0%")


def test_title_edition_date_notes_and_signs_stand_with_the_table_and_with_the_notes():
    release = literal_release(SUPPORT)
    sheets = said(release, "table_5_1")
    assert sheets["Tabel"][0][0].startswith("Tabel 5.1 Voorzieningen van deelnemers die werken. Deelnemers die")
    for name in ("Tabel", "Toelichting"):
        texts = [row[0] for row in sheets[name] if row]
        assert f"Editie: {release.edition.title_in('nl')}. De cijfers lopen tot en met 31 maart 2025." in texts
        assert "NB = geen cijfer: er is (nog) niemand van wie hiervoor genoeg bekend is." in texts
        assert any("minder dan 10 personen" in text for text in texts)  # what stands in place of a few
        assert any(text.startswith("Bron: ") for text in texts)
    assert not any(sign in text for row in sheets["Toelichting"] for text in row for sign in ("<span", "**", "{", "\\"))
    assert "31 maart 2025" in title_of(release, "table_5_1", language="nl")


@pytest.mark.parametrize("language", languages())
def test_every_number_of_the_file_is_there_with_its_key_and_why_another_is_not(language):
    release = literal_release(SUPPORT)
    name = read_words(language).sheets["data"]
    heads, *rows = said(release, "table_5_1", language)[name]
    file = release.results[release.results["item"] == "table_5_1"]
    assert [row[-1] for row in rows] == ["/".join(key) for key in file.iloc[:, :6].to_numpy()]
    for row, written in zip(rows, file.itertuples(), strict=True):
        shown = row[5][0] if row[5] else None
        of_hundred = 100 if written.statistic == "percent" else 1
        assert (shown and shown * of_hundred) == (None if written.withheld else pytest.approx(written.value))
        assert bool(row[9]) is bool(written.withheld)
    assert len(heads) == len(rows[0]) and all(rows[0][:3])


def test_a_figure_has_its_numbers_and_notes_and_says_what_its_shares_are_of():
    rows = "figure_4_1/gedoog/all//1/survival 0.98 889 0.96 0.99\nfigure_3_1/gedoog/all//1/survival 0.5 900 0.4 0.6"
    sheets = said(literal_release(rows), "figure_4_1")
    assert list(sheets) == ["Gegevens", "Toelichting"]
    assert sheets["Gegevens"][1][3:6] == ["1", "Aandeel bij wie het nog niet gebeurd is", (0.98, "0%")]
    assert said(literal_release(rows), "figure_3_1")["Gegevens"][1][4] == "Aandeel"


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("table_3_1/gedoog/IVA//0-6/mean", 2.345, (2.345, "#,##0.00")),
        ("table_3_4/gedoog/IVA/conversations/year=1/mean_eur", 771.09, (771.09, '"€ "#,##0')),
        ("grays_test/experiment-gedoog/all/service_end_competing//p_value", 0.0123, (0.0123, "0.000")),
        ("scenario/all/all/ends_on//given_day", 20280401, (46844.0, "d mmmm yyyy")),
        ("reach/all/IVA///per_thousand", 10.2, (10.2, '#,##0" op de 1.000"')),
        ("calendar_costs/all/all/stopped/calendar=2027/eur", 3.1e6, (3.1, '"€ "#,##0.0" miljoen"')),
    ],
)
def test_a_number_has_the_unit_and_decimals_of_the_page(key, value, shown):
    rows = said(literal_release(f"{key} {value} 100"), key.partition("/")[0])["Gegevens"]
    assert rows[1][5] == shown


@pytest.mark.parametrize("statistic", sorted({*STATISTICS} - {"given_day"}))
def test_every_kind_of_number_has_a_scale(statistic):
    assert on_scale(1.0, statistic) > 0


def test_a_protected_number_of_few_persons_is_a_text_as_on_the_page():
    release = protected_release("table_5_1/gedoog/all/jobcoach/year=1/n x\ntable_5_1/gedoog/all/all/year=1/n 90 240")
    table = next(row for row in said(release, "table_5_1")["Tabel"] if row and row[0] == "Jobcoach")
    assert table[4] == "<\u00a010"


def test_heads_are_bold_and_no_number_is():
    (table, *_) = sheets_of(literal_release(SUPPORT), "table_5_1", language="en")
    bold = [cell.says for row in table.rows for cell in row if cell.style == BOLD and cell.says]
    assert {"First year", "IVA, %", "Tolerance period"} <= set(bold) and all(isinstance(each, str) for each in bold)

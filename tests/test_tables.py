"""Released tables as Markdown."""

from dataclasses import replace

import pytest

from evalbook.exhibits.tables import table
from literal_release import literal_release, protected_release

EXPECTED = """\
:::{table} **Tabel 4.1** Deelnemers met betaald werk in de maand van hun start. \
Deelnemers met minstens één volledige maand in de polisadministratie; stand op 31 maart 2025.
:name: table-4-1
:class: result

| Uitkering | Gedoogperiode | Experiment | Hele periode |
| :--- | ---: | ---: | ---: |
| IVA | <span data-key="table_4_1/gedoog/IVA///percent">7%</span> | \
<span data-key="table_4_1/experiment/IVA///percent" role="img" \
aria-label="minder dan 10 personen">&lt;\u00a010\u00a0pers.</span> | NB |
| Wajong | <span data-key="table_4_1/gedoog/Wajong///percent">0%</span> | NB | NB |
| Totaal | NB | NB | NB |
:::

:::{container} result-notes
<\u00a010 = minder dan 10 personen na een verandering met toeval (in het echt kunnen het er 9 zijn): \
hun aantal wordt niet getoond, omdat herkenning mogelijk is. \
NB = geen cijfer: er is (nog) niemand van wie hiervoor genoeg bekend is. \
De basis van elk cijfer staat in het gegevensbestand. \
<span data-published="table_4_1">Hier spreekt het gepubliceerde rapport zichzelf of de brief tegen: \
zie {ref}`E11 <audit-errata>`.</span> \
Bron: verzonnen registratie van deelnemers en banen (polisadministratie). \
<a class="data" href="../data/table_4_1.csv">Gegevens (CSV)</a> \
<a class="data" href="../data/table_4_1.nl.xlsx">Tabel met toelichting (XLSX)</a>
:::"""
WORK = """
table_4_1/gedoog/IVA///percent 6.5 354
table_4_1/gedoog/Wajong///percent 0 555
table_4_1/experiment/IVA///percent x
"""


def markdown(rows="", item="table_4_1", **release):
    return table(literal_release(rows, **release), item, language="nl")


def lines(text, beginning="|"):
    return [line for line in text.splitlines() if line.startswith(beginning)]


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_table_has_caption_head_marked_numbers_symbols_and_notes():
    assert markdown(WORK) == EXPECTED


def test_an_item_without_its_register_is_one_sentence_that_can_be_linked_to():
    assert markdown(without=["jobs"]) == (
        "(table-4-1)=\nTabel 4.1 is er in deze editie niet: "
        "de aangeleverde gegevens bevatten niets over banen (polisadministratie)."
    )


def test_an_item_with_nobody_in_its_base_says_so():
    assert "er is (nog) niemand van wie" in markdown()


def test_years_come_and_go_with_the_edition_and_are_named():
    rows = """
    calendar_costs/all/all/stopped/calendar=2027/eur 3100000 100
    calendar_costs/all/all/continued/calendar=2027/eur 5600000 100
    calendar_costs/all/all/stopped/calendar=2028/eur 400000 100
    """
    shown = [cells(line) for line in lines(markdown(rows, item="calendar_costs"))]
    assert [line[0] for line in shown[2:]] == ["2027", "2028 tot en met april"]
    assert shown[3][1] == "NB"


def test_a_missing_number_is_never_a_zero_or_nan():
    assert "nan" not in markdown(WORK) and cells(lines(markdown(WORK))[-1]) == ["Totaal", "NB", "NB", "NB"]


HOURS = "table_4_2/{}/all/all//n {} {}"
BOTH = "\n".join([HOURS.format("gedoog", 358, 358), HOURS.format("experiment", 734, 734)])


def test_periods_stand_side_by_side_under_a_head_of_their_own():
    text = markdown(BOTH, "table_4_2")
    assert lines(text, ":name:") == [":name: table-4-2"]
    heads = cells(lines(text)[0])
    over = [f'<span class="over">{period}</span>' for period in ("Gedoogperiode", "Experiment")]
    own = ["IVA, %", "Wajong, %", "totaal, %", "totaal, aantal"]
    assert heads == ["Uren per week", *(f"{period}, {head}" for period in over for head in own)]
    assert [cell.partition(">")[2] for cell in cells(lines(text)[-2]) if "358" in cell or "734" in cell] == [
        "358</span>",
        "734</span>",
    ]


def test_a_period_without_numbers_is_left_out_and_said():
    text = markdown(HOURS.format("experiment", 734, 734), "table_4_2")
    assert len(cells(lines(text)[0])) == 5 and "Gedoogperiode</span>" not in text
    assert "Geen cijfers voor gedoogperiode:" in text


SUPPORT = "table_5_1/{}/IVA/jobcoach/year=1/percent {} {}"


def test_groups_of_rows_stand_below_their_head_with_a_base_of_their_own():
    rows = "\n".join([SUPPORT.format("gedoog", 11, 240), SUPPORT.format("experiment", 5, 690)])
    shown = [cells(line) for line in lines(markdown(rows, "table_5_1"))]
    assert all(len(line) == 5 for line in shown)  # of no year but the first there is anything
    titles = [at for at, line in enumerate(shown) if "over" in line[0]]
    assert [shown[at] for at in titles] == [
        [f'<span class="over">{period}</span>', "", "", "", ""] for period in ("Gedoogperiode", "Experiment")
    ]
    assert [">240<" in shown[titles[1] - 1][1], ">690<" in shown[-1][1]] == [True, True]
    assert shown[titles[1] - 1][0] == shown[-1][0] == "Basis (personen)"


def test_what_is_left_out_is_told_of_rows_and_columns():
    text = markdown(SUPPORT.format("gedoog", 11, 240), "table_5_1")
    assert "Geen cijfers voor experiment; tweede jaar: " in text


CONTRACTS = {"bepaald": 87, "onbepaald": 13}


def test_a_column_with_one_base_shows_it_in_a_last_row():
    rows = "\n".join(f"table_4_5/gedoog/IVA/{each}//percent {part} 60" for each, part in CONTRACTS.items())
    last = cells(lines(markdown(rows, "table_4_5"))[-1])
    base = '<span data-key="table_4_5/gedoog/IVA/bepaald//percent&#124;base">60</span>'
    assert last == ["Basis (personen)", base, "", ""]


def test_a_column_with_several_bases_has_no_base_row():
    rows = "table_4_1/gedoog/IVA///percent 7 354\ntable_4_1/gedoog/Wajong///percent 5 555"
    assert "Basis (personen)" not in markdown(rows)


def test_intervals_are_promised_only_where_there_are_any():
    interval = "Het 95%-betrouwbaarheidsinterval en de basis"
    assert interval in markdown("table_4_1/gedoog/IVA///percent 7 354 5 10")
    assert interval not in markdown("table_4_1/gedoog/IVA///percent 7 354")


def test_intervals_in_cells_are_promised_of_all_numbers_only_where_all_have_one():
    other = "costs_of_results/all/all/participant/months={}/mean_eur"
    both = f"{other.format(12)} 3000 500 2700 3300\n{other.format(24)} 4000 500"
    assert "Onder een cijfer staat" in protected_table(both, "costs_of_results")
    assert "Onder elk cijfer staat" in protected_table(both + " 3700 4300", "costs_of_results")


def test_numbers_that_are_given_are_not_said_to_be_changed():
    given = "scenario/all/all/inflow_per_month//given 120"
    shown = protected_table(given, "scenario")
    assert ">120<" in shown and "met toeval veranderd" not in shown
    assert "met toeval veranderd" in protected_table("table_4_1/gedoog/IVA///percent 7 354", "table_4_1")


def test_a_mean_of_three_digits_is_shown_in_three():
    place = "table_3_1/gedoog/IVA//0-6/mean"
    assert ">19,7<" in protected_table(f"{place} 19.7 100", "table_3_1")
    assert ">2,30<" in protected_table(f"{place} 2.3 100", "table_3_1")


def protected_table(rows, item):
    return table(replace(literal_release(rows), protected=True), item, language="nl")


def test_a_register_extract_is_not_called_invented():
    from literal_release import EDITION

    text = markdown(WORK, edition=replace(EDITION, kind="register"))
    assert "Bron: registratie van deelnemers" in text and "verzonnen" not in text


def test_a_part_that_needs_another_register_says_which():
    text = markdown("table_2_2/gedoog/IVA/sex=man//percent 57 354", "table_2_2", without=["population"])
    assert "niets over de hele IVA- en Wajongpopulatie" in text


def test_an_unknown_table_is_refused_with_a_suggestion():
    with pytest.raises(ValueError, match="Did you mean table_4_1"):
        markdown(item="table_41")


def test_only_a_release_can_be_shown():
    with pytest.raises(TypeError, match="Release"):
        table(literal_release(WORK).results, "table_4_1", language="nl")


HOURLY = """
table_4_3/gedoog/IVA/[0,10)//percent 20 100
table_4_3/gedoog/IVA/[30,inf)//percent 15 100
table_4_3/gedoog/IVA/[30,40)//percent joined
table_4_3/gedoog/IVA/[40,inf)//percent joined
"""


def test_a_joined_class_is_one_row_in_place_of_its_parts_and_is_told_below():
    text = markdown(HOURLY, "table_4_3")
    heads = [cells(line)[0] for line in lines(text)]
    assert heads[2:] == [
        "Minder dan 10 euro",
        "10 tot 20 euro",
        "20 tot 30 euro",
        "30 euro en meer",
        "Totaal",
        "Basis (personen)",
    ]
    assert "Klassen waarin weinig personen vallen zijn samengevoegd: 30 euro en meer." in text


def test_a_table_without_joined_classes_says_nothing_of_them():
    assert "samengevoegd" not in markdown(HOURLY.replace("[30,inf)", "[20,30)").replace("joined", "5"), "table_4_3")


COMPARED = "comparison_in_work/all/all//12"


def test_an_invented_difference_is_said_to_be_so_and_that_of_a_register_is_a_sentence():
    rows = f"{COMPARED}/share_starters 0.2 100 0.1 0.3\n{COMPARED}/difference 0.05 100 0.01 0.09"
    shown = table(literal_release(rows), "comparison_in_work", language="en")
    assert "The difference between the two groups is invented too" in shown and "5.0 percentage points" in shown
    register = table(protected_release("table_2_1/all/all/all//n 400"), "comparison_found_work", language="en")
    assert "|" not in register and "only of a group of which 100 or more" in register

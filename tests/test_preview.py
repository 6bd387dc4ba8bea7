"""What an output looks like where the notebook itself is opened: no directive, label, key or link of the page."""

import pytest

from evalbook.exhibits.exhibit import Exhibit, notes
from evalbook.exhibits.markup import captioned_table, pipe_table, with_key
from evalbook.exhibits.preview import preview
from literal_release import literal_release

NUMBER = with_key("40%", "a/b/c/d/percent|complement + 1 > 0")


def test_a_number_is_shown_without_its_key():
    assert preview(f"Van {NUMBER} is <span class='verdict holds'>bekend</span>.") == "Van 40% is bekend."


def test_a_table_keeps_its_caption_and_its_cells():
    table = pipe_table(["", "Aantal"], [["IVA", f'{NUMBER}<br><span class="interval">{NUMBER}</span>']])
    named = captioned_table(table, caption="**Tabel 2.1** Deelnemers", name="table-2-1")
    lines = ["**Tabel 2.1** Deelnemers", "", "|  | Aantal |", "| :--- | ---: |", "| IVA | 40%<br>40% |"]
    assert preview(named).splitlines() == lines


def test_a_table_without_a_caption_begins_with_its_head():
    assert preview(captioned_table(pipe_table(["a", "b"], []))) == "| a | b |\n| :--- | ---: |"


def test_tables_after_one_another_stay_apart():
    table = captioned_table(pipe_table(["a"], [["1"]]), caption="Kop")
    assert preview(f"{table}\n\n{table}").count("\n\nKop\n\n| a |") == 1


def test_notes_are_a_paragraph_with_the_name_of_the_file_as_text():
    text = preview(notes(Exhibit(literal_release(), "table_2_1", "nl"), "Een noot."))
    assert (
        "een noot." in text.lower()
        and text.endswith("Gegevens (CSV) Tabel met toelichting (XLSX)")
        and "\n" not in text
    )


def test_a_box_keeps_its_title():
    assert preview(":::{admonition} In het kort\n:class: findings\n\n- een\n:::") == "**In het kort**\n\n- een"


def test_a_container_leaves_what_it_holds():
    assert preview(":::{container} key-figures\n- een\n- twee\n:::") == "- een\n- twee"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Zie {ref}`tabel 2.1 <table-2-1>` en {ref}`gesprekken`.", "Zie tabel 2.1 en gesprekken."),
        ("(voice-motivation)=\n### Gemotiveerd", "### Gemotiveerd"),
        ("`value` blijft, *nadruk* ook (en dit)", "`value` blijft, *nadruk* ook (en dit)"),
        ("Een regel met ::: erin\n", "Een regel met ::: erin"),
    ],
)
def test_references_and_labels_are_gone_and_text_stays(written, read):
    assert preview(written) == read

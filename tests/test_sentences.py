"""Names hold in the text cells below them, up to the next cell of names."""

import pytest

from evalbook.errors import EvalbookError
from evalbook.exhibits.sentences import NAMES, PLACEHOLDER, Said, filled, page_text, standing, texts
from tiny_book import code, displayed, text


def names(*, always=False, missing=(), **said):
    english = {name: f"{each} (en)" for name, each in said.items()}
    return code("", output=displayed({NAMES: {"always": always, "missing": list(missing), "nl": said, "en": english}}))


def told(*cells, language="nl"):
    return texts(cells, chapter="steps", language=language)


EDITION = names(always=True, edition="2025")


def test_each_language_has_its_own_words():
    cells = [names(found="34%"), text("{found}", "nl"), text("{found}", "en")]
    assert (told(*cells), told(*cells, language="en")) == ({2: "34%"}, {3: "34% (en)"})


def test_a_text_without_names_is_not_filled():
    assert told(text("Zie [hier](#werk).", "nl"), text("{found}", "en")) == {}


def test_names_hold_until_the_next_cell_of_names():
    cells = [EDITION, names(found="34%"), text("{found}", "nl"), code("report.table()"), text("{found}", "nl")]
    assert told(*cells, names(found="35%"), text("{found}", "nl")) == {3: "34%", 5: "34%", 7: "35%"}
    with pytest.raises(EvalbookError, match=r"^steps, cell 7: \{found\} is not named"):
        told(*cells, names(other="35%"), text("{found}", "nl"))


def test_the_words_of_the_edition_hold_in_the_whole_chapter():
    assert told(EDITION, names(found="34%"), text("{edition}: {found}", "nl")) == {3: "2025: 34%"}


def test_a_name_that_is_not_given_is_refused_with_the_nearest():
    with pytest.raises(EvalbookError, match=r"^steps, cell 3: \{editon\} is not named .* Did you mean edition\?$"):
        told(EDITION, names(found="34%"), text("{editon}", "nl"))


def test_a_key_in_a_text_is_refused_with_what_to_write():
    with pytest.raises(EvalbookError, match="cell 1: .* is no name; .* report.names.short_name='table_2_1/all/all"):
        told(text("{table_2_1/all/all/all//n}", "nl"))


def test_a_name_without_its_number_takes_the_place_of_its_sentence():
    cells = [
        names(missing=["work"], found="34%", work="Er is niets."),
        text("Een {found}. Twee {work}, {found}.", "nl"),
    ]
    assert told(*cells) == {2: "Een 34%. Er is niets."}


def test_a_reason_is_told_once_and_its_item_of_a_list_stays_one():
    reasons = {"work": Said(instead="Niets."), "n": Said("5")}
    assert filled("- {n}\n- {work}\n- {work}", reasons.get) == "- 5\n- Niets."
    assert filled("Een {work}. Twee {n}. Drie {work}.", reasons.get) == "Niets. Twee 5."


def test_numbers_of_one_item_that_are_not_there_are_told_in_one_sentence_with_all_reasons():
    def gap(item, why):
        return Said("", f"Geen {item}: {why}.", f"Ook geen {item}.", why, f"Geen {{ref}}`{item}`: {{}}.")

    said = {"a": gap("a", "few"), "also_a": gap("a", "thirty"), "b": gap("b", "few"), "c": gap("c", "month")}
    assert filled("Een {a}. Twee {also_a}. Drie {b}. Vier {a}.", said.get) == "Geen {ref}`a`: few; thirty. Ook geen b."
    assert filled("- Een {a}.\n- Twee {c}.", said.get) == "- Geen a: few.\n- Geen c: month."


@pytest.mark.parametrize("written", ["{ref}`hier <werk>`", ":::{admonition} Lees", "```{note}"])
def test_roles_and_directives_are_no_names(written):
    assert PLACEHOLDER.findall(written) == []


@pytest.mark.parametrize(
    ("written", "page"),
    [
        ("<!-- werk -->\n## Werk\n\n<!-- uren -->\n### Uren", "(werk)=\n## Werk\n\n(uren)=\n### Uren"),
        ("Zie [tabel 2.1](#table-2-1).", "Zie {ref}`tabel 2.1 <table-2-1>`."),
        ("| [1 Werk](#werk) | [2](#twee) |", "| {ref}`1 Werk <werk>` | {ref}`2 <twee>` |"),
        ("[Alles (CSV)](../data/all.csv)", '<a class="data" href="../data/all.csv">Alles (CSV)</a>'),
        ("[elders](https://a.example/b#c) [1] (#2)", "[elders](https://a.example/b#c) [1] (#2)"),
    ],
)
def test_labels_and_links_that_everyone_reads_become_those_of_the_page(written, page):
    assert page_text(written, where="steps") == page


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("<!-- werk -->\n\n## Werk", "<!-- werk -->"),
        ("<!-- werk -->\nWerk", "<!-- werk -->"),
        ("<!-- Werk -->\n## Werk", "<!-- Werk -->"),
        ("Zie [hier](#Werk).", "[hier](#Werk)"),
        ("Zie [{found}](#werk).", "[{found}](#werk)"),
        ("Zie [](#werk).", "[](#werk)"),
    ],
)
def test_what_is_no_label_and_no_link_is_refused_with_its_cell(written, wrong):
    with pytest.raises(EvalbookError) as fault:
        told(EDITION, text(written, "nl"))
    assert str(fault.value).startswith(f"steps, cell 2: {wrong} is no label and no link. A label is <!-- name -->")


def test_a_sentence_that_begins_with_a_link_is_one():
    cells = [names(missing=["work"], work="Er is niets."), text("Een {work}. [Tabel](#a) zegt meer.", "nl")]
    assert told(*cells) == {2: "Er is niets. {ref}`Tabel <a>` zegt meer."}


def stand(*cells, absent=()):
    """The numbers of the cells that stand, with the labels that came to each."""
    edition = code("", output=displayed({NAMES: {"always": True, "missing": [], "absent": list(absent)}}))
    return {at: anchors for at, _, anchors in standing([edition, *cells], "nl", chapter="steps") if at > 1}


NEEDY = text("<!-- loon -->\n## Loon", "nl", "needs-jobs")


def test_a_cell_that_needs_a_register_stands_only_where_the_edition_has_it():
    cells = [NEEDY, text("Er zijn geen banen.", "nl", "without-jobs"), text("Verder.", "nl")]
    assert stand(*cells) == {2: [], 4: []}
    assert stand(*cells, absent=["ladder"]) == {2: [], 4: []}
    assert stand(*cells, absent=["jobs", "ladder"]) == {3: ["loon"], 4: []}


def test_labels_of_what_is_left_out_come_to_the_next_text_with_those_of_tables():
    table = code("", output=displayed({"text/markdown": "(table-4-2)=\nTabel 4.2 is er niet."}))
    table.metadata["tags"] = ["needs-jobs"]
    other = code("", output=displayed({"text/markdown": "iets"}))
    assert stand(NEEDY, table, other, text("Verder.", "nl"), absent=["jobs"]) == {4: [], 5: ["loon", "table-4-2"]}


def test_a_cell_of_the_other_language_leaves_no_label():
    english = text("<!-- wage -->\n## Wage", "en", "needs-jobs")
    assert stand(english, text("Verder.", "nl"), absent=["jobs"]) == {3: []}


@pytest.mark.parametrize("tag", ["needs-comparator", "without-comparator"])
def test_a_tag_that_names_no_register_stops_with_the_nearest(tag):
    with pytest.raises(EvalbookError, match=f"^steps, cell 2: the tag {tag} names no register. .*comparators"):
        stand(text("Verder.", "nl", tag))


def test_what_stands_in_for_others_leaves_no_label_where_it_is_not_there():
    stands_in = text("<!-- nog-niet -->\n## Nog niet", "nl", "without-jobs")
    assert stand(stands_in, text("Verder.", "nl")) == {3: []}

"""What a chapter's calls show."""

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from evalbook.disclosure import release, write_release
from evalbook.errors import EvalbookError
from evalbook.extract import read_extract
from evalbook.preview import DRAWING, FORMULA, MARKDOWN, PAGE
from evalbook.report import Report, open_report
from literal_release import curve_rows, literal_release

PEOPLE = "\n".join(f"P{i},IVA,vrouw,1980-06-15,psychisch,2024-01-15,,," for i in range(12))
N = "table_2_1/all/all/all//n"


@pytest.fixture(scope="module", autouse=True)
def shell():
    """IPython displays only inside a shell."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def shown(call, *arguments, **options):
    with capture_output() as captured:
        call(*arguments, **options)
    return captured.outputs


def report(rows="", **about):
    return Report(literal_release(rows, **about), "nl")


def test_a_text_is_shown_as_the_book_has_it_beside_its_preview():
    (output,) = shown(report(f"{N} 12").text, nl=f"{{{N}}} deelnemers", en=f"{{{N}}} participants")
    assert output.data == {PAGE: f'<span data-key="{N}">12</span> deelnemers', MARKDOWN: "12 deelnemers"}


def test_a_table_is_shown_as_text_only():
    (output,) = shown(report(f"{N} 12").table, "table_2_1")
    assert list(output.data) == [PAGE, MARKDOWN]


def test_a_figure_is_a_drawing_its_caption_and_what_stands_below():
    rows = curve_rows("figure_4_1/gedoog/all//*/survival", 1, 0.9)
    drawing, caption, below = shown(report(rows).figure, "figure_4_1")
    said = drawing.metadata["evalbook"]
    assert (said["figure"], said["alt"]) == ("figure_4_1", drawing.data["text/plain"])
    assert drawing.data[DRAWING].startswith("<?xml")
    assert caption.metadata == {"evalbook": {"caption_of": "figure_4_1"}}
    assert caption.data[PAGE].startswith("**Figuur 4.1** ")
    assert "../data/figure_4_1.csv" in below.data[PAGE]


def test_a_formula_is_a_drawing_for_the_book_and_tex_for_who_opens_the_notebook():
    (output,) = shown(report().formula, "wilson")
    assert output.data[DRAWING].startswith("<?xml") and output.data[FORMULA].startswith(r"$$\dfrac")
    assert output.data["text/plain"] == output.metadata["evalbook"]["alt"]


def test_a_figure_that_is_not_there_is_a_sentence_only():
    (output,) = shown(report(without=["jobs"]).figure, "figure_4_1")
    assert output.data[PAGE].startswith("(figure-4-1)=")


def test_an_extract_and_its_release_open_as_the_same_report(write_extract, tmp_path):
    folder = write_extract("kind: register", participants=PEOPLE)
    write_release(release(read_extract(folder)), tmp_path / "release")
    reports = [open_report(source, language="nl") for source in (folder, str(tmp_path / "release"))]
    texts = [shown(each.table, "table_2_1")[0].data for each in reports]
    assert texts[0] == texts[1] and ">10</span>" in texts[0][PAGE]  # of 12, rounded


def test_a_folder_that_is_neither_is_refused(tmp_path):
    with pytest.raises(EvalbookError):
        open_report(tmp_path, language="nl")


def test_a_language_without_words_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(EvalbookError, match="fy"):
        open_report(tmp_path / "nothing", language="fy")


def test_about_the_edition_names_registers_that_are_missing_and_warnings(write_extract):
    folder = write_extract(participants=PEOPLE, jobs="")
    (output,) = shown(open_report(folder, language="nl").about)
    text = output.data[PAGE]
    assert '| Deelnemers (`participants`) | <span data-key="registers/participants">12</span> |' in text
    assert "| Banen (polisadministratie) (`jobs`) | ontbreekt |" in text
    assert "| Peildatum | 31 maart 2025 |" in text


def test_what_the_checks_noticed_is_told_in_the_language_of_the_book(write_extract):
    folder = write_extract(participants=PEOPLE, jobs="", conversations="P0,2025-04-01")
    (output,) = shown(open_report(folder, language="nl").about)
    text = output.data[PAGE]
    assert '| <span data-key="warnings/0/table">jobs</span> |  | ' in text
    assert ">ligt na de peildatum of na de uitstroom van de persoon</span> |" in text


def test_a_glance_is_a_small_drawing_with_its_own_text_below():
    rows = curve_rows("figure_4_1/gedoog/all//*/survival", 1, 0.9)
    drawing, text = shown(report(rows).glance, "figure_4_1", nl="In {figure_4_1/gedoog/all//1/survival|month}.", en="")
    assert drawing.metadata["evalbook"]["figure"] == text.metadata["evalbook"]["caption_of"] == "small_figure_4_1"
    assert drawing.metadata["evalbook"]["kind"] == "small" and ">1</span>." in text.data[PAGE]


def test_a_glance_without_numbers_is_its_text_only():
    (output,) = shown(report().glance, "figure_4_1", nl="Niets.", en="")
    assert output.data[PAGE] == "Niets."


@pytest.mark.parametrize(
    ("call", "head"), [("findings", ":::{admonition} In het kort"), ("key_figures", ":::{container}")]
)
def test_findings_and_key_figures_stand_in_a_box_of_their_own(call, head):
    (output,) = shown(getattr(report(), call), nl="Stand op {reference_date}.", en="")
    assert output.data[PAGE].startswith(head)
    assert "31 maart 2025" in output.data[PAGE]

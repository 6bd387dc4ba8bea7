"""What a chapter's calls show."""

import shutil

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from evalbook.errors import EvalbookError
from evalbook.exhibits.preview import DRAWING, FORMULA, MARKDOWN, PAGE
from evalbook.exhibits.sentences import NAMES
from evalbook.extract.extract import read_extract
from evalbook.machine.cache import RELEASES, keep
from evalbook.prepared import release_recipe, release_texts
from evalbook.release.release import write_release
from evalbook.report import Report, open_report
from literal_release import curve_rows, literal_release
from tiny_book import code, displayed, text
from variations import protected

PEOPLE = "\n".join(f"P{i},IVA,vrouw,1980-06-15,psychisch,2024-01-15,,," for i in range(12))
N, SHARE = "table_2_1/all/all/all//n", "table_4_1/all/all///percent"


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


def test_names_are_shown_for_a_page_and_for_a_reader():
    (output,) = shown(report(f"{N} 12").names, people=N)
    assert output.data["text/plain"] == "people: 12"
    assert output.data[NAMES]["nl"] == output.data[NAMES]["en"] == {"people": f'<span data-key="{N}">12</span>'}


def test_every_kind_of_word_can_be_named():
    rows = curve_rows("figure_4_1/gedoog/all//*/survival", 1, 0.75)
    left, right = (f"table_2_1/{period}/IVA/IVA//percent" for period in ("experiment", "gedoog"))
    counted = f"{left} 35 100 30 40\n{right} 33 100 28 38"
    one = report(f"{N} 12\n{SHARE} 35 100 30 40\n{counted}\n{rows}")
    meanings = {
        "against": one.beside(left, "before"),
        "moved": one.beside(left, "before", form="moved"),
        "before": right,
        "few": N,
        "hundred": one.of_hundred(SHARE),
        "fraction": one.quantity(SHARE),
        "claim": one.claim("C26"),
        "publisher": one.publisher("name"),
        "last": one.last("figure_4_1", period="gedoog"),
        "month": one.last("figure_4_1", "month", period="gedoog"),
        "peak": one.peak("figure_4_1", "complement", period="gedoog"),
        "after": "calendar_costs/all/all/stopped/after_means/eur",
    }
    (output,) = shown(one.names, **meanings)
    said = output.data[NAMES]
    assert said["nl"].keys() == said["en"].keys() == meanings.keys() and said["missing"] == ["after"]
    assert (said["nl"]["against"], said["en"]["against"]) == ("tegen", "against")
    assert "ends" in said and said["ends"]["en"]["moved"][0] == "; that may be chance"
    assert all(">1</span>" in said[each]["month"] and ">25%</span>" in said[each]["peak"] for each in ("nl", "en"))
    assert ">35</span>" in said["en"]["hundred"] and "third" in said["en"]["fraction"]


def test_a_saved_chapter_can_be_seen_filled(tmp_path):
    one = report(f"{N} 12")
    (names,) = shown(one.names, people=N)
    cells = [code("", output=displayed(names.data)), text("Er zijn {people}.", "nl"), text("There are {people}.", "en")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "steps.ipynb")
    (output,) = shown(one.preview, tmp_path / "steps.ipynb")
    assert output.data[MARKDOWN] == "Er zijn 12."


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


@pytest.mark.slow
def test_an_extract_and_its_release_open_as_the_same_report(write_extract, tmp_path):
    people = "\n".join(f"P{n},IVA,vrouw,1980-06-15,psychisch,2024-01-15,,," for n in range(120))
    folder = write_extract("kind: register", participants=people)
    write_release(protected(read_extract(folder)), tmp_path / "release")
    reports = [open_report(source, language="nl") for source in (folder, str(tmp_path / "release"))]
    texts = [shown(each.table, "table_2_1")[0].data for each in reports]
    assert texts[0] == texts[1] and ">120</span>" not in texts[0][PAGE]


def test_the_release_of_an_invented_extract_is_taken_from_an_earlier_time(write_extract):
    """Put there: that of another extract."""
    texts = release_texts(write_extract("title: Another", participants=PEOPLE))
    folder = write_extract(participants=PEOPLE)
    assert open_report(folder, language="nl").release.edition.title == "A test"
    keep(RELEASES, release_recipe(folder), texts, label="another")
    assert open_report(folder, language="nl").release.edition.title == "Another"


def test_a_release_is_read_once_until_its_files_change(tmp_path):
    folder = tmp_path / "release"
    write_release(literal_release("table_2_1/all/all/all//n 4000"), folder)
    first = open_report(folder, language="nl").release
    assert open_report(folder, language="en").release is first
    shutil.rmtree(folder)
    write_release(literal_release("table_2_1/all/all/all//n 5000"), folder)
    assert open_report(folder, language="nl").release.results["value"].tolist() == [5000]


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


def test_a_glance_is_a_small_drawing():
    rows = curve_rows("figure_4_1/gedoog/all//*/survival", 1, 0.9)
    (drawing,) = shown(report(rows).glance, "figure_4_1")
    said = drawing.metadata["evalbook"]
    assert (said["figure"], said["kind"], said["alt"]) == ("small_figure_4_1", "small", drawing.data["text/plain"])


def test_a_glance_without_numbers_shows_nothing():
    assert shown(report().glance, "figure_4_1") == []

"""The codebook of the interviews: what must be in it, and how faults are told."""

import shutil

import pytest

from evalbook.contract.codebook import codebook_files, read_codebook
from evalbook.errors import EvalbookError
from evalbook.exhibits.expressions import evaluate
from evalbook.exhibits.sentences import PLACEHOLDER
from evalbook.extract.extract import read_extract
from evalbook.gate.making import release_exact
from evalbook.places import QUALITATIVE, SHIPPED_EXTRACT
from evalbook.release.lookup import Gap

# The subheadings of the published report under which people speak, counted with a lead text that tells findings.
PARTS = {"2.1": 1, "2.3": 8, "2.4": 1, "2.5": 2, "3.2": 7, "3.3": 8, "3.4": 6, "4.2": 5, "4.3": 5, "4.4": 1, "4.5": 3}
PARTS |= {"5.2": 3, "5.3": 2, "5.4": 1}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(QUALITATIVE, tmp_path / "qualitative")


def mend(folder, name, before, after):
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_every_part_of_the_report_has_its_rows():
    book = read_codebook()
    assert book.sections.index.str[:3].value_counts().to_dict() == PARTS
    assert set(book.findings["section"]) == set(book.sections.index)


def test_a_finding_speaks_for_the_perspective_that_its_section_tells():
    book = read_codebook()
    tells = book.findings["section"].map(book.sections["perspective"])
    assert (tells == book.findings["perspective"]).all()


def test_the_shift_between_the_waves_is_there():
    said = read_codebook().findings
    assert {"2024", "2025"} <= set(said.loc[said["theme"] == "goal", "wave"])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_the_registers_show_beside_it_is_in_the_release(language):
    released = release_exact(read_extract(SHIPPED_EXTRACT))
    texts = read_codebook().themes[f"registers_{language}"]
    numbers = [evaluate(released, key) for text in texts for key in PLACEHOLDER.findall(text)]
    assert len(numbers) > 30
    assert not [number for number in numbers if isinstance(number, Gap)]


def test_both_languages_show_the_same_numbers():
    themes = read_codebook().themes
    keys = [
        themes[f"registers_{language}"].map(lambda text: sorted(PLACEHOLDER.findall(text))) for language in ["nl", "en"]
    ]
    assert keys[0].tolist() == keys[1].tolist()


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("findings", "positive,most", "good,most", "findings.direction: is no code (1 rows, the first is row 2)"),
        ("findings", "help_sought_1,help_sought", "help_sought_1,help_saught", "findings.theme: is not known"),
        ("findings", ",2.3a,", ",2.3z,", "findings.section: is not known"),
        ("findings", "Hardly anyone", "Only 3", "findings.finding_en: holds digits"),
        ("findings", "Hardly anyone", "“Hardly anyone”", "findings.finding_en: holds a quotation"),
        ("findings", "2024-2025", "lately", "findings.wave: has another form"),
        ("findings", "help_sought_2,", "help_sought_1,", "findings.id: stands twice"),
        ("themes", "help_sought,2", "help_sought,9", "themes.chapter: is no code"),
        ("themes", "chapter,", "chapters,", "themes.csv.chapters: the column is not known"),
        ("sections", "what people ask for", "", "sections.about_en: is empty"),
    ],
)
def test_a_fault_is_told_with_its_column_and_row(folder, name, before, after, told):
    mend(folder, name, before, after)
    with pytest.raises(EvalbookError) as fault:
        read_codebook(folder)
    assert told in str(fault.value)


def test_a_missing_file_is_told(folder):
    (folder / "findings.csv").unlink()
    with pytest.raises(EvalbookError, match="findings.csv: the file is not there"):
        read_codebook(folder)


def test_a_reader_downloads_every_finding_with_its_statement():
    rows = codebook_files()["voices.csv"]
    assert len(rows) == len(read_codebook().findings)
    assert rows["definition_nl"].notna().all()

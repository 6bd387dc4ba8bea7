"""What stops a finished book: numbers that are not the release's, digits without a key, ids of persons."""

import pikepdf
import pytest

from evalbook.book.downloads import write_audit, write_data, write_workbooks
from evalbook.book.identifiers import searchable
from evalbook.book.pdf_text import pdf_text
from evalbook.book.scan import find_downloads, find_numbers, find_persons, scan
from evalbook.errors import EvalbookError
from evalbook.release.release import read_release, write_release
from literal_release import curve_rows, literal_release

pytestmark = pytest.mark.slow

RELEASE = literal_release(
    """
    table_4_7/all/all///percent 12.4 200 8 17
    table_4_7/gedoog/all///percent x
    table_2_1/all/all/all//n 4015 4015
    """
    + curve_rows("figure_4_1/gedoog/all//*/survival", 1, 0.8)
)
SHARE = '<span data-key="table_4_7/all/all///percent">12%</span>'


@pytest.fixture
def site(tmp_path):
    """A site of one page with a computed body."""

    def make(body, *, computed=True):
        name = "computed docutils container" if computed else "written"
        (tmp_path / "page.html").write_text(f'<html lang="nl"><body><div class="{name}">{body}</div></body></html>')
        return tmp_path

    return make


def finds(folder):
    return list(find_numbers(folder, RELEASE))


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Van hen is {SHARE} zelfstandig.</p>",
        '<p><span data-key="table_4_7/all/all///percent|interval">8–17%</span></p>',
        '<p><span data-key="figure_4_1/gedoog/all//1/survival|complement">20%</span></p>',
        '<p><span data-key="figure_4_1/gedoog/all//1/survival|complement">ongeveer een vijfde</span></p>',
        '<p><span data-key="registers/participants">100</span></p>',
        '<p><span data-key="table_4_7/gedoog/all///percent">&lt;\u00a010\u00a0pers.</span></p>',
        '<p><span data-key="table_4_7/gedoog/all///percent">minder dan 10 personen</span></p>',
        f"<table class='result'><tbody><tr><th>Totaal</th><td>{SHARE}</td></tr></tbody></table>",
    ],
)
def test_released_numbers_with_their_keys_pass(site, body):
    assert finds(site(body)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Zie tabel 4.2 en figuur B4.1.",
        "Stand op 31 mei 2025, sinds april 2023.",
        "Na 12 maanden, in maand 18, na 6 tot 12 maanden.",
        "Mensen van 25 tot en met 34 jaar met Wajong2015.",
        "Meer dan 16 uur per week en minder dan 1.000 euro per maand.",
        "Bij de start op trede 1 of 2.",
        "Het 95%-betrouwbaarheidsinterval staat in het bestand.",
        "Geen cijfers voor 5 betaald werk met ondersteuning.",
    ],
)
def test_digits_that_name_something_need_no_key(site, text):
    assert finds(site(f"<p>{text}</p>")) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>Dat zijn 7 deelnemers.</p>",
        "<p>Dat is 12%.</p>",
        f"<p>Van hen is {SHARE} (24 mensen) zelfstandig.</p>",
        "<table class='result'><tbody><tr><th>Totaal</th><td>12</td></tr></tbody></table>",
        "<table class='result'><tbody><tr><th>Totaal 4015</th><td></td></tr></tbody></table>",
        "<figure><img src='f.svg' alt='Lijnfiguur: 7 personen.'><figcaption><p>x</p></figcaption></figure>",
    ],
)
def test_computed_digits_without_a_key_are_found(site, body):
    assert len(finds(site(body))) == 1


def test_written_text_may_hold_digits(site):
    assert finds(site("<p>Het rapport telt 7 hoofdstukken.</p>", computed=False)) == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("table_4_7/all/all///percent", "13%"),
        ("table_4_7/gedoog/all///percent", "5%"),
        ("table_9_9/all/all///percent", "5%"),
        ("nonsense", "5%"),
        ("registers/jobs", "99"),
    ],
    ids=["another", "withheld", "no item", "no key", "a register"],
)
def test_a_keyed_number_that_is_not_the_released_one_is_found_wherever_it_stands(site, key, text):
    found = finds(site(f'<p><span data-key="{key}">{text}</span></p>', computed=False))
    assert len(found) == 1 and text not in found[0]


def figure(alt, keys):
    caption = f'<figcaption><p>Figuur<span data-alt-keys="{keys}"></span></p></figcaption>'
    return f'<figure><img src="f.svg" alt="{alt}">{caption}</figure>'


def test_an_alt_text_says_the_released_numbers_of_its_keys(site):
    keys = "figure_4_1/gedoog/all//0/survival;figure_4_1/gedoog/all//1/survival;figure_4_1/gedoog/all//1/survival|month"
    assert finds(site(figure("Van 100% naar 80% in maand 1.", keys))) == []
    assert len(finds(site(figure("Van 100% naar 79% in maand 1.", keys)))) == 2  # not said, and digits without a key


def test_a_month_is_whole_and_not_taken_from_a_number_that_begins_so(site):
    keys = "figure_4_1/gedoog/all//1/survival|month;figure_4_1/gedoog/all//1/survival"
    assert len(finds(site(figure("In maand 1,0 was het 80%.", keys)))) == 2


def test_downloads_are_rows_of_the_release(tmp_path):
    write_release(RELEASE, tmp_path / "release")
    released = read_release(tmp_path / "release")
    write_data(tmp_path / "release", tmp_path / "site" / "data")
    write_audit(released, tmp_path / "site" / "data")
    write_workbooks(released, tmp_path / "site" / "data", ("nl", "en"))
    assert list(find_downloads(tmp_path / "site", released)) == []
    item = tmp_path / "site" / "data" / "table_4_7.csv"
    item.write_text(item.read_text().replace("12.4", "12.5"))
    (tmp_path / "site" / "data" / "persons.csv").write_text("person_id\n")
    dutch, english = (tmp_path / "site" / "data" / f"table_4_7.{language}.xlsx" for language in ("nl", "en"))
    dutch.write_bytes(english.read_bytes())
    (tmp_path / "site" / "data" / "persons.nl.xlsx").write_bytes(english.read_bytes())
    assert [find.split(":")[0] for find in find_downloads(tmp_path / "site", released)] == [
        "data/persons.csv",
        "data/persons.nl.xlsx",
        "data/table_4_7.csv",
        "data/table_4_7.nl.xlsx",
    ]


@pytest.mark.parametrize("name", ["page.html", "search-texts.js", "figure.svg", "results.csv", "manifest.json"])
def test_no_id_of_a_person_stands_in_any_file(tmp_path, name):
    (tmp_path / name).write_text("deelnemer P0000123 is")
    assert list(find_persons(tmp_path, ["P0000123"])) == [f"{name}: the id of a person stands in it."]
    assert list(find_persons(tmp_path, ["P000012"])) == []


@pytest.mark.parametrize(
    ("person", "sought"),
    [
        ("P001", True),
        ("A1", False),
        ("Anna", False),
        ("SENTINEL", True),
        ("1234", False),
        ("123456", True),
        ("NL-1", True),
    ],
)
def test_ids_that_cannot_be_told_from_words_and_numbers_are_not_sought(person, sought):
    assert bool(searchable([person])) is sought
    assert searchable([person]).found_in([f"<td>{person}</td>"]) is sought


def test_a_number_is_no_id_within_a_coordinate_or_a_hash():
    assert not searchable(["123456"]).found_in(["M 10.123456 2", "0a123456bc", "1123456"])


def test_ids_are_found_in_a_pdfs_metadata_and_alternative_texts(tmp_path):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "Boek van P0000123"
        pdf.save(tmp_path / "book.pdf")
    assert any("P0000123" in text for text in pdf_text((tmp_path / "book.pdf").read_bytes()))
    assert list(find_persons(tmp_path, ["P0000123"])) == ["book.pdf: the id of a person stands in it."]


def test_a_find_stops_and_says_where_but_not_what(site):
    with pytest.raises(EvalbookError, match="page.html: a p that was computed has digits") as raised:
        scan(site("<p>Dat zijn 7734 deelnemers.</p>"), RELEASE)
    assert "7734" not in str(raised.value)

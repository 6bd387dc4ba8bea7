"""What the search knows of a page: its parts with their places, prose apart from tables; and words of a language."""

import json
from dataclasses import replace

import pytest
import yaml
from lxml import html

from evalbook.book.search import PAGE, STEMS, SYNONYMS, TEXTS, search_scripts, stems_script, synonyms
from evalbook.book.typesetting import Interface

FACING = Interface("nl", "Een boek", "2025q1", "Peildatum", "", {"search": {"none": "Niets"}})
BODY = """<article><section id="werk"><h1><span class="section-number">4 </span>Werk<a class="headerlink">#</a></h1>
<p>Van wie begon, vond <span data-key="x">35%</span> werk.</p><p>Meer.</p>
<div class="table-container">
<table><caption>Tabel 4.1</caption><tr><td>IVA</td>
<td>1<br><span class="interval">0–2</span></td></tr></table></div>
<p><a class="data" href="x.csv">Gegevens (CSV)</a></p><details class="figure-data"><p>Cijfers</p></details>
<section id="duur"><h2>4.1 Duur</h2><p>Een</p>
<dl><dt><span id="term-iva"></span>IVA</dt><dd><p>Een uitkering.</p></dd><dt>WIA</dt><dd>Een wet.</dd></dl></section>
</section></article>"""


def known(body=BODY, name="chapters/werk.html", **facing):
    page = html.document_fromstring(f"<html><head><title>Kop</title></head><body>{body}</body></html>")
    text = search_scripts({name: page, PAGE: page}, replace(FACING, **facing))[TEXTS]
    return json.loads(text.removeprefix("const BOOK = ").rstrip(";\n"))


def test_a_part_has_its_place_heading_prose_and_what_is_no_prose():
    (page,) = known()["pages"]
    assert page[:2] == ["chapters/werk.html", "4 Werk"]
    assert page[3] == [
        ["", "4 Werk", "Van wie begon, vond 35% werk. Meer.", "Tabel 4.1 IVA 1 0–2"],
        ["duur", "4.1 Duur", "Een", ""],
        ["term-iva", "IVA", "Een uitkering.", ""],
        ["duur", "WIA", "Een wet.", ""],
    ]


@pytest.mark.parametrize(("appendices", "weight"), [((), 1), (("chapters/werk",), 0.7)])
def test_an_appendix_weighs_less(appendices, weight):
    assert known(appendices=appendices)["pages"][0][2] == weight


def test_nothing_in_a_text_ends_the_script():
    body = "<article><section id='a'><h1>A</h1><p>&lt;/script&gt;</p></section></article>"
    assert known(body)["pages"][0][3][0][2] == "</script>"
    told = search_scripts({"a.html": html.document_fromstring(body)}, FACING)[TEXTS]
    assert "script>" in told and "</script" not in told


@pytest.mark.parametrize(
    ("language", "passed_over", "stemmer"), [("nl", '"de"', "DutchStemmer"), ("en", '"the"', "stemWord")]
)
def test_each_language_has_its_stems_and_words_that_say_nothing(language, passed_over, stemmer):
    script = stems_script(language)
    assert script.startswith("const STOPWORDS = [") and passed_over in script.splitlines()[0]
    assert "Stemmer = " in script and stemmer in script
    assert STEMS.startswith("_static/")  # the same in every book: no words of an extract


def test_every_group_of_words_stands_in_both_languages_and_is_no_group_of_one():
    groups = yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))["together"]
    faults = [group for group in groups if set(group) != {"nl", "en"} or min(map(len, group.values())) < 2]
    assert faults == [] and synonyms("nl") == [group["nl"] for group in groups]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_word_is_in_two_groups(language):
    told = [word for group in synonyms(language) for word in group]
    assert sorted({word for word in told if told.count(word) > 1}) == []

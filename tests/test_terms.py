"""Terms and publisher: both languages of one list, and one place to fill in."""

import re

import pytest
import yaml

from as_register import PUBLISHED_BY
from evalbook.errors import EvalbookError
from evalbook.exhibits.terms import GLOSSARY, OF_A_PUBLISHER, OPTIONAL, check_publisher, glossary, publisher
from evalbook.places import PUBLISHER as VARIABLE
from evalbook.places import publisher_file
from literal_release import literal_release

LANGUAGES = ("nl", "en")


def test_every_term_is_explained_in_both_languages():
    entries = yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))
    said = [{name: entry[name] for name in LANGUAGES} for entry in entries.values()]
    assert all(all(map(all, entry.values())) for entry in said)
    assert {name for entry in entries.values() for name in entry} == {*LANGUAGES, "marked"}


def test_a_term_has_a_source_in_both_languages_or_in_neither():
    entries = yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))
    assert {key for key, entry in entries.items() if len(entry["nl"]) != len(entry["en"])} == set()


@pytest.mark.parametrize(("language", "source"), [("nl", "*Bron: Ziektewet"), ("en", "*Source: sickness benefits act")])
def test_where_a_meaning_comes_from_is_said(language, source):
    policy = next(term for term in glossary(language=language).split("\n\n") if "no-riskpolis" in term.casefold())
    assert source in policy


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_stand_in_alphabetical_order_signs_last(language):
    terms = [re.sub("<.*?>", "", term.split("\n")[0]).casefold() for term in glossary(language=language).split("\n\n")]
    words = [term for term in terms if term[0].isalpha()]
    assert words == sorted(words) and terms == [*words, "×"]


def test_behind_an_english_term_the_dutch_one_is_marked_as_dutch():
    said = glossary(language="en")
    assert '(<span lang="nl">gedoogperiode</span>)' in said and "Naar werk trajectory (towards work)" in said
    assert "<span lang" not in glossary(language="nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_filled_in_of_the_publisher_stands_between_brackets(language, monkeypatch):
    monkeypatch.delenv(VARIABLE)
    assert {*OF_A_PUBLISHER, *OPTIONAL} == {*yaml.safe_load(publisher_file().read_text(encoding="utf-8"))}
    said = [publisher(literal_release(), name=name, language=language).text for name in OF_A_PUBLISHER]
    assert all(re.match(r"\\\[", each) for each in said)


def test_what_is_not_said_of_the_publisher_is_refused():
    with pytest.raises(ValueError, match="under 'adress'. Did you mean address"):
        publisher(literal_release(), name="adress", language="nl")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("Verzonnen uitgever", "'[naam]'"), "fill in name:"),
        (("Invented authors", "' '"), "fill in authors:"),
        (("nl: niemand, en: nobody", "nl: '', en: nobody"), "fill in signed_by:"),
        (("email: niemand@example.org\n", ""), "fill in email:"),
        (("nl: vijf werkdagen, en: five working days", "nl: vijf"), "write each as `name: text`"),
        (("{nl: example.org, en: example.org/en}", "3"), "write each as `name: text`"),
        (("name:", "name: :"), "cannot be read"),
    ],
)
def test_of_a_register_all_must_be_filled_in(tmp_path, monkeypatch, change, told):
    check_publisher()
    (tmp_path / "publisher.yaml").write_text(PUBLISHED_BY.replace(*change), encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "publisher.yaml"))
    with pytest.raises(EvalbookError, match=told):
        check_publisher()


def test_a_file_that_is_not_there_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none.yaml"))
    with pytest.raises(EvalbookError, match="none.yaml, which says who publishes, cannot be read"):
        check_publisher()

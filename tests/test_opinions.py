"""A theme in a line: its statement, who says yes, who says no, and among whom it varies."""

import pandas as pd
import pytest

from evalbook.contract.codebook import Codebook
from evalbook.voices import opinions as written
from evalbook.voices.themes import codebook, findings_on, standing

COLUMNS = ["theme", "perspective", "direction", "shared", "wave"]
STATEMENT = {"name_nl": "Werk", "name_en": "Work", "definition_nl": "Werk past.", "definition_en": "Work suits."}


@pytest.fixture
def told(monkeypatch):
    def tell(*lines, language="en"):
        findings = pd.DataFrame([f"work {line}".split() for line in lines], columns=COLUMNS)
        book = Codebook(pd.DataFrame([STATEMENT], index=["work"]), findings, pd.DataFrame())
        monkeypatch.setattr(written, "codebook", lambda: book)
        return written.opinions(["work"], language=language)

    return tell


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["participants positive most 2025", "bureaus positive most 2025"],
            "Most participants and re-integration bureaus",
        ),
        (["participants positive some 2025", "bureaus positive many 2025"], "Many re-integration bureaus and some"),
        (["participants positive most 2025", "employers negative one 2025"], "say yes and single employers say no"),
        (["participants positive many 2025", "participants negative many 2025"], "Participants are divided."),
        (["employers negative most 2024", "employers positive some 2025"], "Some employers say yes."),
        (
            ["researchers positive most 2025", "bureaus positive one 2025"],
            "re-integration bureaus and researchers say yes",
        ),
        (["employers neutral most 2025"], "Nobody gave a judgement on this."),
    ],
)
def test_who_says_yes_or_no_goes_with_how_widely_it_is_shared(told, lines, said):
    assert said in told(*lines)


def test_a_line_links_to_its_theme_and_holds_the_statement(told):
    line = "- {ref}`Werk <voice-work>`. Werk past. *Veel werkgevers zeggen ja.*"
    assert told("employers positive many 2025", language="nl") == line


def test_a_theme_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="there is no theme 'motivatoin'. Did you mean motivation?"):
        written.opinions(["motivatoin"], language="en")


@pytest.mark.parametrize(
    ("theme", "said"),
    [("conversations", "positive"), ("trajectories", "mixed"), ("financial_clarity", "negative")],
)
def test_the_page_in_plain_language_says_of_participants_what_the_codebook_says(theme, said):
    assert standing(findings_on(codebook(), theme))["participants"] == said

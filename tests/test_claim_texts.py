"""How tested claims read: sentences that turn with the verdict, and tables that name it in words."""

import pytest

from evalbook.published.claim_texts import claim, claims_shown, claims_summary, claims_table, shown_claims, shown_counts
from evalbook.published.claims import VERDICTS
from evalbook.words.vocabulary import languages, read_words
from literal_release import literal_release

N = "table_2_1/all/all/all//n"
PARTLY = "het interval ligt deels binnen en deels buiten de grenzen"
MANY, FEWER = f"{N} 4018", f"{N} 3100"


def said(rows, identifier="C20", language="nl"):
    return claim(literal_release(rows), identifier, language=language).text


def test_the_sentence_turns_with_the_verdict():
    assert said(MANY).startswith("Ook in deze editie geldt dat")
    assert '<span data-key="claim/C20/0">4.018</span>' in said(MANY)
    assert said(FEWER).startswith("In deze editie geldt niet dat")
    assert "is met deze gegevens niet te zeggen: het gaat om minder dan 10 personen" in said(f"{N} x")


def test_a_cause_is_told_as_what_cannot_be_told():
    assert "niemand is door loting aan de dienstverlening toegewezen" in said(MANY, "C03")
    assert "nobody was assigned to the services by lot" in said(MANY, "C03", "en")


def test_the_number_of_a_comparison_is_said_to_be_a_difference():
    rows = "figure_4_2/all/IVA//24/survival 0.6 400 0.55 0.65\nfigure_4_2/all/Wajong//24/survival 0.8 400 0.75 0.85"
    assert "(een verschil van <span" in said(rows, "C38")
    assert "verschil" not in said(MANY)


def test_an_interval_beyond_a_limit_is_told_with_the_limits():
    rows = "figure_4_3/gedoog/all//30/share 0.126 400 0.09 0.16"
    told = said(rows, "C45")
    assert told.endswith('de bewering houdt stand bij <span data-published="C45">10% tot 16%</span>).')
    assert (
        "past bij het cijfer van deze editie, maar het interval ligt deels binnen en deels buiten de grenzen (" in told
    )
    assert "fits the claim that" in said(rows, "C45", "en")


def test_a_number_beyond_a_limit_that_its_interval_holds_is_not_told():
    rows = "figure_4_3/gedoog/all//30/share 0.166 400 0.13 0.20"
    assert "met deze gegevens niet te zeggen: het interval ligt deels binnen en deels buiten de grenzen (" in said(
        rows, "C45"
    )


def test_a_claim_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="there is no claim 'C999'"):
        said(MANY, "C999")


@pytest.mark.parametrize("language", languages())
def test_the_table_names_the_verdict_in_words_and_links_to_the_numbers(language):
    table = claims_table(literal_release(MANY), "letter", language=language)
    assert f">{read_words(language).claims['verdicts']['holds']}</span>" in table
    assert "<table-2-1>" in table


@pytest.mark.parametrize("language", languages())
def test_named_claims_are_listed_by_verdict_and_one_alone_is_a_sentence(language):
    """C03 and C05 are of a cause or of conversations, C20 holds: whatever the order, what holds comes first."""
    released, words = literal_release(MANY), read_words(language).claims
    parts = claims_shown(released, "C03", "C20", "C04", language=language).split("\n\n")
    assert parts[0] == claim(released, "C20", language=language).text
    assert parts[1] == words["lists"]["cannot"]
    first, last = parts[2].splitlines()
    assert first.startswith("- ") and first.endswith(";") and last.startswith("- ") and last.endswith(".")
    assert words["reasons"]["causal"] in first and "4.018" not in parts[2] and len(parts) == 3
    with pytest.raises(ValueError, match="there is no claim 'C999'"):
        claims_shown(released, "C20", "C999", language=language)


def test_a_place_without_claims_is_refused():
    with pytest.raises(ValueError, match="no claims were made in 'lettre'"):
        claims_shown(literal_release(), "lettre", language="nl")


def test_the_summary_adds_up():
    counts = shown_counts(literal_release(MANY), read_words("nl"))
    parts = [int(counts[f"all/{verdict}"]) for verdict in VERDICTS]
    assert sum(parts) == int(counts["all/all"])
    assert 'data-key="claims/all/holds"' in claims_summary(literal_release(MANY), language="nl")


def test_every_number_shown_is_known_to_the_scan():
    assert shown_claims(literal_release(MANY), read_words("nl"))["C20/0"] == "4.018"

"""The colophon says what an edition was made from and with, and what the columns of its files mean."""

import hashlib
from dataclasses import replace

import pytest

from evalbook.exhibits.colophon import files, made_from, provenance
from literal_release import literal_release

RELEASE = replace(literal_release("table_2_1/all/all/all//n 3 3"), inputs={"jobs": "0123456789abcdef" * 4})


def test_every_hash_is_shown_by_its_beginning():
    made = made_from(RELEASE)["hashes"]
    released = hashlib.sha256(RELEASE.results.to_csv(index=False).encode()).hexdigest()
    assert made == {"jobs": "0123456789abcdef", "results.csv": released[:16]}


@pytest.mark.parametrize(("language", "caption"), [("nl", "Waar deze editie uit"), ("en", "What this edition was")])
def test_hashes_and_versions_carry_their_keys(language, caption):
    text = provenance(RELEASE, language=language)
    assert caption in text
    assert '<span data-key="hashes/jobs">0123456789abcdef</span>' in text
    assert 'data-key="versions/python"' in text


def test_every_column_of_the_results_is_explained():
    text = files(RELEASE, language="nl")
    assert all(f"| `{column}` |" in text for column in RELEASE.results.columns)


def test_nothing_but_a_release_has_a_colophon():
    with pytest.raises(TypeError):
        provenance(RELEASE.results, language="nl")

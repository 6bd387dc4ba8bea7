"""The page that tells what changed since the last edition."""

from dataclasses import replace

import pandas as pd
import pytest

from evalbook.book.scan_numbers import ShownNumbers
from evalbook.contract.results import CHANGES, write_results
from evalbook.exhibits.changes import changes, counted, summary
from evalbook.extract.extract import read_extract
from evalbook.gate.compare import changes_since
from evalbook.gate.making import release_exact
from evalbook.release.release import read_release, write_release
from literal_release import literal_release

pytestmark = pytest.mark.slow

PEOPLE = "\n".join(f"P{i},IVA,vrouw,1980-06-15,psychisch,2024-01-15,,," for i in range(12))
MORE = PEOPLE + "\nQ,oWajong,man,1990-01-01,hart,2024-02-15,,,"


def _since(before, extract):
    made = release_exact(extract)
    return replace(made, changes=changes_since(before, made, extract))


@pytest.fixture
def changed(write_extract, tmp_path):
    """The release of an extract with one participant more than the last edition, whose results are at hand."""
    write_results(release_exact(read_extract(write_extract(participants=PEOPLE))).results, tmp_path / "before.csv")
    folder = write_extract(participants=MORE)
    return _since(tmp_path / "before.csv", read_extract(folder))


def test_without_a_last_edition_the_page_says_so(write_extract):
    alone = release_exact(read_extract(write_extract(participants=PEOPLE)))
    assert "vorige editie om mee te vergelijken is er niet" in changes(alone, language="nl")


def test_the_page_counts_moves_and_shows_both_editions(changed):
    text = changes(changed, language="nl")
    assert counted(changed)["table_2_1/moved"] > 0
    assert 'data-previous="table_2_1/all/IVA/IVA//percent">100%' in text
    assert 'data-key="table_2_1/all/IVA/IVA//percent">92%' in text


def test_the_scan_knows_every_count_of_the_page(changed):
    shown = ShownNumbers(changed, "nl")
    assert all(shown.texts(f"changes/{key}") for key in counted(changed))


def test_a_month_in_which_few_are_followed_is_not_among_the_largest():
    """It is a row of the results and no number of the book: the last look would stop at it."""
    keys = ["figure_4_3/experiment/all//18/share", "figure_4_3/experiment/all//6/share"]
    made = literal_release(f"{keys[0]} 0.5 20\n{keys[1]} 0.4 100")
    rows = [
        [*key.split("/"), 0.1, now, now - 0.1, "moved", "", *[float("nan")] * 3]
        for key, now in zip(keys, (0.5, 0.4), strict=True)
    ]
    text = changes(replace(made, changes=pd.DataFrame(rows, columns=list(CHANGES))), language="nl")
    assert [f'data-key="{key}">' in text for key in keys] == [False, True]


def test_what_changed_travels_with_the_release(changed, tmp_path):
    write_release(changed, tmp_path / "release")
    assert changes(read_release(tmp_path / "release"), language="nl") == changes(changed, language="nl")


def test_only_a_release_is_shown(changed):
    with pytest.raises(TypeError):
        changes(changed.changes, language="nl")


def test_the_first_page_tells_the_sum_of_what_changed(changed):
    counts = counted(changed)
    text = summary(changed, language="nl")
    assert counts["all/moved"] == sum(count for key, count in counts.items() if key.endswith("/moved")) / 2
    assert f'data-key="changes/all/moved">{counts["all/moved"]}<' in text
    assert "{ref}`Bijlage 7 <veranderingen>`" in text


def test_without_a_last_edition_the_first_page_says_so(write_extract):
    alone = release_exact(read_extract(write_extract(participants=PEOPLE)))
    assert "vorige editie om mee te vergelijken is er niet" in summary(alone, language="nl")

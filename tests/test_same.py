"""The same extract gives the same bytes, whatever stands around the build, in whichever order and form its rows are."""

from dataclasses import replace

import pytest

from same import differences, made, may_differ_with_form
from variations import ODD, USUAL, WEST, as_parquet, can_be_nameless, register_copy, run_evalbook, shuffled

pytestmark = pytest.mark.book

CHAPTER = ("--chapter", "work")
VARIED = [replace(ODD, seed=1), replace(WEST, seed=2), replace(WEST, seed=4, processors=1)]


@pytest.fixture(scope="module")
def thin(tmp_path_factory):
    return register_copy(tmp_path_factory.mktemp("thin") / "register", one_in=32)


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return tmp_path_factory.mktemp("usual")


@pytest.fixture(scope="module")
def usual_release(thin, usual):
    return made(USUAL, usual, "release", thin)


@pytest.mark.parametrize("around", VARIED, ids=lambda around: f"seed {around.seed}")
def test_a_release_is_the_same_with_everything_around_it_varied(thin, usual_release, around, tmp_path):
    mixed = shuffled(thin, tmp_path / "mixed", seed=around.seed)
    parquet = around.seed == 2
    other = made(around, tmp_path, "release", as_parquet(mixed, tmp_path / "typed") if parquet else mixed)
    assert differences(usual_release, other, form=parquet) == []


@pytest.mark.usefixtures("usual_release")
def test_a_book_is_the_same_with_everything_around_it_varied(thin, usual, tmp_path):
    chapter = ("--chapter", "work")
    book = made(USUAL, tmp_path / "usual", "build", usual / USUAL.within / "made", *chapter)
    other = made(ODD, tmp_path / "odd", "build", shuffled(thin, tmp_path / "mixed", seed=3), *chapter)
    assert differences(book, other) == []
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "odd" / ODD.within / "made").rglob("*")}
    assert modes == {0o644, 0o755}


def test_only_what_tells_how_files_were_read_may_differ_with_their_form():
    one, other = (
        {"index.html": b"1", "search-texts.js": b"1"},
        {"index.html": b"2", "search-texts.js": b"2", "new": b""},
    )
    assert differences(one, other) == ["index.html", "new", "search-texts.js"]
    assert differences(one, other, form=True) == ["index.html", "new"]
    assert "data/results.csv" not in may_differ_with_form()


def test_of_a_manifest_only_the_hash_of_the_reading_may_differ():
    one, other, third = (
        {"manifest.json": f'{{"release": {{"reading.csv": "{reading}", "results.csv": "{results}"}}}}'.encode()}
        for reading, results in ((1, 1), (2, 1), (1, 2))
    )
    assert differences(one, other) == ["manifest.json"]
    assert differences(one, other, form=True) == []
    assert differences(one, third, form=True) == ["manifest.json"]


@pytest.mark.skipif(not can_be_nameless(), reason="this machine lets no program be a user without a name")
def test_the_odd_surroundings_are_those_of_a_user_without_a_name(tmp_path):
    assert run_evalbook(ODD, tmp_path, "validate", tmp_path).returncode == 2

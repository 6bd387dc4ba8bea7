"""What was made is found by content, and what changed is told."""

import pytest

from evalbook import cache


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Makes the entry of a file's content, and counts how often it was made."""
    monkeypatch.setattr(cache, "FOLDER", tmp_path / "cache")
    counts = []

    def make(folder):
        counts.append(folder)
        folder.mkdir()
        (folder / "result").write_text("made")

    def made_from(path, **parameters):
        found = cache.ingredients({path.name: path}, parameters)
        return cache.cached_folder("kind", found, make, label="it"), found

    made_from.counts = counts
    return made_from


def test_unchanged_content_is_not_made_again_and_a_changed_byte_is(made, tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("a")
    first, _ = made(path)
    assert made(path)[0] == first and len(made.counts) == 1
    path.write_text("b")
    assert made(path)[0] != first and len(made.counts) == 2


def test_changes_name_the_file_and_the_parameter(made, tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("a")
    made(path, language="nl")
    path.write_text("b")
    now = cache.ingredients({"jobs.csv": path}, {"language": "en"})
    assert cache.changes("kind", now, label="it") == ["file jobs.csv changed", "parameter language changed"]


def test_nothing_is_told_of_what_is_up_to_date_or_was_never_made(made, tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("a")
    _, found = made(path)
    assert cache.changes("kind", found, label="it") == []
    assert cache.changes("kind", found, label="other") == ["it was not made before"]


def test_a_failed_making_leaves_no_entry(made, tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("a")
    found = cache.ingredients({"jobs.csv": path}, {})

    def fail(folder):
        folder.mkdir()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        cache.cached_folder("kind", found, fail, label="it")
    assert cache.changes("kind", found, label="it") == ["it was not made before"]
    assert list((tmp_path / "cache" / "kind").iterdir()) == []


def test_only_the_newest_entries_are_kept(made, tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "MOST_ENTRIES", 2)
    path = tmp_path / "jobs.csv"
    for content in "abcd":
        path.write_text(content)
        made(path)
    assert len(list((tmp_path / "cache" / "kind").iterdir())) == 2
